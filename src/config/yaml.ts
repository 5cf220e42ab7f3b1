// The tree of a list: every node knows where it stands and how it was written. With it, what a plain scalar
// means in YAML 1.2. It must not know what the keys mean.

import { boolCoreTag, floatCoreTag, intCoreTag, NOT_RESOLVED, nullCoreTag } from 'js-yaml';
import type { Scalar } from '../shape.ts';
import type { Span } from './document.ts';

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** The value as text: what a quoted scalar says, what a plain one shows (`0644` stays `0644`). */
  readonly text: string;
  /** `text` before anything of the environment came in. The only form that may be shown. */
  readonly written: string;
  readonly plain: boolean;
}

export interface MapNode extends Span {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

export interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

/** Something that was already reported; whoever meets it says nothing more. */
interface BrokenNode extends Span {
  readonly kind: 'broken';
}

export type Node = ScalarNode | MapNode | ListNode | BrokenNode;

/** How anything begins that is not text. */
const notText = /^(?:$|[-+.\d~nNtTfF])/;
const coreTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag] as const;

/** What a plain scalar means by the core rules of YAML 1.2: `no` is text, `1e3` a number. */
export function plainValue(text: string): Scalar {
  if (!notText.test(text)) return text;
  for (const tag of coreTags) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value === NOT_RESOLVED) continue;
    return typeof value === 'number' && !Number.isFinite(value) ? text : value;
  }
  return text;
}
