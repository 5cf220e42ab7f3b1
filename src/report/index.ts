// The formats there are: one line each. The rest of the program knows a format only by its name here.

import { json } from './json.ts';
import type { Report } from './report.ts';
import { table } from './table/index.ts';

export const reports = { table, json } satisfies Record<string, Report>;

/** What `--format` and `--output` take. */
export type FormatName = keyof typeof reports;
