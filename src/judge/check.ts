// What a check is: one key of `expect:`, the facts it reads, the grammar it allows, and its judgement.

import type { CauseCode, Check, Expectation, FactName, FailureLayer, Observation } from '../model.ts';
import type { ExpectShape } from '../shape.ts';

export interface CheckRule {
  /** The key under `expect:`. */
  readonly key: string;
  /**
   * The fact it reads for a subject, or whatever the subject (null). A kind that does not give it makes the
   * expectation an error. Null: any attempt has it.
   */
  fact(subject: string | null): FactName | null;
  /** What its checks are called, and what one that fails comes to. */
  heading(expectation: Expectation): {
    /** What is looked at: `status`, `header content-type`. */
    readonly what: string;
    readonly code: CauseCode;
    readonly layer: FailureLayer | null;
  };
  /** It looks at how long its subject took: of many samples only the median one is held against it. */
  readonly timed?: true;
  /** True when the body must be read to its end for this expectation. */
  collectsBody?(expectation: Expectation): boolean;
  /** True when an answer with this status is against the expectation; only what looks at the status knows. */
  refuses?(expectation: Expectation, status: number): boolean;
  readonly shape: ExpectShape;
  /** True when the observation failed in just the way that is expected, and so did not fail. */
  excuses?(expectation: Expectation, observation: Observation): boolean;
  /** Null when the observation did not get far enough to tell. `now` is the attempt's wall time. */
  judge(expectation: Expectation, observation: Observation): Check | null;
}
