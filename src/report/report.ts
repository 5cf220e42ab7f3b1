// What a report is: a pure function of a run and of the screen it is for.

import type { Run } from '../model.ts';

export interface View {
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** 0 none, 1 16 colours, 2 256, 3 true colour (chalk's levels). */
  readonly colour: 0 | 1 | 2 | 3;
  /** False: ASCII signs only. */
  readonly unicode: boolean;
  /** Tell every step of every endpoint, not only of the failed. */
  readonly verbose: boolean;
}

/** The whole report with its final newline. */
export type Report = (run: Run, view: View) => string;
