// Which files are a list, and what is said of those that are none.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readBytes, readListBytes } from '../../src/commands/files.ts';
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

test('a pipe that nobody writes to is refused where a list refers to it, not waited for', () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => readBytes(pipe, 10)).toThrow(expect.objectContaining({ code: 'ENOTREG' }));
  expect(() => readBytes(pipe)).toThrow(expect.objectContaining({ code: 'ENOTREG' }));
});

test('of a file with a bound no more is read than shows that it is too large', () => {
  const full = join(folder, 'full');
  writeFileSync(full, 'x'.repeat(100));
  expect(readBytes(full, 10)).toHaveLength(11);
  expect(readBytes(full)).toHaveLength(100);
});

test('a list without an end is refused', () => {
  expect(() => readListBytes('/dev/zero', 'zeros')).toThrow('the list zeros is larger than 16 MiB');
});
