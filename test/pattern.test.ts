// The patterns of a list: what they are, what they are not, and that no text and no pattern takes long.

import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { expandedSize } from '../src/pattern/size.ts';
import { find, refusePattern } from '../src/pattern.ts';

test.each<[string, string, boolean]>([
  ['b', 'abc', true],
  ['^b', 'abc', false],
  ['C$', 'abc', false],
  ['(?i)C$', 'abc', true],
  ['c$', 'abc\n', false],
  ['(?m)c$', 'abc\n', true],
  ['a.c', 'a\nc', false],
  ['(?s)a.c', 'a\nc', true],
  ['a\\/b\\-c', 'a/b-c', true],
  ['(?<year>\\d{4})-(?P<month>\\d\\d)', '2024-02', true],
  ['\\x{e9}', 'café', true],
  ['caf\\xe9', 'café', true],
  ['é', 'café', true],
  ['^.$', '😀', true],
  ['\\p{Greek}+', 'αβγ', true],
  ['[[:alpha:]]', '1', false],
  ['\\Qa.b\\E', 'a.b', true],
  ['', 'anything', true],
])('%j in %j: %s', (pattern, text, found) => {
  expect(refusePattern(pattern)).toBeNull();
  expect(find(pattern, text)).toBe(found);
});

test.each<[string, RegExp]>([
  ['a(?=b)', /no look-ahead.* neighbour/],
  ['a(?!b)', /no look-ahead.*\{not: /],
  ['(?<=a)b', /no look-behind.* neighbour/],
  ['(?<!a)b', /no look-behind.*\{not: /],
  ['(a)\\1', /no back-references.*write out/],
  ['(?<n>a)\\k<n>', /no back-references/],
  ['\\u00e9', /does not know `\\u`.*\\x\{e9\}/],
  ['\\cJ', /does not know `\\c`.*\\x01/],
  ['(?>a)', /no atomic groups/],
  ['a++', /no possessive/],
  ['a{2}+', /no possessive/],
  ['a**', /right after another/],
  ['*a', /nothing before it.*\\\*/],
  ['[^]', /comes first in brackets.*\(\?s:\.\)/],
  ['[\\b]', /in brackets/],
  ['a\\Z', /\\z/],
  ['(?x)a', /no such flag/],
  ['\\p{Script=Greek}', /\\p\{Greek\}/],
  ['a{1001}', /1000 at most/],
  ['a{2,1}', /the smaller one first/],
  ['((a{1000}){1000})', /repeats too much/],
  ['a{1000}'.repeat(11), /repeats too much/],
  ['(?:(?:(?:a{10}){10}){10}b){11}', /repeats too much/],
  ['a'.repeat(5000), /too long/],
  ['('.repeat(2000) + ')'.repeat(2000), /nested too deeply/],
  ['[0-9', /missing closing \]/],
  ['\\', /trailing backslash/],
])('%j is refused, and why', (pattern, words) => {
  const before = process.cpuUsage();
  const problem = refusePattern(pattern);
  expect(`${problem?.problem} ${problem?.hint}`).toMatch(words);
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2);
});

test('what is written out is counted before it is built, and not far off', () => {
  const atom = fc.constantFrom(
    'a',
    '.',
    '[a-z]',
    '[^]]',
    '\\d',
    '\\Qx{9}\\E',
    '\\x{e9}',
    '\\pL',
    '[[:alpha:]]',
  );
  const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
    pattern: fc.oneof(
      { maxDepth: 3 },
      atom,
      fc.tuple(tie('pattern'), tie('pattern')).map((both) => both.join('')),
      fc
        .tuple(tie('pattern'), fc.constantFrom('{3}', '{2,5}', '{4,}', '*', '?'))
        .map(([a, b]) => `(${a})${b}`),
      fc.tuple(tie('pattern'), tie('pattern')).map((both) => `(?:${both.join('|')})`),
    ),
  }));
  fc.assert(
    fc.property(pattern, (text) => {
      const built = RE2JS.compile(text).programSize();
      expect(built).toBeLessThan(3 * expandedSize(text) + 10);
    }),
  );
});

const mib = 1_048_576;
const random = (signs: string) => {
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return signs[seed % signs.length];
  };
  return Array.from({ length: mib - 1 }, next).join('');
};
const long = { a: `c${'a'.repeat(mib - 1)}`, ab: `c${random('ab')}`, x: 'x'.repeat(mib) };

/** Each stops V8 for longer than anybody waits, or is the worst for the engine. */
describe('in 1 MiB that was made for it, a pattern answers within seconds', () => {
  test.each<[string, string, boolean | null]>([
    ['(x+x+)+y', long.x, false],
    ['^(a|aa)+$', long.a, false],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', long.a, false],
    ['(.*)*(.*)*(.*)*=c', long.ab, false],
    ['[ab]*a[ab]{10}c', long.ab, false],
    // Its tables would be larger than memory, and looking at each step for each sign takes 10 s.
    ['a[ab]{500}c', long.ab, null],
    ['(?:a[ab]{900}[dec]|b[ab]{800}[dec])', long.ab, null],
  ])('%s', (pattern, text, told) => {
    const before = process.cpuUsage();
    expect(find(pattern, text)).toBe(told);
    expect(find(pattern, text)).toBe(told);
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
  });

  test('where a page is not that long, it is told', () => {
    const part = long.ab.slice(0, 30_000);
    expect(find('a[ab]{500}c', part)).toBe(false);
    expect(find('a[ab]{500}c', `${part}a${'b'.repeat(500)}c`)).toBe(true);
  });
});
