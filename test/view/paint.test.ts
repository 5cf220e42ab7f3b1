// The pictures on a terminal, played by a small one: what stands on it must be the last picture, and nothing
// after the end.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { erase, linesOn, repaint } from '../../src/view/paint.ts';

/** Knows just what the live view writes: text, line feeds, up, and the two ways to erase. */
class SmallTerminal {
  lines: string[] = [''];
  row = 0;
  column = 0;

  write(text: string): void {
    for (const [part] of text.matchAll(/\u001b\[\d*[A-Z]|[\s\S]/gu)) {
      const line = this.lines[this.row] ?? '';
      if (part === '\n') {
        this.row += 1;
        this.column = 0;
        if (this.row === this.lines.length) this.lines.push('');
      } else if (part === '\r') this.column = 0;
      else if (part === '\u001b[K') this.lines[this.row] = line.slice(0, this.column);
      else if (part === '\u001b[J') {
        this.lines.length = this.row + 1;
        this.lines[this.row] = line.slice(0, this.column);
      } else if (part.endsWith('A')) this.row -= Number(part.slice(2, -1));
      else {
        this.lines[this.row] =
          line.slice(0, this.column).padEnd(this.column) + part + line.slice(this.column + 1);
        this.column += 1;
      }
    }
  }
}

const picture = fc.array(fc.stringMatching(/^[a-c ]{0,12}$/), { maxLength: 8 });

test('after each picture the terminal shows it and nothing else, and after the end what was there before', () => {
  fc.assert(
    fc.property(fc.array(picture), (pictures) => {
      const terminal = new SmallTerminal();
      terminal.write('$ whydown\n');
      let last: readonly string[] = [];
      for (const next of pictures) {
        terminal.write(repaint(last, next));
        last = next;
        expect(terminal.lines).toEqual(['$ whydown', ...next, '']);
        expect([terminal.row, terminal.column]).toEqual([next.length + 1, 0]);
      }
      terminal.write(erase(last.length));
      expect(terminal.lines).toEqual(['$ whydown', '']);
    }),
  );
});

test('only what has changed is written', () => {
  expect(repaint(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe('');
  expect(repaint(['a', 'b', 'c'], ['a', 'x', 'c'])).toBe('\r\u001b[3A\nx\u001b[K\n\n');
});

test('a narrower terminal has wrapped the picture, a lower one has scrolled it', () => {
  const drawn = ['x'.repeat(79), '', '日'.repeat(20), `\u001b[1m${'x'.repeat(40)}\u001b[22m`];
  expect(linesOn(drawn, 80, 24)).toBe(4);
  expect(linesOn(drawn, 40, 24)).toBe(2 + 1 + 1 + 1);
  expect(linesOn(drawn, 39, 24)).toBe(3 + 1 + 2 + 2);
  expect(linesOn(drawn, 10, 6)).toBe(5);
});
