// The operating system's own resolver, getaddrinfo(3), in a process that can be killed: within ours it could
// neither be stopped nor bounded, and a few slow names would hold up all file access.

import { execFile } from 'node:child_process';
import { failure } from '../../codes.ts';
import type { FailureCode } from '../../model.ts';
import { type Found, foundNothing } from './lookup.ts';
import type { RecordType } from './message.ts';

/** What it found, and how long it took by its own clock: the start of its process is ours. */
export type OsFound = Found & { readonly ms?: number };

const program = `
const { lookup } = require('node:dns');
const [, name, family] = process.argv;
const start = performance.now();
lookup(name, { all: true, family: Number(family) }, (error, found) => {
  const ms = performance.now() - start;
  const told = error ? { code: error.code } : { addresses: found.map(({ address }) => address) };
  process.stdout.write(JSON.stringify({ ms, ...told }));
});
`;

/** getaddrinfo(3) as Node names its errors. */
const byError: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'dns.nxdomain',
  ENODATA: 'dns.nodata',
};

/** Asks for the addresses of a name; when the signal aborts the process is killed. */
export function askOs(name: string, types: readonly RecordType[], signal: AbortSignal): Promise<OsFound> {
  const family = types.includes('A') ? (types.includes('AAAA') ? 0 : 4) : 6;
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Promise((resolve) => {
    const settings = { signal, killSignal: 'SIGKILL', env, maxBuffer: 1_000_000 } as const;
    const args = ['-e', program, '--', name, String(family)];
    execFile(process.execPath, args, settings, (error, stdout) => {
      if (signal.aborted) return resolve(foundNothing(failure('dns.timeout', { message: silence })));
      if (error) return resolve(foundNothing(failure('local.bug', { detail: error.message })));
      resolve(understood(JSON.parse(stdout), types));
    });
  });
}

const silence = 'the operating system’s resolver did not answer in time';

interface Said {
  readonly ms: number;
  readonly code?: string;
  readonly addresses?: readonly string[];
}

function understood({ ms, code, addresses = [] }: Said, types: readonly RecordType[]): OsFound {
  // That there is no address of one family it does not tell.
  const told = types.filter((type) => addresses.some((each) => each.includes(':') === (type === 'AAAA')));
  if (code === undefined) return { facts: { from: 'os', types: told, records: [], addresses }, ms };
  const why = failure(byError[code] ?? 'dns.servfail', {
    message: 'the operating system’s resolver does not find the name',
    detail: code,
  });
  return { facts: { from: 'os', records: [], addresses: [] }, failure: why, ms };
}
