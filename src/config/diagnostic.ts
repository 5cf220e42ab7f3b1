// Mistakes of the user, as people read them: where, what, why, how to mend it.
// Owned by the loader, used by every command that refuses something.

import type { Source } from '../model.ts';

/** One mistake. `line` is the source's own line, for the caret. */
export interface Mistake {
  readonly message: string;
  readonly hint?: string;
  readonly source?: Source;
  readonly text?: string;
  /** How many columns the caret underlines; 1 if not said. */
  readonly length?: number;
}

/** What the user can mend. It ends the program with exit code 2 and no stack trace. */
export class UserError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[] | string, hint?: string) {
    const all = typeof mistakes === 'string' ? [{ message: mistakes, ...(hint ? { hint } : {}) }] : mistakes;
    super(all[0]?.message ?? 'unknown mistake');
    this.name = 'UserError';
    this.mistakes = all;
  }
}
