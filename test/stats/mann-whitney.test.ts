// The rank test, against published results and against plain enumeration.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mannWhitney } from '../../src/stats/mann-whitney.ts';
import { upperTail } from '../../src/stats/normal.ts';
import { percentChange, probability } from '../../src/stats/words.ts';

/** How many of all splits of the pool into n and m have a U of at least that of the split that was seen. */
function enumerated(before: readonly number[], after: readonly number[]): number {
  const pool = [...before, ...after];
  const uOf = (later: ReadonlySet<number>): number =>
    [...later].reduce(
      (sum, at) => sum + pool.filter((value, other) => !later.has(other) && value < (pool[at] ?? 0)).length,
      0,
    );
  const seen = uOf(new Set(after.map((_, index) => before.length + index)));
  let atLeast = 0;
  let all = 0;
  const choose = (from: number, taken: readonly number[]): void => {
    if (taken.length === after.length) {
      all += 1;
      if (uOf(new Set(taken)) >= seen) atLeast += 1;
      return;
    }
    for (let at = from; at < pool.length; at += 1) choose(at + 1, [...taken, at]);
  };
  choose(0, []);
  return atLeast / all;
}

const distinct = (most: number) =>
  fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: most });

describe('the tail of the normal distribution', () => {
  // Tables such as Abramowitz and Stegun 26.1 and 26.2.
  test.each([
    [0, 0.5],
    [1, 0.15865525393146],
    [1.6448536269515, 0.05],
    [2.3263478740408, 0.01],
    [3, 0.0013498980316301],
    [4, 3.167124183312e-5],
    [6, 9.865876450377e-10],
    [-1, 0.84134474606854],
  ])('beyond %d is %d', (z, p) => {
    expect(upperTail(z) / p).toBeCloseTo(1, 9);
  });
});

describe('published results', () => {
  // Hollander and Wolfe 1973, p. 69: the example of R's wilcox.test, whose help page gives these p-values.
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const early = [1.15, 0.88, 0.9, 0.74, 1.21];

  test('permeability: W = 35, p = 0.1272, exact', () => {
    const { u, p, exact } = mannWhitney(early, term);
    expect([u, p.toFixed(4), exact]).toEqual([35, '0.1272', true]);
  });

  // R: wilcox.test(Ozone ~ Month, data = airquality, subset = Month %in% c(5, 8)); two-sided, ties.
  const may = [
    ...[41, 36, 12, 18, 28, 23, 19, 8, 7, 16, 11, 14, 18],
    ...[14, 34, 6, 30, 11, 1, 11, 4, 32, 23, 45, 115, 37],
  ];
  const august = [
    ...[39, 9, 16, 78, 35, 66, 122, 89, 110, 44, 28, 65, 22],
    ...[59, 23, 31, 44, 21, 9, 45, 168, 73, 76, 118, 84, 85],
  ];

  test('ozone: W = 127.5, p = 0.0001208 on two sides, approximated with ties', () => {
    const { u, p, exact } = mannWhitney(may, august);
    expect([may.length * august.length - u, (2 * p).toFixed(7), exact]).toEqual([127.5, '0.0001208', false]);
  });
});

describe('the exact test', () => {
  test('counts as plain enumeration does', () => {
    fc.assert(
      fc.property(distinct(11), fc.integer({ min: 1, max: 10 }), (pool, cut) => {
        const at = Math.min(cut, pool.length - 1);
        const [before, after] = [pool.slice(0, at), pool.slice(at)];
        expect(mannWhitney(before, after).p).toBeCloseTo(enumerated(before, after), 12);
      }),
      { numRuns: 60 },
    );
  });

  test('of five after five is one in 252 at the best', () => {
    expect(mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).p).toBeCloseTo(1 / 252, 12);
    expect(mannWhitney([1, 2, 3, 4], [5, 6, 7, 8]).p).toBeCloseTo(1 / 70, 12);
  });

  test('agrees with the approximation where it ends', () => {
    const before = Array.from({ length: 49 }, (_, index) => (index * 37) % 101);
    const after = Array.from({ length: 49 }, (_, index) => ((index * 53) % 103) + 15.5);
    const more = [...after, 60.25];
    const [exact, near] = [mannWhitney(before, after), mannWhitney(before, more)];
    expect([exact.exact, near.exact]).toEqual([true, false]);
    expect(Math.abs(exact.p - near.p)).toBeLessThan(0.002);
  });
});

describe('whatever the samples', () => {
  const samples = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 70 });

  test('p is a probability, and U at most all pairs', () => {
    fc.assert(
      fc.property(samples, samples, (before, after) => {
        const { u, p } = mannWhitney(before, after);
        expect(p).toBeGreaterThanOrEqual(0);
        expect(p).toBeLessThanOrEqual(1);
        expect(u + mannWhitney(after, before).u).toBeCloseTo(before.length * after.length, 9);
      }),
    );
  });

  test('only the order counts: any stretching of time leaves p as it is', () => {
    fc.assert(
      fc.property(samples, samples, (before, after) => {
        const stretch = (values: readonly number[]) => values.map((value) => Math.exp(value / 7));
        expect(mannWhitney(stretch(before), stretch(after))).toEqual(mannWhitney(before, after));
      }),
    );
  });

  test('the more is added, the less likely it is chance', () => {
    fc.assert(
      fc.property(samples, samples, fc.integer({ min: 1, max: 9 }), (before, after, more) => {
        const later = after.map((value) => value + more);
        expect(mannWhitney(before, later).u).toBeGreaterThanOrEqual(mannWhitney(before, after).u);
      }),
    );
  });

  test('all the same, or nothing at all, says nothing', () => {
    expect(mannWhitney([5, 5, 5], [5, 5, 5]).p).toBe(1);
    expect(mannWhitney([], [1]).p).toBe(1);
    expect(mannWhitney([1], []).p).toBe(1);
  });

  test('false alarms are as rare as alpha says', () => {
    // A fixed generator (Park and Miller, 1988), so that the count is the same in every run.
    let state = 42;
    const next = () => {
      state = (state * 48_271) % 2_147_483_647;
      return state;
    };
    const draw = () => Array.from({ length: 12 }, next);
    const alarms = Array.from({ length: 3000 }, () => mannWhitney(draw(), draw()).p < 0.01);
    const share = alarms.filter(Boolean).length / alarms.length;
    expect(share).toBeGreaterThan(0.005);
    expect(share).toBeLessThan(0.0125);
  });
});

test('the words for probabilities and changes', () => {
  expect([0.00003, 0.000346, 0.0421, 0.5, 1].map(probability)).toEqual([
    ...['p < 0.0001', 'p = 0.00035', 'p = 0.042', 'p = 0.5', 'p = 1'],
  ]);
  expect([percentChange(34, 51), percentChange(10, 9.7), percentChange(5, 5), percentChange(0, 5)]).toEqual([
    ...['+50%', '-3%', '+0%', null],
  ]);
});
