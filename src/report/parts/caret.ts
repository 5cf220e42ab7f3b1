// The line of a list that was not met, with a caret under the value.

import type { Excerpt } from '../../model.ts';
import { clusters, displayWidth, truncateEnd } from '../../text.ts';
import type { Screen } from '../table/screen.ts';

/** Two lines, both behind `lead`; what does not fit is cut, the value last. */
export function caretLines(
  screen: Screen,
  lead: string,
  line: number,
  { before, value, after }: Excerpt,
): string[] {
  const { paint, signs } = screen;
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const room = Math.max(8, screen.width - lead.length - number.length - 3);
  const marked = truncateEnd(value, Math.floor(room / 2), signs.ellipsis);
  const head = cutStart(before, room - displayWidth(marked) - 1, signs.ellipsis);
  const left = room - displayWidth(head) - displayWidth(marked);
  const caret = '^'.repeat(Math.max(1, displayWidth(marked)));
  return [
    `${lead}${paint.dim(`${number} |`)} ${head}${marked}${truncateEnd(after, left, signs.ellipsis)}`.trimEnd(),
    `${lead}${paint.dim(`${gutter} |`)} ${' '.repeat(displayWidth(head))}${paint.red.bold(caret)}`,
  ];
}

/** At most `width` columns of the end of a text. */
function cutStart(text: string, width: number, ellipsis: string): string {
  if (displayWidth(text) <= width) return text;
  let left = width - displayWidth(ellipsis);
  const kept: string[] = [];
  for (const part of clusters(text).toReversed()) {
    left -= displayWidth(part);
    if (left < 0) break;
    kept.unshift(part);
  }
  return ellipsis + kept.join('');
}
