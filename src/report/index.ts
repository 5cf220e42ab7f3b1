// The reports by the name of their format.

import * as all from './all.ts';
import type { Report } from './report.ts';

/** A word for `--format`. */
export type FormatName = keyof typeof all;

export const reports = { ...all } satisfies Record<string, Report>;
