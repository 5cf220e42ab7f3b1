// Files and stdin as bytes, with the bounds and the words that a list needs. Nothing is parsed here.

import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { didYouMean, UserError } from '../config/diagnostic.ts';
import { readReason } from '../config/unreadable.ts';

/** No list of people's is longer: 100,000 endpoints have less. A device never ends. */
const mostOfList = 16 * 2 ** 20;

/** The bytes of a list, which may come through a pipe. Throws a UserError for what is no list by its size alone. */
export function readListBytes(path: string, name: string): Uint8Array {
  return notTooLong(readUpTo(path, mostOfList), name);
}

function notTooLong(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes.length <= mostOfList) return bytes;
  throw new UserError(`the list ${name} is larger than ${mostOfList / 2 ** 20} MiB`, 'split it into several');
}

/**
 * The bytes of a file that a list refers to; with `most`, at most so many and one more. Only a regular file: a pipe
 * without a writer would be waited for without end.
 */
export function readBytes(path: string, most?: number): Uint8Array {
  const found = statSync(path);
  if (!found.isFile() && !found.isDirectory()) throw Object.assign(new Error(path), { code: 'ENOTREG' });
  return most === undefined ? readFileSync(path) : readUpTo(path, most);
}

function readUpTo(path: string, most: number): Uint8Array {
  const handle = openSync(path, 'r');
  try {
    return readHandle(handle, most + 1);
  } finally {
    closeSync(handle);
  }
}

/**
 * The bytes of a list on stdin, up to its end. Throws a UserError for what is too long, and on a terminal, where no end
 * may ever come.
 */
export function readStdin(name: string): Uint8Array {
  if (process.stdin.isTTY) {
    throw new UserError(
      'the list is to come on stdin, but stdin is a terminal',
      'feed it: whydown -c - < probes.yaml',
    );
  }
  return notTooLong(readHandle(0, mostOfList + 1), name);
}

function readHandle(handle: number, most: number): Uint8Array {
  const parts: Buffer[] = [];
  let length = 0;
  while (length < most) {
    const part = Buffer.alloc(Math.min(65_536, most - length));
    const count = readSome(handle, part);
    if (count === 0) break;
    parts.push(part.subarray(0, count));
    length += count;
  }
  return Buffer.concat(parts);
}

/** Waits where a pipe that somebody made non-blocking has nothing yet. */
function readSome(handle: number, part: Buffer): number {
  for (;;) {
    try {
      return readSync(handle, part);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** A list that cannot be read, in words: why, and what was perhaps meant. */
export function unreadableList(file: string, name: string, error: unknown): UserError {
  const { code, reason } = readReason(error);
  const near = code === 'ENOENT' ? neighbour(file) : null;
  const hint =
    code === 'EISDIR'
      ? `name the files in it: -c ${join(file, 'probes.yaml')}`
      : near === null
        ? 'name one with --config FILE, or write ./probes.yaml'
        : `did you mean ${near}?`;
  return new UserError(`cannot read the list ${name}: ${reason}`, hint);
}

/** A list in the same folder that has almost this name. */
function neighbour(file: string): string | null {
  try {
    const names = readdirSync(dirname(file)).filter((name) => /\.ya?ml$/i.test(name));
    const near = didYouMean(basename(file), names);
    return near === null ? null : join(dirname(file), near);
  } catch {
    return null;
  }
}
