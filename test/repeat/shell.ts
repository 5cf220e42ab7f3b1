// A run of a list on the network of this machine, whose names are led to loopback, and a shell to repeat it in.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/main.ts';
import type { ReportedResult } from '../../src/model.ts';
import { machineNetwork } from '../../src/net/machine.ts';
import { always, openNameServer, type Script } from '../servers/dns.ts';

type Written = Readonly<Record<string, unknown>>;

/** A folder that goes with the test. */
export function folderOf(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** The result of one endpoint; every name is 127.0.0.1 unless the script says otherwise. */
export async function probed(
  written: Written,
  env: Readonly<Record<string, string>> = {},
  { script = always('127.0.0.1'), folder = folderOf() }: { script?: Script; folder?: string } = {},
): Promise<ReportedResult> {
  const server = await openNameServer(script);
  const endpoint = { name: 'site', timeout: '10s', retry: { times: 0 }, ...written };
  const resolver = `127.0.0.1:${server.udp}`;
  const bytes = Buffer.from(JSON.stringify({ endpoints: [{ resolver, ...endpoint }] }));
  const run = await main({
    files: [{ name: join(folder, 'list.yaml'), folder, bytes }],
    context: { env, readFile: (path) => readFileSync(path) },
    words: [],
    tags: [],
    flags: {},
    network: machineNetwork(),
    concurrency: 1,
    deadlineMs: null,
    failOn: [],
    interrupt: new AbortController().signal,
  });
  const [result] = run.results;
  if (!result) throw new Error('there is no result');
  return result;
}

interface Said {
  readonly code: number | null;
  /** Both streams. */
  readonly text: string;
}

/** Runs a line in sh, with nothing in the environment but the path and what is given. */
export function shell(line: string, env: Readonly<Record<string, string>> = {}): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', line], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
}
