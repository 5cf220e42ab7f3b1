// What a format is: a pure function of a run and of the screen it is for, and how it writes text from outside.

import type { ReportedResult, Run } from '../model.ts';

export interface View {
  /** Columns of the terminal; 80 where there is none. */
  readonly width: number;
  /** 0 none, 1 16 colours, 2 256, 3 true colour (chalk's levels). */
  readonly colour: 0 | 1 | 2 | 3;
  /** False: ASCII signs only. */
  readonly unicode: boolean;
  /** Tell every step of every endpoint, not only of the failed. */
  readonly verbose: boolean;
  /** Every column of the table, and nothing in it cut, however long the lines become. */
  readonly wide?: boolean;
  /** Leave out the rows that are up; counts and verdict stay. */
  readonly onlyFailures?: boolean;
}

/** Makes a text harmless to whoever reads a format on such a screen. */
export type Escape = (view: Pick<View, 'unicode'>) => (text: string) => string;

/** The whole report with its final newline; empty when there is nothing to say. */
export type Report = (run: Run, view: View) => string;

/** The parts of a format that is told while the run is under way. */
export interface Streamed {
  /** One result, as it comes; the same text for the same result. */
  readonly line: (result: ReportedResult) => string;
  /** What follows the last result. */
  readonly last: (run: Run) => string;
}

export interface Format {
  /** Every text of a run has been through it before the format sees it. */
  readonly escape: Escape;
  readonly report: Report;
  /** For a format that does not wait for the end of the run. */
  readonly streamed?: Streamed;
}
