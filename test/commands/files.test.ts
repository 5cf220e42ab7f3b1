import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBytes, readListBytes } from '../../src/commands/files.ts';
import { folder } from '../cli/command.ts';

test('a pipe that nobody writes to is refused where a list refers to it, not waited for', () => {
  const pipe = join(folder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  expect(() => readBytes(pipe, 10)).toThrow(expect.objectContaining({ code: 'ENOTREG' }));
  expect(() => readBytes(pipe)).toThrow(expect.objectContaining({ code: 'ENOTREG' }));
});

test('of a file with a bound no more is read than shows that it is too large', () => {
  const file = join(folder(), 'file');
  writeFileSync(file, 'x'.repeat(100));
  expect(readBytes(file, 10)).toHaveLength(11);
  expect(readBytes(file)).toHaveLength(100);
});

test('a list without an end is refused', () => {
  expect(() => readListBytes('/dev/zero', 'zeros')).toThrow('the list zeros is larger than 64 MiB');
});
