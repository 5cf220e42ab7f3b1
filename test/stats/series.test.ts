// What is told of a series of durations, and how it is drawn.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, medianBy, quantile, sorted, tail } from '../../src/stats/quantile.ts';
import { levelsOf } from '../../src/stats/sparkline.ts';
import { statisticsOf } from '../../src/stats/statistics.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
const durations = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 200 });
const series = fc.array(fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })), { maxLength: 200 });

describe('a quantile', () => {
  // The worked example of the nearest rank in "Percentile", Wikipedia: 15, 20, 35, 40, 50.
  test.each([
    [0.05, 15],
    [0.3, 20],
    [0.4, 20],
    [0.5, 35],
    [1, 50],
  ])('%d of a published example is %d', (q, value) => {
    expect(quantile([15, 20, 35, 40, 50], q)).toBe(value);
  });

  test('is one of the numbers, exceeded by no more than it may be', () => {
    fc.assert(
      fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (numbers, q) => {
        const value = quantile(sorted(numbers), q) ?? NaN;
        expect(numbers).toContain(value);
        const below = numbers.filter((ms) => ms <= value).length;
        expect(below).toBeGreaterThanOrEqual(q * numbers.length - 1e-6);
        expect(numbers.filter((ms) => ms < value).length).toBeLessThan(q * numbers.length + 1e-6);
      }),
    );
  });

  test('does not trip over binary fractions: the 95th of 100 and the 19th of 20', () => {
    expect(quantile(upTo(100), 0.95)).toBe(95);
    expect(quantile(upTo(20), 0.95)).toBe(19);
    expect(quantile(upTo(100), 0.07)).toBe(7);
  });

  test('of nothing is nothing', () => {
    expect([quantile([], 0.5), median([]), medianBy([], Number)]).toEqual([null, null, undefined]);
  });
});

describe('a tail', () => {
  test('is told only where it differs from the maximum', () => {
    expect([tail(upTo(19), 0.95), tail(upTo(20), 0.95)]).toEqual([null, 19]);
    expect([tail(upTo(99), 0.99), tail(upTo(100), 0.99)]).toEqual([null, 99]);
    expect(tail(upTo(1000), 0.99)).toBe(990);
  });
});

describe('the median', () => {
  test('is the lower one of two, in numbers and in items', () => {
    expect(median([4, 1, 3, 2])).toBe(2);
    expect(medianBy([{ ms: 4 }, { ms: 1 }, { ms: 3 }, { ms: 2 }], ({ ms }) => ms)).toEqual({ ms: 2 });
  });

  test('is the same for items as for their numbers', () => {
    fc.assert(fc.property(durations, (numbers) => medianBy(numbers, (ms) => ms) === median(numbers)));
  });
});

describe('the statistics', () => {
  test('tell a series with a missing one', () => {
    expect(statisticsOf([10, 14, null, 11, 12], 1)).toEqual({
      count: 4,
      lost: 1,
      min: 10,
      median: 11,
      p95: null,
      p99: null,
      max: 14,
      mean: 11.75,
      // |14 - 10| and |12 - 11|; the pairs with the missing one do not count.
      jitter: 2.5,
    });
  });

  test('of nothing are null', () => {
    const none = { min: null, median: null, p95: null, p99: null, max: null, mean: null, jitter: null };
    expect(statisticsOf([null, null], 2)).toEqual({ count: 0, lost: 2, ...none });
  });

  test('are in their order, and jitter is at most the whole span', () => {
    fc.assert(
      fc.property(series, (numbers) => {
        const told = statisticsOf(numbers, 0);
        const inOrder = [told.min, told.median, told.p95, told.p99, told.max].filter((ms) => ms !== null);
        expect(inOrder).toEqual(sorted(inOrder));
        expect(told.jitter ?? 0).toBeLessThanOrEqual((told.max ?? 0) - (told.min ?? 0) + 1e-6);
      }),
    );
  });

  test('jitter is the same however long all of it takes', () => {
    const numbers = [3, 9, 4, 4, 12];
    const later = numbers.map((ms) => ms + 100);
    expect(statisticsOf(later, 0).jitter).toBe(statisticsOf(numbers, 0).jitter);
  });
});

describe('a sparkline', () => {
  test('goes from the lowest to the highest, by the order of size', () => {
    expect(levelsOf([1, 10, 100, 1000], 10, 4)).toEqual([0, 1, 2, 3]);
    expect(levelsOf([1, 2, null, 1000], 10, 8)).toEqual([0, 0, null, 7]);
  });

  test('is low when all are the same, and empty when there are none', () => {
    expect(levelsOf([5, 5, 5], 10, 8)).toEqual([0, 0, 0]);
    expect(levelsOf([0, 0], 10, 8)).toEqual([0, 0]);
    expect(levelsOf([], 10, 8)).toEqual([]);
  });

  test('shows the worst of those that share a column', () => {
    expect(levelsOf([1, 1000, 1, 1, null, 1], 3, 8)).toEqual([7, 0, null]);
  });

  test('never leaves its room, nor hides what is missing', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 60 }), (numbers, width) => {
        const levels = levelsOf(numbers, width, 8);
        expect(levels.length).toBe(Math.min(width, numbers.length));
        expect(levels.every((level) => level === null || (level >= 0 && level <= 7))).toBe(true);
        expect(levels.includes(null)).toBe(numbers.includes(null));
      }),
    );
  });
});
