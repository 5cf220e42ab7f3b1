// JSON paths: the same as a library says, and over in time whatever path and document are.

import fc from 'fast-check';
import { query } from 'jsonpath-rfc9535';
import { describe, expect, test } from 'vitest';
import { refusePath, select } from '../../src/judge/path/index.ts';
import type { Json } from '../../src/model.ts';

const name = fc.constantFrom('a', 'b', 'c');
const singular = fc
  .array(
    fc.oneof(
      name.map((word) => `.${word}`),
      fc.integer({ min: -2, max: 2 }).map((at) => `[${at}]`),
    ),
    {
      maxLength: 2,
    },
  )
  .map((parts) => `@${parts.join('')}`);
/** Of an index in a comparison the library thinks otherwise than RFC 9535. */
const named = fc.array(name, { maxLength: 2 }).map((words) => ['@', ...words].join('.'));
const literal = fc.constantFrom('1', '0', "'a'", "'ab'", 'true', 'null', '-1.5');
const comparable = fc.oneof(
  named,
  literal,
  singular.map((at) => `length(${at})`),
);
const condition = fc.oneof(
  fc
    .tuple(comparable, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), comparable)
    .map((parts) => parts.join(' ')),
  singular.map((at) => `!${at}`),
  singular.map((at) => `(${at} && @.a) || count(@.*) > 1`),
  singular.map((at) => `search(${at}, 'a|b')`),
  singular.map((at) => `match(${at}, '[ab]')`),
  named.map((at) => `value(@..a) == ${at}`),
  fc.constant('$.a == @'),
);
const index = fc.integer({ min: -3, max: 3 });
/** Of bounds below 0 the library thinks otherwise than RFC 9535. */
const bound = fc.option(fc.nat({ max: 5 }));
const slice = fc
  .tuple(bound, bound, fc.option(fc.constantFrom(-2, -1, 0, 1, 2)))
  .map(([start, end, step]) => `${start ?? ''}:${end ?? ''}${step === null ? '' : `:${step}`}`);
const selector = fc.oneof(
  name.map((word) => `'${word}'`),
  index.map(String),
  slice,
  fc.constant('*'),
  condition.map((words) => `?${words}`),
);
const segment = fc.oneof(
  name.map((word) => `.${word}`),
  name.map((word) => `..${word}`),
  fc.constantFrom('.*', '..*'),
  fc.array(selector, { minLength: 1, maxLength: 2 }).map((all) => `[${all.join(',')}]`),
  selector.map((one) => `..[${one}]`),
);
const path = fc.array(segment, { maxLength: 4 }).map((parts) => `$${parts.join('')}`);
const { document } = fc.letrec((tie) => ({
  document: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<Json>(1, 0, -1.5, 'a', 'ab', true, null),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.dictionary(name, tie('document'), { maxKeys: 3 }),
  ),
}));

const sorted = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).sort();

test('a path selects what the library says, over any document', () => {
  fc.assert(
    fc.property(path, document, (text, value) => {
      expect(refusePath(text)).toBeNull();
      const found = select(text, value as Json);
      expect(sorted(found ?? [])).toEqual(sorted(query(value as never, text)));
    }),
    { numRuns: 500 },
  );
});

test.each<[string, readonly number[]]>([
  ['$[1:3]', [1, 2]],
  ['$[-2:]', [3, 4]],
  ['$[:-3]', [0, 1]],
  ['$[-9:2]', [0, 1]],
  ['$[:-9]', []],
  ['$[::-1]', [4, 3, 2, 1, 0]],
  ['$[3:0:-2]', [3, 1]],
  ['$[-1:-3:-1]', [4, 3]],
  ['$[::0]', []],
  ['$[-9::-1]', []],
  ['$[9::-3]', [4, 1]],
  ['$[:-9:-2]', [4, 2, 0]],
])('the slice %s', (text, wanted) => {
  expect(select(text, [0, 1, 2, 3, 4])).toEqual(wanted);
});

test('the order is that of the document', () => {
  const value = { a: [{ b: 1 }, { b: 2, c: { b: 3 } }], b: 4 };
  expect(select('$..b', value)).toEqual([4, 1, 2, 3]);
  expect(select('$.a[1,0].b', value)).toEqual([2, 1]);
});

test('keys that JavaScript has a meaning for are keys', () => {
  const value = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as Json;
  expect(select('$.__proto__.x', value)).toEqual([1]);
  expect(select('$.constructor', value)).toEqual([2]);
  expect(select('$.toString', value)).toEqual([]);
});

const numbers = JSON.parse(`[${'0,'.repeat(400_000)}0]`) as Json;
const deep = JSON.parse(`${'['.repeat(150)}${']'.repeat(150)}`) as Json;
const texts = [`${'a'.repeat(500_000)}b`, `${'ab'.repeat(250_000)}`];

describe('a path that takes too many steps is given up', () => {
  test.each<[string, Json]>([
    [`$${'[0,0]'.repeat(100)}`, deep],
    ['$[?count($..*) > 0]', numbers],
    ['$[?$ == $]', numbers],
    [`$[?${"search(@, '(a|b)*[ab]{300}c|c') || ".repeat(10)}@ == 1]`, [...texts, 'c']],
  ])('path %#', (text, value) => {
    const before = process.cpuUsage();
    expect(refusePath(text)).toBeNull();
    expect(select(text, value)).toBeNull();
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(10);
  });
});

test.each<[string, string]>([
  ["$[?search(@.a, '(?=b)')]", 'look-ahead'],
  ['$[?search(@.a, @.b)]', 'does not stand in the path'],
  ['$[?found(@.a)]', 'no function'],
  ['$[?match(@.a)]', 'takes 2 arguments'],
  [`$${'.a'.repeat(600)}`, 'at most 1000 characters'],
  [`$[?${'('.repeat(480)}@.a${')'.repeat(480)}]`, ''],
  ['$.', 'is not a JSON path'],
])('no path of a list, %#', (text, words) => {
  const problem = refusePath(text);
  if (words !== '') expect(problem?.problem).toContain(words);
});

test.each<[string, Json, readonly Json[]]>([
  ['$.a.length', { a: 'abc' }, []],
  ['$.length', [1, 2], []],
  ['$[0]', { 0: 'a' }, []],
  ['$[0:2]', { length: 2, 0: 'a', 1: 'b' }, []],
  ['$[0:2]', 'ab', []],
  ['$[?@ == 1]', { a: 1, b: 2 }, [1]],
  ['$.*..b', [{ b: 1 }, { b: { b: 2 } }, { a: [{ b: 3 }] }], [1, { b: 2 }, 2, 3]],
  ['$..*', ['a', null], ['a', null]],
])('%s of %j', (text, document, wanted) => {
  expect(select(text, document)).toEqual(wanted);
});

test('what is no path is a mistake of ours, and none that takes too long', () => {
  expect(() => select('$.', 1)).toThrow('Expected');
});

test('a name with dashes is shown in quotes', () => {
  const forms = "RFC 9535: $.status, $.items[0].id, $['a b']";
  const hints = ['$.time-to-live', '$.a.b-c.d-e', '$.a-b.'].map((text) => refusePath(text)?.hint);
  expect(hints).toEqual([
    "did you mean $['time-to-live']? A name with a dash stands in quotes",
    "did you mean $.a['b-c']['d-e']? A name with a dash stands in quotes",
    forms,
  ]);
});

test('a path has 1000 characters at most', () => {
  expect(refusePath(`$.${'a'.repeat(998)}`)).toBeNull();
  expect(refusePath(`$.${'a'.repeat(999)}`)?.problem).toBe('a JSON path has at most 1000 characters');
});
