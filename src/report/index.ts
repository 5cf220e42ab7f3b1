// The reports by the name of their format.

import * as all from './all.ts';
import type { Report, Streamed } from './report.ts';

/** A word for `--format`. */
export type FormatName = keyof typeof all;

export const reports = { ...all } satisfies Record<string, Report>;

/** How a format is told while the run is under way; null when it waits for the end. */
export function streamedOf(format: FormatName): Streamed | null {
  const report: Report = reports[format];
  return report.streamed ?? null;
}
