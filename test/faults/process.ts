// A process of whydown for the rows about what goes on around it: how it is started, and what it told.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { groupBy } from '../../src/group.ts';
import { type Ended, list, parse, program, type Setting, start } from '../cli/command.ts';
import { asked, type Endpoint } from './fault.ts';

/** In `sh`, after these commands. */
export function after(
  setUp: string,
  start: readonly string[] = [process.execPath, program],
): readonly string[] {
  return ['sh', '-c', `${setUp}\nexec "$0" "$@"`, ...start];
}

/** With this module loaded before it. */
export function beside(module: string): readonly string[] {
  return [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(module)}`, program];
}

/** Code of such a module that is run when whydown has read its list and begins. */
export function atBegin(code: string): string {
  return `process.on('newListener', (name) => { if (name === 'SIGINT') { ${code} } });`;
}

/** Asks these, each once unless it says otherwise. */
export function ask(
  endpoints: readonly Endpoint[],
  setting: Setting = {},
  flags: readonly string[] = [],
): ReturnType<typeof start> {
  const written = endpoints.map((endpoint, index) => ({ ...asked(endpoint, '5s'), name: `site ${index}` }));
  return start(['-c', list(JSON.stringify({ endpoints: written })), '--format', 'json', ...flags], setting);
}

/** Asks these and gives what was told. */
export async function toldOfAsking(...words: Parameters<typeof ask>): Promise<string> {
  return toldBy(await ask(...words).ended);
}

/**
 * Status and code, how many of each where they are several, and the exit code unless it is 0: `up`,
 * `1 unknown local.bug, 2 up, exit 3`. Without a report the end alone.
 */
export function toldBy(ended: Ended): string {
  const { code, signal, stdout } = ended;
  const end = signal === null ? `exit ${code}` : `ended by ${signal}`;
  if (stdout === '') return end;
  const { results } = parse(ended);
  const words = results.map(({ status, cause }) => (cause ? `${status} ${cause.code}` : status));
  const told = [...groupBy(words, (word) => word)]
    .sort(([a], [b]) => b.localeCompare(a))
    .map(([word, same]) => (results.length === 1 ? word : `${same.length} ${word}`));
  return [...told, ...(end === 'exit 0' ? [] : [end])].join(', ');
}

/** libfaketime for programs with threads; null where it is not installed. */
export function faketime(): string | null {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib') : [];
  const files = folders.map((folder) => join('/usr/lib', folder, 'faketime/libfaketimeMT.so.1'));
  return files.find((file) => existsSync(file)) ?? null;
}
