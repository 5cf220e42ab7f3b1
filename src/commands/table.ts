// Plain columns of text for what is no report. Texts must be safe already. Pure.

import { pad, truncateMiddle, widest } from '../text.ts';

/** Between two columns. */
const gap = 2;
/** No column is made narrower than this. */
const least = 8;

/** Head and rows as lines of at most `width` columns, if that can be; columns that hold nothing are left out. */
export function tableOf(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
  ellipsis: string,
): readonly string[] {
  const used = heads.flatMap((_, at) => (rows.some((row) => row[at]) ? [at] : []));
  const all = [heads, ...rows].map((row) => used.map((at) => row[at] ?? ''));
  const natural = used.map((_, at) => widest(all.map((row) => row[at] ?? '')));
  const widths = shrink(natural, width - gap * (used.length - 1));
  return all.map((row) =>
    row
      .map((cell, at) => pad(truncateMiddle(cell, widths[at] ?? 0, ellipsis), widths[at] ?? 0))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

/** The widest give way first, until all of it fits or nothing more can be taken. */
function shrink(widths: readonly number[], room: number): readonly number[] {
  const shrunk = [...widths];
  const over = shrunk.reduce((sum, width) => sum + width, 0) - room;
  for (let left = over; left > 0; left -= 1) {
    const most = Math.max(...shrunk);
    if (most <= least) break;
    shrunk[shrunk.lastIndexOf(most)] = most - 1;
  }
  return shrunk;
}
