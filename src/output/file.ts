// Writes files, whole or not at all: until the last moment the old one stays as it is, whatever happens to the disk, to
// the process, or in another process that writes the same file.

import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  promises,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from '../output.ts';

/** A report tells names that need not be anybody's business: whatever the umask, others never write it. */
const usualMode = 0o644;
/** How long somebody is waited for who reads from a pipe, in ms. */
const patience = 2000;
const everyMs = 50;

/**
 * Replaces the file in one step: until then the old one stays whole. It keeps its permissions, and a link stays one.
 * Killed in the middle it leaves `.NAME.….tmp` beside it. Into a pipe or a device it is written as it stands. Throws
 * what the system says.
 */
export async function writeFileAtomically(file: string, text: string): Promise<void> {
  const old = statSync(file, { throwIfNoEntry: false });
  if (old?.isDirectory()) throw Object.assign(new Error(`EISDIR: ${file}`), { code: 'EISDIR' });
  // There is nothing to replace, and a rename would take its place.
  if (old && !old.isFile()) await writeInto(file, old, text);
  else replace(leadsTo(file), text, old ? old.mode & 0o777 : null);
}

/**
 * Where a link leads, its last part also to what is not there yet. In a folder that everybody may write, a link of
 * somebody else is a trap (as for Linux with fs.protected_symlinks).
 */
function leadsTo(file: string): string {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()) return file;
  const folder = realpathSync(dirname(file));
  const { mode, uid: owner } = statSync(folder);
  const { uid } = lstatSync(file);
  if ((mode & 0o002) !== 0 && uid !== owner && uid !== process.getuid?.()) {
    throw new Error('it is a link that somebody else put into a folder which everybody may write');
  }
  return leadsTo(resolve(folder, readlinkSync(file)));
}

function replace(target: string, text: string, mode: number | null): void {
  const folder = dirname(target);
  // A name may have 255 bytes, and a character four.
  const called = `.${basename(target).slice(0, 50)}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = join(folder, called);
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
  try {
    const handle = openSync(temporary, flags, usualMode);
    try {
      if (mode !== null && (fstatSync(handle).mode & 0o777) !== mode) fchmodSync(handle, mode);
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, target);
  } catch (error) {
    discard(temporary);
    throw error;
  }
  syncFolder(folder);
}

/** What went wrong before is what matters. */
function discard(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {}
}

/** The new name outlasts a crash of the machine, where the system can promise that. */
function syncFolder(folder: string): void {
  let handle: number;
  try {
    handle = openSync(folder, 'r');
  } catch {
    // A folder that this user may write and not list, or a system that opens none.
    return;
  }
  try {
    fsyncSync(handle);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error))) throw error;
  } finally {
    closeSync(handle);
  }
}

/** A pipe that nobody reads would be waited for without end, and the signals of the user with it. */
async function writeInto(file: string, found: Stats, text: string): Promise<void> {
  const until = performance.now() + (found.isFIFO() ? patience : 0);
  let handle: number | null = null;
  while (handle === null) {
    try {
      handle = openSync(file, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if (codeOf(error) !== 'ENXIO' || performance.now() > until) throw error;
      await new Promise((done) => setTimeout(done, everyMs));
    }
  }
  try {
    await promises.writeFile(file, text);
  } catch (error) {
    // As on stdout: whoever has gone has read enough.
    if (codeOf(error) !== 'EPIPE') throw error;
  } finally {
    closeSync(handle);
  }
}
