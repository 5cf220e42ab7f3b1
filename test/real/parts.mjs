// The real parts that some tests need: programs of the system, and leave to make namespaces. Where one is
// missing its tests are skipped, unless the environment says that nothing may be.

import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Set to 1 where every part is there, so that a missing one is a failure. */
const strictVariable = 'WHYDOWN_REQUIRE_REAL_PARTS';

/** Debian keeps servers in sbin, which only root has in its path. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * The path of a program; null when it is not installed.
 * @param {string} name
 * @returns {string | null}
 */
function findProgram(name) {
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here; the next folder may have it.
    }
  }
  return null;
}

/**
 * The path of a program that must be there.
 * @param {string} name
 */
export function program(name) {
  const path = findProgram(name);
  if (path === null) throw new Error(`${name} is not installed`);
  return path;
}

/** Whether this user may make a network and a mount namespace. */
function canMakeNamespaces() {
  const unshare = findProgram('unshare');
  return unshare !== null && spawnSync(unshare, ['-r', '-n', '-m', 'true']).status === 0;
}

/**
 * Whether all these parts are here; `namespaces` stands for the leave to make them.
 * @param {readonly string[]} names
 */
export function haveParts(...names) {
  const missing = names.filter((name) =>
    name === 'namespaces' ? !canMakeNamespaces() : findProgram(name) === null,
  );
  if (missing.length > 0 && process.env[strictVariable] === '1') {
    throw new Error(`${strictVariable} is set and these parts are missing: ${missing.join(', ')}`);
  }
  return missing.length === 0;
}
