// The only places where text leaves the program: a stream, to its last byte, and a file, whole or not at all.

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes to a stream and waits until it is out. A reader that has gone (`| head`) is a quiet end; any other
 * trouble is thrown.
 */
export function writeOut(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => {
      stream.removeListener('error', done);
      if (error && !('code' in error && error.code === 'EPIPE')) reject(error);
      else resolve();
    };
    // A late error of the same pipe must not end the process.
    if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
    stream.on('error', done);
    stream.write(text, done);
  });
}

const ignore = (): void => {};

/** Replaces the file in one step: until the rename the old one stays whole. Throws what the system says. */
export function writeFileAtomically(file: string, text: string): void {
  const old = statSync(file, { throwIfNoEntry: false });
  // A device, a pipe, `>(…)`: there is nothing to replace, and a rename would take its place.
  if (old && !old.isFile()) {
    writeFileSync(file, text);
    return;
  }
  // A link stays one; a file keeps its permissions.
  const target = old ? realpathSync(file) : file;
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  try {
    const handle = openSync(temporary, flags, 0o644);
    try {
      if (old) fchmodSync(handle, old.mode & 0o777);
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
