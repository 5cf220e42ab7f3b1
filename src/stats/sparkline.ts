// A series drawn small: how high each of a few columns stands. Pure; signs and colours are the report's.

import type { Series } from './statistics.ts';

/** A column of a sparkline: its level from 0 on, or one in which a sample is missing. */
export type Level = number | null;

/**
 * The series in at most `width` columns (1 or more) of `levels` heights, the smallest value at 0 and the largest at
 * the top. Where several samples share a column the largest is drawn, and a missing one before all: what is unusual
 * must not hide behind what is not.
 */
export function levelsOf(series: Series, width: number, levels: number): readonly Level[] {
  const columns = Math.min(series.length, Math.max(1, width));
  const known = series.filter((ms) => ms !== null);
  const least = known.reduce((min, ms) => Math.min(min, ms), Infinity);
  const span = known.reduce((max, ms) => Math.max(max, ms), -Infinity) - least;
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * series.length) / columns);
    const part = series.slice(from, Math.floor(((column + 1) * series.length) / columns));
    if (part.some((ms) => ms === null)) return null;
    const largest = part.reduce<number>((max, ms) => Math.max(max, ms ?? max), -Infinity);
    return span > 0 ? Math.min(levels - 1, Math.floor(((largest - least) / span) * levels)) : 0;
  });
}
