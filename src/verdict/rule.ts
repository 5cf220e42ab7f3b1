// What a verdict rule is: what it wants to know when something failed, and what it concludes. Pure.

import type { Blame, Diagnosis, Evidence, Question, Result } from '../model.ts';

export interface Rule {
  /** Stable; reports carry it. */
  readonly id: string;
  /** Whom it suspects first; it decides who speaks before whom. */
  readonly suspects: Blame;
  /** The ids of rules that it speaks before, whomever they suspect: it knows more where both could speak. */
  readonly before?: readonly string[];
  /** Of those with the same suspect the lower speaks first; 0 if not said. */
  readonly turn?: number;
  /** The controls it wants asked, and questions of its own. The same may be wanted by many; it is asked once. */
  ask(results: readonly Result[], evidence: Evidence): readonly Question[];
  /**
   * What it can say of these results: those that no earlier rule has explained, in what these have said. `all` are the
   * results that there are.
   */
  conclude(
    results: readonly Result[],
    evidence: Evidence,
    earlier: readonly Diagnosis[],
    all: readonly Result[],
  ): readonly Diagnosis[];
}
