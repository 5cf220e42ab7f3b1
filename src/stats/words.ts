// Statistics in words, so that every place says them alike. Pure.

/** `p = 0.0003`; very small ones only say that they are. */
export function probability(p: number): string {
  return p < 0.0001 ? 'p < 0.0001' : `p = ${Number(p.toPrecision(2))}`;
}

/** `+50%`, `-3%`, `+0%`; null where nothing can be taken as the whole. */
export function percentChange(before: number, after: number): string | null {
  if (before <= 0) return null;
  const percent = Math.round((after / before - 1) * 100);
  return `${percent < 0 ? '' : '+'}${percent}%`;
}
