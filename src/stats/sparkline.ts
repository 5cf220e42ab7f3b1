// A series drawn small: how high each of a few columns stands. Pure; signs and colours are the report's.

import type { Series } from './statistics.ts';

/** A column of a sparkline: its level from 0 on, or one in which a sample is missing. */
export type Level = number | null;

/** What counts as no time at all, ms: a duration of 0 has no logarithm. */
const leastMs = 0.001;

/**
 * The series in at most `width` columns (1 or more) of `levels` heights, the smallest value at 0 and the largest at
 * the top, by their logarithms: one slow sample, such as a first one, must not press all others flat. Where several
 * samples share a column the largest is drawn, and a missing one before all: what is unusual must not hide.
 */
export function levelsOf(series: Series, width: number, levels: number): readonly Level[] {
  const columns = Math.min(series.length, Math.max(1, width));
  const known = series.filter((ms) => ms !== null).map(height);
  const least = known.reduce((min, each) => Math.min(min, each), Infinity);
  const span = known.reduce((max, each) => Math.max(max, each), -Infinity) - least;
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * series.length) / columns);
    const part = series.slice(from, Math.floor(((column + 1) * series.length) / columns));
    if (part.some((ms) => ms === null)) return null;
    const largest = part.reduce<number>((max, ms) => Math.max(max, height(ms ?? 0)), -Infinity);
    return span > 0 ? Math.min(levels - 1, Math.floor(((largest - least) / span) * levels)) : 0;
  });
}

function height(ms: number): number {
  return Math.log(Math.max(ms, leastMs));
}
