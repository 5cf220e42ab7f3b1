// The reports by the name of their format. Here, and nowhere else, a run is escaped as its format declares.

import * as all from './all.ts';
import type { Format, Report, Streamed, View } from './report.ts';
import { mapStrings } from './strings.ts';

/** A word for `--format`. */
export type FormatName = keyof typeof all;

export const formats = { ...all } satisfies Record<string, Format>;

export const reports = Object.fromEntries(
  Object.entries<Format>(formats).map(([name, format]): [string, Report] => [
    name,
    (run, view) => format.report(mapStrings(run, format.escape(view)), view),
  ]),
) as Record<FormatName, Report>;

/** How a format is told while the run is under way; null when it waits for the end. */
export function streamedOf(format: FormatName, view: View): Streamed | null {
  const { escape: safeFor, streamed }: Format = formats[format];
  if (streamed === undefined) return null;
  const safe = safeFor(view);
  return {
    line: (result) => streamed.line(mapStrings(result, safe)),
    last: (run) => streamed.last(mapStrings(run, safe)),
  };
}

/** Whether it does not wait for the end of the run. */
export function streams(format: FormatName): boolean {
  const { streamed }: Format = formats[format];
  return streamed !== undefined;
}
