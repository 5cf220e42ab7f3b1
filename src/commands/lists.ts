// Which list is meant: the files named, else ./probes.yaml, else the built-in list.

import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../config/diagnostic.ts';
import { type ListFile, type LoadContext, load } from '../config/load.ts';
import type { Untrusted } from '../config/reference.ts';
import { noFiles } from '../config/unreadable.ts';
import { builtInList } from '../place.ts';
import { readBytes, readListBytes, readStdin, unreadableList } from './files.ts';

const ownList = 'probes.yaml';

/** How stdin is named among the lists. */
const stdin = '-';

/** The files of a run; `-` is stdin. Throws a UserError for one that cannot be read or is named twice. */
export function listFiles(named: readonly string[]): readonly ListFile[] {
  refuseTwice(named);
  if (named.length > 0) {
    return named.map((file) => (file === stdin ? listOnStdin() : readList(file, file)));
  }
  return existsSync(ownList) ? [readList(ownList, ownList)] : [builtIn()];
}

/**
 * The files of a run. Targets alone need no list, so mistakes in one that nobody named do not stop them: they
 * are probed without it, and the note says so.
 */
export function filesFor(
  words: readonly string[],
  named: readonly string[],
  tags: readonly string[],
  untrusted: Untrusted | null = null,
): { files: readonly ListFile[]; note: string | null } {
  const targets = words.length > 0 && words.every((word) => word.includes('://') || word.startsWith('dns:'));
  if (!targets || named.length + tags.length > 0) return { files: listFiles(named), note: null };
  try {
    const files = listFiles(named);
    load(files, loadContext(untrusted));
    return { files, note: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { files: [], note: `whydown: probing without ./${ownList}, which has mistakes (whydown check)\n` };
  }
}

/** The list that comes with the program. */
export function builtIn(): ListFile {
  return readList(fileURLToPath(builtInList), `built-in ${ownList}`);
}

function readList(file: string, name: string): ListFile {
  try {
    return { name, folder: dirname(resolve(file)), bytes: readListBytes(file, name) };
  } catch (error) {
    throw error instanceof UserError ? error : unreadableList(file, name, error);
  }
}

function listOnStdin(): ListFile {
  const name = '<stdin>';
  return { name, folder: process.cwd(), bytes: readStdin(name) };
}

/** A list that is read twice would only quarrel with itself over every name in it. */
function refuseTwice(named: readonly string[]): void {
  const seen = new Set<string>();
  for (const file of named) {
    const same = file === stdin ? stdin : real(file);
    if (seen.has(same)) {
      const what = file === stdin ? 'stdin' : `the list ${file}`;
      throw new UserError(`${what} is named twice`, 'one time is enough');
    }
    seen.add(same);
  }
}

function real(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

/** What loading may look at. */
export function loadContext(untrusted: Untrusted | null = null): LoadContext {
  if (untrusted === null) return { env: process.env, readFile: readBytes };
  const readFile = (path: string): never => {
    throw Object.assign(new Error(path), { code: noFiles.code });
  };
  return { env: process.env, readFile, untrusted };
}
