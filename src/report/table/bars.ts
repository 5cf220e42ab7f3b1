// The bar of a row: how its time went over the phases, all rows on one scale. Each phase has a sign of its
// own, so that the bar reads without colour.

import type { Observation, Phase } from '../../model.ts';
import { phases, spentMs } from '../../phases.ts';
import { decidingAttempt } from './attempts.ts';
import type { GridPiece } from './grid.ts';
import type { Row } from './rows.ts';
import { paragraph, type Screen, type Tone } from './screen.ts';
import { longTime } from './times.ts';

const LEAST_BAR = 16;
const LONGEST_BAR = 40;
/** Three of four rows take no longer than half a bar: a few that stand far out must not flatten the others. */
const MOST_ROWS = 3 / 4;
const THEIR_PART = 1 / 2;

const UNICODE: Readonly<Record<Phase | 'beyond', string>> = {
  dns: '░',
  tcp: '▒',
  tls: '▓',
  ttfb: '█',
  transfer: '▄',
  beyond: '›',
};

const ASCII: Readonly<Record<Phase | 'beyond', string>> = {
  dns: '.',
  tcp: '-',
  tls: '=',
  ttfb: '#',
  transfer: '~',
  beyond: '>',
};

/** How long a bar may be on a screen of this width. */
export function barWidth(width: number): number {
  return Math.min(LONGEST_BAR, Math.max(LEAST_BAR, Math.floor(width / 6)));
}

/** The milliseconds of a full bar: the slowest row, unless it stands far out. */
export function scaleOf(rows: readonly Row[]): number {
  const totals = rows.map(totalOf).filter((ms) => ms > 0);
  const sorted = totals.sort((a, b) => a - b);
  const usual = sorted[Math.ceil(sorted.length * MOST_ROWS) - 1] ?? 0;
  return Math.min(sorted.at(-1) ?? 0, usual / THEIR_PART);
}

function totalOf({ result }: Row): number {
  const attempt = decidingAttempt(result);
  return attempt === null ? 0 : phases.reduce((sum, phase) => sum + (spentMs(attempt, phase) ?? 0), 0);
}

/** The bar of a row, a piece a phase; empty when nothing was asked. */
export function barOf(screen: Screen, row: Row, width: number, scaleMs: number): readonly GridPiece[] {
  const attempt = decidingAttempt(row.result);
  if (attempt === null || scaleMs <= 0) return [];
  const piece = (id: Phase | 'beyond', columns: number) => ({
    text: signsOf(screen)[id].repeat(columns),
    tone: toneOf(screen, id),
  });
  const far = isBeyond(row, scaleMs);
  const parts = columnsOf(attempt, far ? width - 1 : width, far ? scaleMs * (1 - 1 / width) : scaleMs);
  const pieces = parts.filter(({ columns }) => columns > 0).map((part) => piece(part.phase, part.columns));
  return far ? [...pieces, piece('beyond', 1)] : pieces;
}

/** Longer than the scale, and not by rounding. */
function isBeyond(row: Row, scaleMs: number): boolean {
  return totalOf(row) > scaleMs * 1.001;
}

function signsOf({ unicode }: Screen): Readonly<Record<Phase | 'beyond', string>> {
  return unicode ? UNICODE : ASCII;
}

function toneOf({ paint }: Screen, id: Phase | 'beyond'): Tone {
  const tones: Readonly<Record<Phase | 'beyond', Tone>> = {
    dns: paint.cyan,
    tcp: paint.blue,
    tls: paint.magenta,
    ttfb: paint.green,
    transfer: paint.yellow,
    beyond: paint.bold,
  };
  return tones[id];
}

/** Where each phase ends is rounded, not how long it is: the bar as a whole keeps its length. */
function columnsOf(
  attempt: Observation,
  width: number,
  scaleMs: number,
): { phase: Phase; columns: number }[] {
  let ms = 0;
  let from = 0;
  const parts = phases.map((phase) => {
    ms += spentMs(attempt, phase) ?? 0;
    const to = Math.min(width, Math.round((ms / scaleMs) * width));
    const columns = to - from;
    from = to;
    return { phase, columns };
  });
  const slowest = slowestPhase(attempt);
  // Too short to be drawn is still something.
  return from === 0 && slowest !== null ? [{ phase: slowest, columns: 1 }] : parts;
}

function slowestPhase(attempt: Observation): Phase | null {
  const spent = (phase: Phase) => spentMs(attempt, phase) ?? -1;
  const [slowest] = phases.toSorted((a, b) => spent(b) - spent(a));
  return slowest !== undefined && spent(slowest) >= 0 ? slowest : null;
}

/** What the signs mean, and how much time a bar can hold. */
export function legendLines(screen: Screen, rows: readonly Row[]): string[] {
  const scaleMs = scaleOf(rows);
  if (scaleMs <= 0) return [];
  const signs = signsOf(screen);
  const far = rows.some((row) => isBeyond(row, scaleMs));
  const keys = phases.map((phase) => `${signs[phase]} ${phase}`).join('  ');
  const text = `bar: ${keys}; full at ${longTime(scaleMs)}${far ? `, ${signs.beyond} is longer` : ''}`;
  return ['', ...paragraph(screen, '', text).map((line) => paintLegend(screen, line))];
}

/** Colours each sign that stands by itself. */
function paintLegend(screen: Screen, line: string): string {
  const ids = [...phases, 'beyond'] as const;
  return line.replace(/(?<= )\S(?= )/gu, (sign) => {
    const id = ids.find((one) => signsOf(screen)[one] === sign);
    return id === undefined ? sign : toneOf(screen, id)(sign);
  });
}
