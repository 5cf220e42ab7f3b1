// Why another tool says something else, or takes longer or more memory than it was given. Each fits what it explains
// by the tool, by what differs, and by the row: its number in the catalogue, its name, or an expectation not judged.

import type { Id } from '../catalogue.ts';
import type { ToolName } from './tool.ts';

/** What differs: the verdict, or a bound that was broken. */
export type Difference = 'verdict' | 'late' | 'memory' | 'lingers';

export interface Explanation {
  readonly tools: readonly [ToolName, ...ToolName[]];
  readonly differs: Difference;
  readonly ids?: readonly Id[];
  readonly faults?: readonly string[];
  /** The row expects this, and the tool passes it over. */
  readonly unjudged?: string;
  /** One sentence or two, for the page. */
  readonly why: string;
}

/** The first that fits is told: what is special stands before what is general. */
export const explanations: readonly Explanation[] = [];
