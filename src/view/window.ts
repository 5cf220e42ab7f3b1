// What the rows of a live view come to: their count, the slowest, and which of them a small terminal shows.

import type { Status } from '../model.ts';
import type { LiveRow, LiveState } from './state.ts';

/** The part of a window that failures may take: what is new must be seen too. */
const FAILURES = 2 / 3;

/** As many rows as there is room for: failures, what is newest, what is under way; in the order of the list. */
export function windowOf(known: Pick<LiveState, 'rows' | 'newest'>, room: number): readonly LiveRow[] {
  const { rows } = known;
  const newest = known.newest();
  const failures = newest.filter(({ told }) => told?.status !== 'up' && told?.status !== 'skipped');
  const asking = rows.filter(({ told, asking }) => told === null && asking);
  const chosen = new Set(failures.slice(0, Math.ceil(room * FAILURES)));
  const latest = newest.slice(0, Math.ceil((room - chosen.size) / 2));
  for (const some of [latest, asking, newest, rows]) {
    for (const row of some) {
      if (chosen.size >= room) break;
      chosen.add(row);
    }
  }
  return rows.filter((row) => chosen.has(row));
}

const STATUSES: readonly Status[] = ['up', 'degraded', 'down', 'unknown', 'skipped'];

/** `10 up, 1 down, 4 asking, 7 waiting` */
export function tally(rows: readonly LiveRow[]): string {
  const counts = new Map<string, number>();
  for (const { told, asking } of rows) {
    const word = told?.status ?? (asking ? 'asking' : 'waiting');
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...STATUSES, 'asking', 'waiting']
    .flatMap((word) => (counts.has(word) ? `${counts.get(word)} ${word}` : []))
    .join(', ');
}

/** The row that took longest so far; null before the first result. */
export function slowestOf(rows: readonly LiveRow[]): { name: string; ms: number } | null {
  return rows.reduce<{ name: string; ms: number } | null>((most, { name, told }) => {
    const ms = told?.spent.total ?? null;
    return ms === null || (most !== null && most.ms >= ms) ? most : { name, ms };
  }, null);
}
