import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeFileAtomically } from '../src/output/file.ts';
import { writeOut } from '../src/output.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'whydown-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('a file', () => {
  test('is written whole, and nothing beside it', async () => {
    await writeFileAtomically(join(folder, 'a'), 'text ✓\n');
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('text ✓\n');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  test('that was there is replaced by another file with the same permissions', async () => {
    const file = join(folder, 'a');
    writeFileSync(file, 'a longer text');
    chmodSync(file, 0o640);
    const { ino } = statSync(file);
    await writeFileAtomically(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(statSync(file).ino).not.toBe(ino);
  });

  test('behind a link is replaced, the link stays', async () => {
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync('real', join(folder, 'link'));
    await writeFileAtomically(join(folder, 'link'), 'new');
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new');
    expect(readdirSync(folder, { withFileTypes: true }).map((entry) => entry.isSymbolicLink())).toEqual([
      true,
      false,
    ]);
  });

  test('that cannot be written throws what the system says and leaves nothing behind', async () => {
    await expect(writeFileAtomically(join(folder, 'no', 'a'), 'text')).rejects.toThrow(/ENOENT/);
    await expect(writeFileAtomically(folder, 'text')).rejects.toThrow(/EISDIR/);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a stream', () => {
  test('has the whole text when the promise is kept, also when it is slow', async () => {
    let got = '';
    const slow = new Writable({
      highWaterMark: 1,
      write(chunk, _, done) {
        got += chunk;
        setTimeout(done, 20);
      },
    });
    await writeOut(slow, 'one');
    await writeOut(slow, 'two');
    expect(got).toBe('onetwo');
  });

  test.each(['EPIPE', 'ENOSPC'])('whose end is gone with %s', async (code) => {
    const broken = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
    });
    const written = writeOut(broken, 'text');
    await (code === 'EPIPE'
      ? expect(written).resolves.toBe(undefined)
      : expect(written).rejects.toThrow(code));
  });

  test('may fail later without harm', async () => {
    const stream = new PassThrough();
    await writeOut(stream.resume(), 'text');
    expect(() => stream.emit('error', new Error('late'))).not.toThrow();
  });
});
