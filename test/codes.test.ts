// Which codes of the table are made by a test over real sockets, and which not yet. The tests that make
// one call `produces` with it; a code that joins or leaves them must join or leave the list below.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codes } from '../src/codes.ts';
import type { CauseCode } from '../src/model.ts';

const unproduced: readonly CauseCode[] = [
  // Not built yet, or made by nothing that a test can set up.
  'proxy.unreachable',
  'proxy.refused',
  'proxy.auth',
];

const folder = new URL('.', import.meta.url);

/** The codes named in calls of `produces` in all test files. */
function produced(): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const texts = files.map((file) => readFileSync(new URL(file, folder), 'utf8'));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/\bproduces\(\s*'([^']+)'/g)].map(([, code]) => code ?? '')),
  );
}

test('every code of the table is made by a test, or listed as not made yet', () => {
  const made = produced();
  expect(Object.keys(codes).filter((code) => !made.has(code))).toEqual(unproduced);
});

test('no test makes a code that the table does not have', () => {
  expect([...produced()].filter((code) => !Object.hasOwn(codes, code))).toEqual([]);
});
