// A result in one line, with the sign of its status in front.

import type { ReportedResult, Source, Status } from '../../model.ts';
import { rowName } from '../name.ts';
import { layerWord, paragraph, type Screen, toneOf, wordOf } from '../table/screen.ts';

/** `✗ api: DOWN at http (http.status)` */
export function titleLines(screen: Screen, result: ReportedResult): string[] {
  const { status, cause } = result;
  const layer = cause?.layer ? ` at ${layerWord(cause)}` : '';
  const code = cause === undefined ? '' : ` (${cause.code})`;
  return signed(screen, status, `${rowName(result)}: ${wordOf(result)}${layer}${code}`);
}

/** A line under a status, its sign in front: in the last but one column of `lead`, which is blank. */
export function signed(screen: Screen, status: Status, text: string, lead = '  '): string[] {
  const tone = toneOf(screen, status);
  const at = lead.length - 2;
  return paragraph(screen, lead, text, tone).map((line, index) =>
    index === 0 ? line.slice(0, at) + tone(screen.signs.status[status]) + line.slice(at + 1) : line,
  );
}

/** `probes.yaml:26:15`; null for what stands in no list. */
export function positionOf(source: Source | null): string | null {
  return source === null ? null : `${source.file}:${source.line}:${source.column}`;
}
