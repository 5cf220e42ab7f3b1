import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../house/sources.ts';
import { cases, peers } from './all.ts';
import { notVisible } from './catalogue.ts';
import { faultsPage, missing } from './page.ts';

test('every fault of the catalogue is shown by a test, or told as not visible', () => {
  expect(missing()).toEqual([]);
});

test('no two rows are called the same', () => {
  const names = [...peers, ...cases].map(({ fault }) => fault);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('what is not visible names the test that proves it', () => {
  for (const entry of Object.values(notVisible)) expect(existsSync(root + entry.proof)).toBe(true);
});

test('docs/faults.md is what the rows say', async () => {
  await expect(faultsPage()).toMatchFileSnapshot(`${root}docs/faults.md`);
});
