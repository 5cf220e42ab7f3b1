// The nouns of many samples: what was measured of one way to ask, in numbers, and what it is held against.
// Readonly plain data. Durations are milliseconds.

import type { CauseCode } from '../codes.ts';
import type { Ask, Phase } from './attempt.ts';

/** What has a duration of its own: a phase, or the attempt as a whole. */
export type Span = Phase | 'total';

/** What samples tell of one span. Null: too few of them to say it. */
export interface Statistics {
  /** How many samples gave a duration. */
  readonly count: number;
  /** How many ended in this span; for the total all that did not pass. */
  readonly lost: number;
  readonly min: number | null;
  readonly median: number | null;
  /** Null below 20 samples, where it would be the maximum. */
  readonly p95: number | null;
  /** Null below 100 samples, where it would be the maximum. */
  readonly p99: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  readonly jitter: number | null;
}

/** One span held against a baseline. */
export interface Comparison {
  readonly span: Span;
  /** How much longer it may have become, as it was written: `20%`, `50ms`. */
  readonly limit: string;
  /** The medians; null where there is nothing to compare. */
  readonly before: number | null;
  readonly after: number | null;
  readonly test: 'Mann-Whitney U';
  /** How likely so much growth is by chance alone; null when there are too few samples to tell. */
  readonly p: number | null;
  /** Longer than the limit allows, and more than noise. */
  readonly regressed: boolean;
}

/** What many samples of one way to ask came to. */
export interface Samples extends Ask {
  /** How many were wanted. */
  readonly asked: number;
  /** How many were taken: fewer after an interrupt or a deadline. */
  readonly count: number;
  /** How many of those failed, or missed an expectation. */
  readonly lost: number;
  /** How many could not be judged: our own trouble, or a guard. */
  readonly unjudged: number;
  /** Why, the most frequent first; of lost and unjudged ones. */
  readonly causes: readonly { readonly code: CauseCode; readonly count: number }[];
  /** One a sample, in the order in which they were taken; null for one that did not pass. */
  readonly durations: Readonly<Partial<Record<Span, readonly (number | null)[]>>>;
  readonly phases: Readonly<Partial<Record<Span, Statistics>>>;
  /** Null when the baseline does not know this way to ask; left out without a baseline. */
  readonly compared?: readonly Comparison[] | null;
}

/** One way to ask, as a baseline remembers it; its texts are concealed. */
export interface BaselineEntry extends Ask {
  readonly name: string;
  /** The durations of the samples that passed, in the order in which they were taken. */
  readonly durations: Readonly<Partial<Record<Span, readonly number[]>>>;
}

/** Earlier samples to hold new ones against. */
export interface Baseline {
  readonly schema: 'whydown.baseline/1';
  readonly version: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly entries: readonly BaselineEntry[];
}

/** How much longer than in the baseline the median of a span may be. */
export interface RegressLimit {
  readonly span: Span;
  readonly by: { readonly percent: number } | { readonly ms: number };
  /** As it was written: `20%`, `50ms`. */
  readonly written: string;
}
