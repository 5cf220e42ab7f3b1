// Which list is meant: the files named, else ./probes.yaml, else the built-in list.

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../config/diagnostic.ts';
import { type ListFile, type LoadContext, load } from '../config/load.ts';

const ownList = 'probes.yaml';
const builtInList = fileURLToPath(new URL('../../probes.yaml', import.meta.url));

/** The files of a run. Throws a UserError for one that cannot be read. */
export function listFiles(named: readonly string[]): readonly ListFile[] {
  if (named.length > 0) return named.map((file) => readList(file, file));
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
): { files: readonly ListFile[]; note: string | null } {
  const targets = words.length > 0 && words.every((word) => word.includes('://') || word.startsWith('dns:'));
  if (!targets || named.length + tags.length > 0) return { files: listFiles(named), note: null };
  try {
    const files = listFiles(named);
    load(files, loadContext());
    return { files, note: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { files: [], note: `whydown: probing without ./${ownList}, which has mistakes (whydown check)\n` };
  }
}

/** The list that comes with the program. */
export function builtIn(): ListFile {
  return readList(builtInList, `built-in ${ownList}`);
}

function readList(file: string, name: string): ListFile {
  try {
    return { name, folder: dirname(resolve(file)), bytes: readFileSync(file) };
  } catch (error) {
    throw new UserError(
      `cannot read the list ${name}: ${error instanceof Error ? error.message : String(error)}`,
      'name one with --config FILE, or write ./probes.yaml',
    );
  }
}

/** What loading may look at. */
export function loadContext(): LoadContext {
  return { env: process.env, readFile: (path) => readFileSync(path) };
}
