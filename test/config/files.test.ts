// Which files are a list, and what is said of those that are none.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBytes } from '../../src/commands/files.ts';
import { listFiles } from '../../src/commands/lists.ts';
import { mistakesOf } from './list.ts';

const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
const file = join(folder, 'probes.yml');
writeFileSync(file, 'endpoints: ["tcp://127.0.0.1:1"]\n');
mkdirSync(join(folder, 'lists'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a file is shown as it was named, and paths in it start at its folder', () => {
  expect(listFiles([file])).toMatchObject([{ name: file, folder }]);
});

test('a file can be named once only, however it is written', () => {
  expect(
    mistakesOf(() => listFiles([file, join(folder, 'lists', '..', 'probes.yml')]))[0]?.message,
  ).toContain('probes.yml is named twice');
});

test('so can stdin', () => {
  expect(mistakesOf(() => listFiles(['-', '-']))[0]?.message).toBe('stdin is named twice');
});

test('a folder is no list', () => {
  const name = join(folder, 'lists');
  expect(mistakesOf(() => listFiles([name]))).toEqual([
    {
      message: `cannot read the list ${name}: it is a folder`,
      hint: `name the files in it: -c ${name}/probes.yaml`,
    },
  ]);
});

test('a file that is not there is named, with the one beside it that was meant', () => {
  expect(mistakesOf(() => listFiles([join(folder, 'probs.yml')]))[0]?.hint).toBe(`did you mean ${file}?`);
});

test('of a file that never ends only so much is read as is asked for', () => {
  expect(readBytes('/dev/zero', 1000)).toHaveLength(1001);
});
