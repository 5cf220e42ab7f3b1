// What is said of a code.

export interface Words {
  /** What happened. Reads after "down at tls: " and alone; no full stop. */
  readonly sentence: string;
  readonly advice: string;
}
