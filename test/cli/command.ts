// The built command line as a user starts it: a process of its own, a clean environment, an empty folder.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Run } from '../../src/model.ts';
import { atEnd } from '../leftovers.ts';

export const program = fileURLToPath(new URL('../../bin/whydown.cjs', import.meta.url));

export interface Setting {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Where stdout goes instead of to the test. */
  readonly stdout?: number;
  /** Started in the place of whydown. */
  readonly program?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** A folder that goes with the test file. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'whydown-'));
  atEnd(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

/** The path of a list with these endpoints. */
export function list(text: string): string {
  return join(folder({ 'list.yaml': text }), 'list.yaml');
}

/** Whoever names no list gets this one, never the built-in list: no test may ask anybody real. */
const nobody = 'endpoints: [{name: nobody, url: "tcp://127.0.0.1:1", retry: {times: 0, after: 0s}}]\n';

/** Starts `whydown` with these arguments. */
export function start(args: readonly string[], setting: Setting = {}): Started {
  const startedAt = performance.now();
  const [command = '', ...first] = setting.program ?? [process.execPath, program];
  const child = spawn(command, [...first, ...args], {
    cwd: setting.cwd ?? folder({ 'probes.yaml': nobody }),
    env: { PATH: process.env.PATH ?? '', HOME: tmpdir(), LANG: 'C.UTF-8', ...setting.env },
    stdio: ['ignore', setting.stdout ?? 'pipe', 'pipe'],
  });
  atEnd(() => void child.kill('SIGKILL'));
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...text, ms: performance.now() - startedAt });
    });
  });
  return { child, ended };
}

/** Runs `whydown` to its end. */
export function whydown(args: readonly string[], setting: Setting = {}): Promise<Ended> {
  return start(args, setting).ended;
}

/** A run as the JSON report shows it. */
export type Reported = Omit<Run, 'results'> & {
  readonly results: readonly (Run['results'][number] & {
    readonly endpoint: { readonly name: string; readonly url: readonly string[] };
  })[];
};

/** What `--format json` printed. */
export function parse({ stdout }: Ended): Reported {
  return JSON.parse(stdout) as Reported;
}

/** Runs with `--format json`: the process and the run it told. */
export async function report(
  args: readonly string[],
  setting: Setting = {},
): Promise<Ended & { run: Reported }> {
  const ended = await whydown([...args, '--format', 'json'], setting);
  if (ended.stdout === '') throw new Error(`no report, exit ${ended.code}: ${ended.stderr}`);
  return { ...ended, run: parse(ended) };
}

/** `name status code`, one a result: most of what a test wants to know of a run. */
export function rows({ results }: Reported): string[] {
  return results.map(({ endpoint, status, cause }) =>
    [endpoint.name, status, ...(cause ? [cause.code] : [])].join(' '),
  );
}
