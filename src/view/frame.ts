// One picture of the live view: a pure function of what is known, the size of the terminal and the time.
// Never as high as the terminal and never as wide, so that nothing scrolls and nothing wraps.

import { forPeople } from '../report/escapes.ts';
import type { View } from '../report/report.ts';
import { type Screen, screenOf, type Tone, toneOf, verdictText } from '../report/table/screen.ts';
import { longTime, shortTime } from '../report/table/times.ts';
import { pad, truncateEnd, truncateMiddle } from '../text.ts';
import type { LiveRow, LiveState } from './state.ts';
import { slowestOf, tally, windowOf } from './window.ts';

export interface FrameSize {
  readonly width: number;
  /** Lines of the terminal; the last stays empty, so that nothing scrolls. */
  readonly height: number;
}

export type Look = Pick<View, 'colour' | 'unicode'>;

const NUMBERS = ['dns', 'tcp', 'tls', 'ttfb', 'total'] as const;
const NUMBER = 6;
const GAP = '  ';
/** Narrower than this the total alone is shown. */
const LEAST_FOR_PHASES = 72;
/** `ENDPOINT ms:` */
const LEAST_NAME = 12;
const LONGEST_NAME = 48;
const GOOD_VERDICT = 26;
/** A smaller terminal shows the count alone. */
const LEAST_WIDTH = 32;
const LEAST_HEIGHT = 6;

interface Columns {
  readonly name: number;
  readonly numbers: readonly (typeof NUMBERS)[number][];
  readonly verdict: number;
}

/** Makes a name safe for every picture of this look. */
export function safeFor(look: Look): (text: string) => string {
  return forPeople(look);
}

/** The lines of the picture, coloured; at most `height - 1`, each narrower than the terminal. */
export function frameOf(
  known: Pick<LiveState, 'rows' | 'newest'>,
  size: FrameSize,
  look: Look,
  elapsedMs: number,
): readonly string[] {
  const { rows } = known;
  // A line that fills the last column makes some terminals wrap.
  const width = Math.max(1, size.width - 1);
  const screen = screenOf({ ...look, width, verbose: false });
  const cut = (text: string) => truncateEnd(text, width, screen.signs.ellipsis);
  const count = screen.paint.bold(cut(countText(screen, rows, elapsedMs)));
  if (rows.length === 0 || size.height < LEAST_HEIGHT || width < LEAST_WIDTH) return [count];
  const columns = columnsFor(rows, width);
  // Beside the rows stand the head, the count and the cursor; what is left out needs a line too.
  const room = size.height - 3;
  const shown = new Set(rows.length <= room ? rows : windowOf(known, room - 1));
  const hidden = rows.filter((row) => !shown.has(row));
  return [
    screen.paint.dim(headText(columns)),
    ...[...shown].map((row) => rowLine(screen, columns, row)),
    ...(hidden.length === 0 ? [] : [screen.paint.dim(cut(`${hidden.length} more: ${tally(hidden)}`))]),
    count,
  ];
}

function columnsFor(rows: readonly LiveRow[], width: number): Columns {
  const numbers = width >= LEAST_FOR_PHASES ? NUMBERS : (['total'] as const);
  const room = width - numbers.length * NUMBER - GAP.length;
  const longest = rows.reduce((most, row) => Math.max(most, row.width), LEAST_NAME);
  const name = Math.min(longest, LONGEST_NAME, Math.max(LEAST_NAME, room - GOOD_VERDICT));
  return { name, numbers, verdict: room - name };
}

function headText({ name, numbers }: Columns): string {
  const titles = numbers.map((id) => pad(id.toUpperCase(), NUMBER, 'left'));
  return `ENDPOINT${pad('ms:', name - 'ENDPOINT'.length, 'left')}${titles.join('')}${GAP}VERDICT`;
}

function rowLine(screen: Screen, columns: Columns, row: LiveRow): string {
  const { paint, signs } = screen;
  const { told } = row;
  const name = pad(truncateMiddle(row.name, columns.name, signs.ellipsis), columns.name);
  const numbers = columns.numbers.map((id) => {
    const ms = told?.spent[id] ?? null;
    return pad(told === null ? '' : ms === null ? '-' : shortTime(ms), NUMBER, 'left');
  });
  const { text, tone } = verdictOf(screen, row);
  const nameTone = told === null ? paint.dim : told.status === 'up' ? String : tone;
  const verdict = truncateEnd(text, columns.verdict, signs.ellipsis);
  return `${nameTone(name)}${numbers.join('')}${GAP}${tone(verdict)}`;
}

function verdictOf(screen: Screen, { told, asking }: LiveRow): { text: string; tone: Tone } {
  const { paint, signs } = screen;
  if (told !== null) {
    const again = asking ? ` ${signs.arrow} again` : '';
    return { text: verdictText(screen, told, 'code') + again, tone: toneOf(screen, told.status) };
  }
  return asking
    ? { text: `${signs.arrow} asking`, tone: paint.cyan }
    : { text: `${signs.dot} waiting`, tone: paint.dim };
}

/** `3.4 s · 52 endpoints: 10 up, 1 down, 16 asking, 25 waiting · slowest 1.2 s WhatsApp media` */
function countText(screen: Screen, rows: readonly LiveRow[], elapsedMs: number): string {
  const dot = ` ${screen.signs.dot} `;
  if (rows.length === 0) return longTime(elapsedMs);
  const slowest = slowestOf(rows);
  return [
    longTime(elapsedMs),
    `${rows.length} ${rows.length === 1 ? 'endpoint' : 'endpoints'}: ${tally(rows)}`,
    ...(slowest === null ? [] : [`slowest ${longTime(slowest.ms)} ${slowest.name}`]),
  ].join(dot);
}
