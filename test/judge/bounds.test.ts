// What is too much to look at is told as that, and passes nothing.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { judged, seen } from './sketch.ts';

const unreadable = 'a body that is not JSON, or nested beyond reason';

/** What was found of a body that is no text `x`: it passes wherever it is read. */
function found(body: string, path = '$'): string | undefined {
  const result = judged(seen({ body }), { expect: { json: { [path]: { not: 'x' } } } });
  const check = result.checks.find(({ what }) => what !== 'status');
  expect(result.status).toBe(check?.pass ? 'up' : 'down');
  return check?.pass ? 'read' : check?.actual;
}

const brackets = (many: number) => '['.repeat(many) + ']'.repeat(many);
const braces = (many: number) => `${'{"a":'.repeat(many)}0${'}'.repeat(many)}`;

test.each([
  ['lists', brackets(200), brackets(201)],
  ['maps', braces(200), braces(201)],
  ['both', `[${braces(198)},${braces(199)}]`, `[${braces(198)},${braces(200)}]`],
  ['after a text that ends in a backslash', `["\\\\",${brackets(199)}]`, `["\\\\",${brackets(200)}]`],
])('a body that is 200 deep is read, and none that is deeper: %s', (_, most, more) => {
  expect([found(most), found(more)]).toEqual(['read', unreadable]);
});

test('many lists and maps beside each other are not deep', () => {
  expect(found(`[${'[],'.repeat(300)}0]`)).toBe('read');
  expect(found(`[${'{},'.repeat(300)}0]`)).toBe('read');
});

test('brackets in texts open nothing', () => {
  const piece = fc.constantFrom('[', '{', ']', '}', '"', '\\', 'a', '[['.repeat(200), '}'.repeat(400));
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(
      fc.dictionary(text, text, { minKeys: 1, maxKeys: 3 }),
      fc.integer({ min: 1, max: 300 }),
      (map, depth) => {
        const body = `{"a":${JSON.stringify(map)},"b":${brackets(depth)}}`;
        expect(found(body)).toBe(depth < 200 ? 'read' : unreadable);
      },
    ),
  );
});

test.each(['"', '"[', '["a', '["a\\"', '["a\\', '', '<html>', '[', `${'['.repeat(300)}`])(
  'a body that is cut off is no JSON: %#',
  (body) => {
    expect(found(body)).toBe(unreadable);
  },
);

test('a path that takes too many steps finds nothing', () => {
  const steps = 'a body in which that path takes too many steps';
  expect(found(JSON.stringify(['a'.repeat(1_300_000)]), "$[?search(@, 'b')]")).toBe(steps);
});

test('a pattern that cannot be looked for passes neither way', () => {
  let seed = 1;
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return 'ab'[seed % 2];
  };
  const body = `c${Array.from({ length: 60_000 }, next).join('')}`;
  for (const pattern of [{ matches: 'a[ab]{500}c' }, { not: { matches: 'a[ab]{500}c' } }]) {
    const { status, cause } = judged(seen({ body }), { expect: { body: pattern } });
    expect([status, cause?.code]).toEqual(['down', 'content.body']);
    expect(cause?.message).toMatch(/got a text in which so large a pattern cannot be looked for$/);
  }
});
