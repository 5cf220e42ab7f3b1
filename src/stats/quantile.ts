// Quantiles by the nearest rank, so that every number shown was measured. Pure.

/** The numbers from the smallest to the largest. */
export function sorted(numbers: readonly number[]): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}

/**
 * The `q` quantile, 0 < q <= 1, of numbers in ascending order: the smallest of them that at least this share does
 * not exceed (nearest rank; definition 1 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", 1996).
 * Null for none.
 */
export function quantile(ascending: readonly number[], q: number): number | null {
  // 0.95 * 20 is a little more than 19 in binary, and would be rounded up.
  const rank = Math.ceil(Number((q * ascending.length).toFixed(9)));
  return ascending[Math.max(1, rank) - 1] ?? null;
}

/** The same, or null where so few numbers cannot tell it from the maximum: p95 needs 20 of them, p99 100. */
export function tail(ascending: readonly number[], q: number): number | null {
  return (1 - q) * ascending.length < 1 - 1e-9 ? null : quantile(ascending, q);
}

/** The lower median: with an even count the smaller of the two in the middle. Null for none. */
export function median(numbers: readonly number[]): number | null {
  return quantile(sorted(numbers), 0.5);
}

/** The item whose number is the lower median; undefined for none. */
export function medianBy<T>(items: readonly T[], number: (item: T) => number): T | undefined {
  const ascending = [...items].sort((a, b) => number(a) - number(b));
  return ascending[Math.ceil(ascending.length / 2) - 1];
}
