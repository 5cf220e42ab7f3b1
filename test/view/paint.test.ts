// The pictures on a terminal, played by a small one: what stands on it must be the last picture.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clear, enter, leave, repaint } from '../../src/view/paint.ts';

/** Knows just what the live view writes: text, where to, two ways to erase, and the other screen. */
class SmallTerminal {
  before: string[] = ['$ whydown'];
  lines = this.before;
  row = 0;
  column = 0;
  cursor = true;

  write(text: string): void {
    for (const [part] of text.matchAll(/\u001b\[[?\d;]*[A-Za-z]|[\s\S]/gu)) this.#take(part);
  }

  #take(part: string): void {
    const line = this.lines[this.row] ?? '';
    const place = /^\u001b\[(\d+);1H$/.exec(part);
    if (place) {
      this.row = Number(place[1]) - 1;
      this.column = 0;
    } else if (part === '\u001b[?1049h') this.lines = [];
    else if (part === '\u001b[?1049l') this.lines = this.before;
    else if (part === '\u001b[?25l' || part === '\u001b[?25h') this.cursor = part.endsWith('h');
    else if (part === '\u001b[2J') this.lines.length = 0;
    else if (part === '\u001b[K') this.lines[this.row] = line.slice(0, this.column);
    else if (part === '\u001b[J') this.lines.length = this.row;
    else {
      expect(part).not.toBe('\u001b');
      this.lines[this.row] = line.slice(0, this.column) + part + line.slice(this.column + 1);
      this.column += 1;
    }
  }
}

const picture = fc.array(fc.stringMatching(/^[a-c ]{0,12}$/), { maxLength: 8 });

test('after each picture the terminal shows it and nothing else, and after the end what was there before', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(picture, fc.boolean())), (pictures) => {
      const terminal = new SmallTerminal();
      terminal.write(enter + clear);
      expect(terminal.cursor).toBe(false);
      let last: readonly string[] = [];
      for (const [next, resized] of pictures) {
        terminal.write(resized ? clear + repaint([], next) : repaint(last, next));
        last = next;
        expect(terminal.lines).toEqual(next);
      }
      terminal.write(leave);
      expect([terminal.lines, terminal.cursor]).toEqual([['$ whydown'], true]);
    }),
  );
});

test('only what has changed is written', () => {
  expect(repaint(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe('');
  expect(repaint(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe('\u001b[2;1Hx\u001b[K');
});
