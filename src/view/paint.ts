// How a picture comes onto a terminal in place of the one before. The cursor rests in the first column below
// the picture: what a user types while it is there is erased with it.

import { displayWidth } from '../text.ts';

export const hideCursor = '\u001b[?25l';
export const showCursor = '\u001b[?25h';
const eraseLine = '\u001b[K';
const eraseBelow = '\u001b[J';

function up(lines: number): string {
  return lines > 0 ? `\r\u001b[${lines}A` : '\r';
}

/** What turns the one picture into the other; empty when they are the same. */
export function repaint(last: readonly string[], next: readonly string[]): string {
  const same = last.length === next.length && next.every((line, index) => line === last[index]);
  if (same) return '';
  const lines = next.map((line, index) => (line === last[index] ? '\n' : `${line}${eraseLine}\n`));
  return up(last.length) + lines.join('') + (next.length < last.length ? eraseBelow : '');
}

/** Takes a picture of so many lines away, and whatever stands below it. */
export function erase(lines: number): string {
  return up(lines) + eraseBelow;
}

/**
 * How many lines a picture takes on a terminal that has become this size since: a narrower one has wrapped
 * it, and what a lower one has scrolled off cannot be reached.
 */
export function linesOn(picture: readonly string[], width: number, height: number): number {
  const lines = picture.map((line) => {
    const columns = displayWidth(line.replace(/\u001b\[[0-9;]*m/g, ''));
    return Math.max(1, Math.ceil(columns / width));
  });
  return Math.min(
    height - 1,
    lines.reduce((sum, count) => sum + count, 0),
  );
}
