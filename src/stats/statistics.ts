// What a series of durations tells: its middle, its tails, how much it swings. Pure.

import type { Statistics } from '../model.ts';
import { quantile, sorted, tail } from './quantile.ts';

/** A series in the order in which it was taken, ms; null stands for what has no duration. */
export type Series = readonly (number | null)[];

/** All that is told of a series. `lost` is counted by the caller, who knows where a sample ended. */
export function statisticsOf(series: Series, lost: number): Statistics {
  const ascending = sorted(series.filter((ms) => ms !== null));
  const { length } = ascending;
  return {
    count: length,
    lost,
    min: ascending[0] ?? null,
    median: quantile(ascending, 0.5),
    p95: tail(ascending, 0.95),
    p99: tail(ascending, 0.99),
    max: ascending[length - 1] ?? null,
    mean: length === 0 ? null : ascending.reduce((sum, ms) => sum + ms, 0) / length,
    jitter: jitterOf(series),
  };
}

/**
 * The mean absolute difference, ms, of samples taken one after the other: the delay variation of RFC 3393, which is
 * not defined for a pair one of which is missing. Null without a pair.
 */
function jitterOf(series: Series): number | null {
  const differences = series.slice(1).flatMap((ms, index) => {
    const previous = series[index] ?? null;
    return ms === null || previous === null ? [] : Math.abs(ms - previous);
  });
  const { length } = differences;
  return length === 0 ? null : differences.reduce((sum, ms) => sum + ms, 0) / length;
}
