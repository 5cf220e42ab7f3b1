// The waterfall: a row for each step, with its start, its time, and a bar over the time of the attempt.

import { pad, truncateEnd } from '../../text.ts';
import type { Screen, Tone } from '../table/screen.ts';
import { longTime } from '../table/times.ts';

const LABEL = 10;
const NUMBER = 8;
/** Where the bars begin, and with what a row is told below itself. */
const LEAD = 2 + LABEL + 2 * NUMBER + 2;
export const BELOW = ' '.repeat(2 + LABEL);

/** A span of the attempt, in its milliseconds. */
interface Span {
  readonly label: string;
  readonly at: number;
  readonly ms: number;
}

/** `dns   0.1 ms   12 ms  ###`; `part` draws what is only a part of a step. */
export function barRow(
  screen: Screen,
  { label, at, ms }: Span,
  total: number,
  look: { readonly part?: boolean; readonly tone?: Tone } = {},
): string {
  const room = Math.max(1, screen.width - LEAD);
  const scale = total > 0 ? room / total : 0;
  const from = Math.min(room - 1, Math.round(at * scale));
  const length = Math.max(1, Math.min(room, Math.round((at + ms) * scale)) - from);
  const bar = ' '.repeat(from) + (look.tone ?? String)(blockOf(screen, look.part ?? false).repeat(length));
  return `  ${pad(truncateEnd(label, LABEL, ''), LABEL)}${time(at)}${time(ms)}  ${bar}`;
}

function blockOf({ signs }: Screen, part: boolean): string {
  // The ellipsis of ASCII has two characters.
  const unicode = signs.ellipsis.length === 1;
  if (part) return unicode ? '░' : '-';
  return unicode ? '█' : '#';
}

/** The heading over the rows: `STEP  AT  TOOK  0 … 143 ms`. */
export function scaleRow(screen: Screen, total: number): string {
  const room = Math.max(1, screen.width - LEAD);
  const head = `  ${pad('STEP', LABEL)}${pad('AT', NUMBER, 'left')}${pad('TOOK', NUMBER, 'left')}  `;
  return screen.paint.dim(`${head}0${pad(longTime(total), room - 1, 'left')}`.trimEnd());
}

function time(ms: number): string {
  return pad(longTime(ms), NUMBER, 'left');
}
