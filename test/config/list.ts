// Loads a list written in a test.

import { type Mistake, UserError } from '../../src/config/diagnostic.ts';
import { type ListFile, load } from '../../src/config/load.ts';
import type { Endpoint, List } from '../../src/model.ts';

interface Surroundings {
  readonly env?: Record<string, string>;
  /** By absolute path; the list lies in /lists. */
  readonly files?: Record<string, string>;
}

export function fileOf(text: string | Uint8Array, name = 'list.yaml'): ListFile {
  return { name, folder: '/lists', bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text };
}

export function loadAll(files: readonly ListFile[], { env = {}, files: disk = {} }: Surroundings = {}): List {
  const readFile = (path: string) => {
    const text = disk[path];
    if (text === undefined) throw Object.assign(new Error(path), { code: 'ENOENT' });
    return new TextEncoder().encode(text);
  };
  return load(files, { env, readFile });
}

export function listOf(text: string, around: Surroundings = {}): List {
  return loadAll([fileOf(text)], around);
}

export function endpointOf(text: string, around: Surroundings = {}): Endpoint {
  const [endpoint] = listOf(text, around).endpoints;
  if (endpoint === undefined) throw new Error('the list is empty');
  return endpoint;
}

export function mistakesOf(work: () => unknown): readonly Mistake[] {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.mistakes;
    throw error;
  }
  return [];
}

export function messagesOf(work: () => unknown): readonly string[] {
  return mistakesOf(work).map(({ message }) => message);
}
