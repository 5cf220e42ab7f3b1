// How a picture comes onto a terminal in place of the one before. It is drawn on the alternate screen (xterm's
// mode 1049): terminals do not wrap that one anew when their size changes, what a user types cannot move it,
// and leaving it brings back what stood there before, with nothing in the lines that have scrolled off.

const sequence = (text: string): string => `\u001b[${text}`;
const eraseLine = sequence('K');
const eraseBelow = sequence('J');

/** Onto the other screen, without a cursor. */
export const enter = sequence('?1049h') + sequence('?25l');
/** Back, as it was. */
export const leave = sequence('?1049l') + sequence('?25h');
/** Takes all away, for a picture of another size. */
export const clear = sequence('2J');

/** What turns the one picture into the other; empty when they are the same. */
export function repaint(last: readonly string[], next: readonly string[]): string {
  const changed = next.map((line, index) => (line === last[index] ? '' : `${to(index)}${line}${eraseLine}`));
  return changed.join('') + (next.length < last.length ? to(next.length) + eraseBelow : '');
}

/** To the first column of a line; terminals count from 1. */
function to(index: number): string {
  return sequence(`${index + 1};1H`);
}
