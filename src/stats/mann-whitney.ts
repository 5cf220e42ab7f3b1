// The rank test of Mann and Whitney: are later samples longer than earlier ones, or is it noise? Pure.

import { upperTail } from './normal.ts';

export interface RankTest {
  /** How many pairs of an earlier and a later sample grew; a tie counts half. */
  readonly u: number;
  /** The probability of so many or more when nothing changed. */
  readonly p: number;
  /** Out of the exact distribution, or out of its normal approximation. */
  readonly exact: boolean;
}

/** Up to so many samples on either side the exact distribution is counted, as R's wilcox.test does. */
const mostExact = 49;

/**
 * One-sided: small `p` means that `after` tends to be larger than `before` (H. B. Mann and D. R. Whitney, "On a
 * Test of Whether one of Two Random Variables is Stochastically Larger than the Other", 1947). Exact for fewer than
 * 50 samples a side without ties; else the normal approximation, corrected for ties and for continuity. It asks
 * nothing of the shape of the distributions, which latencies would not keep. With none on a side `p` is 1.
 */
export function mannWhitney(before: readonly number[], after: readonly number[]): RankTest {
  const [n, m] = [before.length, after.length];
  const { u, ties } = pairs(before, after);
  if (n === 0 || m === 0) return { u, p: 1, exact: true };
  if (ties.length === 0 && n <= mostExact && m <= mostExact) {
    return { u, p: exactTail(n, m, u), exact: true };
  }
  const all = n + m;
  // Each group of t equal values takes t^3 - t (E. L. Lehmann, "Nonparametrics", 1975, section 1.4).
  const tied = ties.reduce((sum, t) => sum + (t ** 3 - t), 0);
  const variance = ((n * m) / 12) * (all + 1 - tied / (all * (all - 1)));
  const z = (u - (n * m) / 2 - 0.5) / Math.sqrt(variance);
  return { u, p: variance > 0 ? upperTail(z) : 1, exact: false };
}

/** U by mean ranks, and the size of each group of equal values. */
function pairs(before: readonly number[], after: readonly number[]): { u: number; ties: number[] } {
  const all = [
    ...before.map((value) => ({ value, later: false })),
    ...after.map((value) => ({ value, later: true })),
  ].sort((a, b) => a.value - b.value);
  const ties: number[] = [];
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (all[to]?.value === all[from]?.value && to < all.length) to += 1;
    const size = to - from;
    if (size > 1) ties.push(size);
    // Ranks from + 1 to `to`, all given their mean.
    rankSum += ((from + 1 + to) / 2) * all.slice(from, to).filter(({ later }) => later).length;
    from = to;
  }
  return { u: rankSum - (after.length * (after.length + 1)) / 2, ties };
}

/** The share of all orders of n + m different values whose U is `u` or more. */
function exactTail(n: number, m: number, u: number): number {
  const counts = orders(n, m);
  return sum(counts.subarray(u)) / sum(counts);
}

function sum(counts: Float64Array): number {
  return counts.reduce((total, count) => total + count, 0);
}

/**
 * How many orders of n earlier and m later values have each U, by what the largest is: a later one, which n earlier
 * ones precede, or an earlier one. `c(n, m, u) = c(n, m - 1, u - n) + c(n - 1, m, u)`, Mann and Whitney's own
 * recurrence. Sums only: doubles lose nothing that matters.
 */
function orders(n: number, m: number): Float64Array {
  const one = Float64Array.of(1);
  // For i earlier ones: the numbers by U for each count of later ones.
  let row: Float64Array[] = Array.from({ length: m + 1 }, () => one);
  for (let i = 1; i <= n; i += 1) {
    const next = [one];
    for (let j = 1; j <= m; j += 1) {
      const counts = new Float64Array(i * j + 1);
      counts.set(row[j] ?? one);
      add(counts, next[j - 1] ?? one, i);
      next.push(counts);
    }
    row = next;
  }
  return row[m] ?? one;
}

/** Adds the numbers, moved up by `shift`. */
function add(to: Float64Array, numbers: Float64Array, shift: number): void {
  for (let at = 0; at < numbers.length; at += 1) {
    to[at + shift] = (to[at + shift] ?? 0) + (numbers[at] ?? 0);
  }
}
