// The filters of a JSON path, by their sentences in RFC 9535 2.3.5 and 2.4.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refusePath, select } from '../../src/judge/path/index.ts';
import { Steps } from '../../src/judge/path/steps.ts';
import type { Json } from '../../src/model.ts';

const value: Json = {
  one: 1,
  two: 2,
  a: 'a',
  ab: 'ab',
  digit: '1',
  eyes: '👀',
  nil: null,
  yes: true,
  list: [1, 'a', null, [true]],
  alike: [1, 'a', null, [true]],
  other: [1, 'a', null, [false]],
  map: { x: 1, y: { z: 'deep' } },
  turned: { y: { z: 'deep' }, x: 1 },
};

/** Whether the value above is as the filter says; it stands in a list, which is the root. */
function holds(condition: string): boolean {
  return select(`$[?${condition}]`, [value])?.length === 1;
}

/** A list may say it, and so it is. */
function isGood(condition: string, wanted: boolean): void {
  expect(refusePath(`$[?${condition}]`)).toBeNull();
  expect(holds(condition)).toBe(wanted);
}

test.each<[string, boolean]>([
  ['@.one && @.two', true],
  ['@.one && @.none', false],
  ['@.none && @.one', false],
  ['@.none || @.one', true],
  ['@.one || @.none', true],
  ['@.none || @.gone', false],
  ['!@.none', true],
  ['!@.one', false],
  ['!(@.one && @.none)', true],
  ['!(@.one || @.none)', false],
  ['@.one && @.none && @.two', false],
  ['@.none && @.none || @.one', true],
  ['@.one && (@.none || @.two)', true],
  // That there is a value, whichever.
  ['@.nil', true],
  ['@..z', true],
  ['@.*', true],
  ['@.list[3]', true],
  ['@.list[4]', false],
  ['$[0].one', true],
  ['$[1]', false],
  ['$.one', false],
])('%s: %j', isGood);

interface Said {
  readonly text: string;
  readonly holds: boolean;
}

/** Conditions with what they come to, in as few parentheses as the grammar allows. */
const { either } = fc.letrec<{ either: Said; both: Said; one: Said }>((tie) => {
  const chain = (of: 'both' | 'one', sign: string, holds: (all: readonly Said[]) => boolean) =>
    fc
      .array(tie(of), { minLength: 1, maxLength: 4 })
      .map((all) => ({ text: all.map(({ text }) => text).join(sign), holds: holds(all) }));
  return {
    either: chain('both', ' || ', (all) => all.some(({ holds }) => holds)),
    both: chain('one', '&&', (all) => all.every(({ holds }) => holds)),
    one: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom<Said>(
        { text: '@.one', holds: true },
        { text: '@.none', holds: false },
        { text: '!@.none', holds: true },
        { text: "@['&&(\\']']", holds: false },
        { text: '@["||", "one"]', holds: true },
        { text: "@.a != ')&&'", holds: true },
        { text: 'count(@.list[?@ && @ && @ == 2, 0]) == 1', holds: true },
      ),
      tie('either').map(({ text, holds }) => ({ text: `(${text})`, holds })),
      tie('either').map(({ text, holds }) => ({ text: `!(${text})`, holds: !holds })),
    ),
  };
});

test('`&&` binds before `||`, however many there are, and parentheses before both', () => {
  fc.assert(
    fc.property(either, (said) => {
      fc.pre(said.text.length < 980);
      expect(refusePath(`$[?${said.text}]`)).toBeNull();
      expect(holds(said.text)).toBe(said.holds);
    }),
    { numRuns: 300 },
  );
});

test.each([
  '@.a &&',
  '@.a && && @.b',
  '&& @.a',
  '@.a && @.b)',
  '(@.a && @.b',
  "@.a && '",
  '@.a &&, @.b',
  '@.a && || @.b',
])('%s is no condition', (condition) => {
  expect(refusePath(`$[?${condition}]`)?.problem).toBe(`\`$[?${condition}]\` is not a JSON path`);
});

/** Which comparisons hold, by how the left stands to the right; what has no order is not even less or equal. */
const operators: Readonly<Record<string, readonly string[]>> = {
  less: ['!=', '<', '<='],
  equal: ['==', '<=', '>='],
  greater: ['!=', '>', '>='],
  apart: ['!='],
};

test.each<[string, string, string]>([
  ['@.one', 'less', '2'],
  ['1', 'less', '@.two'],
  ['-1.5', 'less', '-1'],
  ['@.a', 'less', '@.ab'],
  ["'a'", 'less', "'b'"],
  ['$[0].one', 'less', "@['two']"],
  ['length(@.map)', 'less', 'length(@.list)'],
  ['@.two', 'greater', '@.one'],
  ["'b'", 'greater', '@.ab'],
  ['@.list[0]', 'equal', '@.one'],
  ['@.list[-1][0]', 'equal', 'true'],
  ['@.list[1]', 'equal', "'a'"],
  ['@.list[4]', 'equal', '@.none'],
  ['$[-1].list[-2]', 'equal', 'null'],
  ['@.nil', 'equal', 'null'],
  ['@.list', 'equal', '@.alike'],
  ['@.map', 'equal', '@.turned'],
  ['@.none', 'equal', '@.gone'],
  ['@.none', 'equal', '$.gone'],
  ['@.list', 'apart', '@.other'],
  ['@.list', 'apart', '@.map'],
  ['@.list', 'apart', 'null'],
  ['null', 'apart', '@.map'],
  ['@.none', 'apart', 'null'],
  ['null', 'apart', '@.none'],
  ['@.none', 'apart', '@.one'],
  ['@.a', 'apart', '@.none'],
  ['true', 'apart', 'false'],
  ['false', 'apart', '1'],
  ['1', 'apart', "'2'"],
  ["'1'", 'apart', '2'],
  ["'a'", 'apart', '@.list'],
  ['@.map', 'apart', "'a'"],
])('%s is %s: %s', (left, relation, right) => {
  const held = ['==', '!=', '<', '<=', '>', '>='].filter((op) => holds(`${left} ${op} ${right}`));
  expect(held.sort()).toEqual([...(operators[relation] ?? [])].sort());
});

test.each<[string, boolean]>([
  ["length('abc') == 3", true],
  ['length(@.eyes) == 1', true],
  ['length(@.list) == 4', true],
  ['length(@.map) == 2', true],
  ['length(value(@.map..y)) == 1', true],
  ['length(@.one) == @.none', true],
  ['length(@.nil) == @.none', true],
  ['length(@.none) == @.gone', true],
  ['length(@.list[*]) == @.none', true],
  ['length(!@.a) == @.none', true],
  ['count(@.list[*]) == 4', true],
  ['count(@.none) == 0', true],
  ["value(@.list[1]) == 'a'", true],
  ["value(@.map..z) == 'deep'", true],
  ["value(@..z) == 'deep'", false],
  ['value(@.list[*]) == @.none', true],
  ['value(@.list[*]) == 1', false],
  ["match(@.ab, 'a')", false],
  ["match(@.ab, 'b|ab')", true],
  ["match(@.ab, 'a|b')", false],
  ["search(@.ab, 'b')", true],
  ["search(@.ab, '^b')", false],
  ["search(@.ab, 'c')", false],
  ["!search(@.ab, 'c')", true],
  ["search(@.one, '1')", false],
  ["match(@.none, '.*')", false],
])('the function in %s: %j', isGood);

test.each<[string, string, string]>([
  ['found(@.a)', '`found` is no function of a JSON path', 'length, count, value, match, search'],
  ['constructor(@.a)', '`constructor` is no function of a JSON path', 'length, count, value, match, search'],
  ['match(@.a)', '`match` takes 2 arguments', 'RFC 9535 2.4'],
  ['length() == 1', '`length` takes 1 arguments', 'RFC 9535 2.4'],
  ['length(@.a)', 'what `length` gives is no condition', 'compare it: length(@.items) == 1'],
  ['!value(@.a)', 'what `value` gives is no condition', 'compare it: value(@.items) == 1'],
  ...["match(@.a, 'a') == true", "false != match(@.a, 'a')"].map((words): [string, string, string] => [
    words,
    '`match` is a condition, and not compared',
    "match(@.name, 'a'), !match(@.name, 'a')",
  ]),
  ['count(1) == 0', '`count` takes a query', 'count(@.items[*])'],
  ["value('a') == 'a'", '`value` takes a query', 'value(@.items[*])'],
  ...['match(@.digit, 1)', 'match(@.a, @.a)', 'match(@.a, value(@.a))'].map(
    (call): [string, string, string] => [
      call,
      'the pattern of `match` does not stand in the path',
      "write the pattern itself: search(@.name, 'err')",
    ],
  ),
])('%s is no filter of a list', (condition, problem, hint) => {
  for (const path of [`$[?${condition}]`, `$[?@.a && !(@.b || ${condition})]`, `$..a[0,?@[?${condition}]]`]) {
    expect(refusePath(path)).toEqual({ problem, hint });
  }
});

test.each(['match(@.digit, 1)', 'match(@.a, @.a)', 'match(@.a)', 'search(@.a, $.a)'])(
  '%s, which no list may say, holds of nothing',
  (condition) => {
    expect(holds(condition)).toBe(false);
  },
);

describe('what a filter may take', () => {
  const many = Array<Json>(3000).fill(0);
  const maps = many.map((): Json => ({ a: { b: [0, 'a', null] } }));

  test.each<[string, Json]>([
    ['$[?$ == $]', many],
    ['$[?$ == $]', maps],
    ['$[?@.a == $ || $ != $]', maps],
    ['$[?count($[*]) > 0]', many],
    ['$[?@ == 0 && count($[*]) > 0]', many],
  ])('%s is given up', (path, document) => {
    expect(select(path, document)).toBeNull();
  });

  test.each<[string, number]>([
    ['$[?$ == 0]', 0],
    ['$[?0 == $]', 0],
    ["$[?$ == 'a']", 0],
    ['$[?$ != @.none]', 3000],
    ['$[?@ == 0]', 3000],
    ['$[?@ == 1 && count($[*]) > 0]', 0],
    ['$[?@ == 0 || count($[*]) > 0]', 3000],
  ])('%s is told', (path, count) => {
    expect(select(path, many)).toHaveLength(count);
  });

  test('so many steps, and none more', () => {
    const steps = new Steps();
    steps.take(4_999_999);
    steps.take();
    expect(() => steps.take()).toThrow(Steps.TooMany);
  });

  test('a pattern that cannot be looked for in a text is given up, and not taken for one that is not there', () => {
    let seed = 1;
    const sign = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return 'ab'.charAt(seed % 2);
    };
    const text = `c${Array.from({ length: 100_000 }, sign).join('')}`;
    expect(select("$[?search(@, 'a[ab]{500}c')]", [text])).toBeNull();
  });
});
