import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quoter } from '../../src/repeat/quote.ts';
import { escapeTerminal, escapeWithin } from '../../src/text.ts';

const secret = { name: 'API_TOKEN', value: `s3"c'r$et\`x` };

/** What a shell makes of several words, each handed over as one argument. */
function words(line: string): string[] {
  const env = { PATH: process.env.PATH ?? '', [secret.name]: secret.value };
  const out = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { env, encoding: 'buffer' });
  return out.toString('utf8').split('\0').slice(0, -1);
}

const hostile = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '\\',
      '$',
      '`',
      '(',
      ')',
      '\n',
      ' ',
      '!',
      '~',
      '*',
      ';',
      '&',
      '|',
      '<',
      '#',
      '-',
      'a',
      '{',
      '=',
      ':',
    ),
  }),
  fc.constantFrom('::error::x', 'a ::error::x', ':::', '##[error]x', '##vso[x]y', '###[x]'),
  fc.constantFrom(`$(touch /tmp/pwned)`, `'; rm -rf / #`, '~root', '!!', '-rf', '$API_TOKEN', secret.value),
);

describe('a word for the shell', () => {
  test('is what it was, whatever is in it', () => {
    const quote = quoter([]);
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 30, maxLength: 60 }), (raw) => {
        const texts = raw.map((text) => text.replaceAll('\0', ''));
        expect(words(texts.map(quote).join(' '))).toEqual(texts);
        // As a report shows it: nothing in it that the runner of a CI job would obey is left to be escaped.
        const shell = texts.filter(
          (text) => escapeWithin(text.replaceAll(/##/g, '')) === text.replaceAll(/##/g, ''),
        );
        for (const line of shell.map(quote)) expect(escapeTerminal(line)).toBe(line);
      }),
      { numRuns: 20 },
    );
  });

  test('has the name of a secret in place of its value, and means the same', () => {
    const quote = quoter([secret]);
    fc.assert(
      fc.property(hostile, hostile, (before, after) => {
        const text = `${before}${secret.value}${after}`.replaceAll('\0', '');
        expect(quote(text)).not.toContain(secret.value);
        expect(words(quote(text))).toEqual([text]);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['https://a.example/x?y=1', `'https://a.example/x?y=1'`],
    ['example.com:443', 'example.com:443'],
    ["it's", `'it'\\''s'`],
    ['', `''`],
    [`authorization: Bearer ${secret.value}`, `'authorization: Bearer '"$API_TOKEN"`],
  ])('%s is written %s', (text, line) => {
    expect(quoter([secret])(text)).toBe(line);
  });

  test('sees the longer of two secrets first, and none that is too short to hide', () => {
    const quote = quoter([
      { name: 'SHORT', value: 'abcd' },
      { name: 'LONG', value: 'abcdef' },
      { name: 'DIGIT', value: '8' },
    ]);
    expect(quote('x-abcdef-abcd-8080')).toBe('x-"$LONG"-"$SHORT"-8080');
  });

  test('bears a secret of 64 KiB', () => {
    const value = 'a"'.repeat(32_768);
    expect(quoter([{ name: 'LONG', value }, secret])(`x ${secret.value}`)).toBe(`'x '"$API_TOKEN"`);
  });

  test('does not take what is no name of a variable for one', () => {
    expect(quoter([{ name: 'file:a$(b)', value: 'sesame' }])('sesame')).toBe('"$SECRET"');
  });
});
