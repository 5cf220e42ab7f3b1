// What is told of a code, a status or an exit code by `whydown explain`.

/** Plain sentences. Commands have HOST, PORT, NAME, URL, ADDRESS and FILE where the reader puts in the real one. */
export interface Explanation {
  /** What it says, and what it does not. */
  readonly meaning: string;
  /** What usually lies behind it, the most frequent first. */
  readonly causes: readonly string[];
  /** What to do about it, the first step first. */
  readonly remedies: readonly string[];
  /** Commands of standard tools to look further. */
  readonly look: readonly string[];
}
