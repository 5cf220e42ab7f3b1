import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  displayWidth,
  escapeNonAscii,
  escapeTerminal,
  pad,
  truncateEnd,
  truncateMiddle,
  wrap,
} from '../../src/text.ts';
import { commandsIn } from './readers.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
);
const commands = fc
  .array(fc.constantFrom('::', ':', 'error', '-', '##', '[', ']', ' ', 'x', '1', 'a', '\u2003', '日'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));
const width = fc.integer({ min: 2, max: 60 });

describe('escapeTerminal', () => {
  it.each([
    ['\u001b[31m', '\\x1b[31m'],
    ['a\nb\tc', 'a\\x0ab\\x09c'],
    ['\u009b', '\\x9b'],
    ['\u202e\u2066\u200f\u061c', '\\u{202e}\\u{2066}\\u{200f}\\u{61c}'],
    ['\u200b\u2060\ufeff\u2028', '\\u{200b}\\u{2060}\\u{feff}\\u{2028}'],
    ['\ud800', '\\u{d800}'],
    ['naïve 日本 🦊', 'naïve 日本 🦊'],
  ])('shows %j as %j', (raw, shown) => {
    expect(escapeTerminal(raw)).toBe(shown);
  });

  it('lets nothing out that a terminal acts on or hides', () => {
    fc.assert(fc.property(text, (raw) => !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(escapeTerminal(raw))));
  });

  it('shows two texts without a backslash never the same', () => {
    const meant = (shown: string) =>
      shown.replace(/\\x([0-9a-f]{2})|\\u\{([0-9a-f]+)\}/g, (_, two, more) =>
        String.fromCodePoint(Number.parseInt(two ?? more, 16)),
      );
    fc.assert(
      fc.property(fc.oneof(text, commands), (any) => {
        const raw = any.replaceAll('\\', '/');
        expect(meant(escapeTerminal(raw))).toBe(raw);
      }),
    );
  });

  it('leaves nothing that begins a line, wherever it is broken, and that a CI job obeys', () => {
    fc.assert(
      fc.property(commands, width, (raw, columns) => {
        const lines = wrap(escapeTerminal(raw), columns);
        expect(commandsIn(lines.join('\n'))).toEqual([]);
      }),
    );
  });

  it.each([
    ['::error::x', '\\x3a:error::x'],
    ['std::string and ::set-output name=a::b', 'std::string and \\x3a:set-output name=a::b'],
    ['##[error]x ##vso[a]x', '\\x23#[error]x \\x23#vso[a]x'],
    [':::', '\\x3a\\x3a:'],
    ['::1 [::1]:443 ::ffff:192.0.2.1. ::192.0.2.7:8443', '::1 [::1]:443 ::ffff:192.0.2.1. ::192.0.2.7:8443'],
    ['# one, ## two', '# one, ## two'],
  ])('for CI shows %j as %j', (raw, shown) => {
    expect(escapeTerminal(raw)).toBe(shown);
  });

  it('changes nothing on the second pass', () => {
    fc.assert(fc.property(text, (raw) => escapeTerminal(escapeTerminal(raw)) === escapeTerminal(raw)));
  });
});

describe('escapeNonAscii', () => {
  it('leaves ASCII only', () => {
    expect(escapeNonAscii('the server’s “é”')).toBe('the server\'s "\\xe9"');
    fc.assert(fc.property(text, (raw) => /^[\x20-\x7e]*$/.test(escapeNonAscii(escapeTerminal(raw)))));
  });
});

describe('displayWidth', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    ['naïve', 5],
    ['nai\u0308ve', 5],
    ['日本語', 6],
    ['한글', 4],
    ['🦊🫠', 4],
    ['✓✗…·→', 5],
    ['☎\ufe0f', 2],
    ['🇫🇷', 2],
    ['ｆｕｌｌ', 8],
    ['שָׁלוֹם', 4],
  ])('of %j is %d', (shown, columns) => {
    expect(displayWidth(shown)).toBe(columns);
  });
});

describe('truncateMiddle', () => {
  it('keeps both ends', () => {
    expect(truncateMiddle('https://api.example.com/health', 16, '…')).toBe('https://…/health');
    expect(truncateMiddle('日本語の名前', 7, '…')).toBe('日…前');
    expect(truncateMiddle('short', 16, '…')).toBe('short');
  });

  it('is never wider than asked', () => {
    fc.assert(
      fc.property(text, width, fc.constantFrom('…', '..'), (raw, columns, ellipsis) => {
        const safe = escapeTerminal(raw);
        expect(displayWidth(truncateMiddle(safe, columns, ellipsis))).toBeLessThanOrEqual(columns);
        expect(displayWidth(truncateEnd(safe, columns, ellipsis))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('pad', () => {
  it('counts columns, not characters', () => {
    expect(pad('日', 4)).toBe('日  ');
    expect(pad('日', 4, 'left')).toBe('  日');
    expect(pad('too long', 4)).toBe('too long');
  });
});

describe('wrap', () => {
  it('breaks at blanks, and inside a word only where it must', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij kl', 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(wrap('', 4)).toEqual(['']);
  });

  it('loses nothing but blanks, and fits', () => {
    fc.assert(
      fc.property(text, width, (raw, columns) => {
        const safe = escapeTerminal(raw);
        const lines = wrap(safe, columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(safe.replaceAll(' ', ''));
        for (const line of lines) {
          expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });
});
