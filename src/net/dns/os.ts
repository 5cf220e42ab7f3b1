// The operating system's own resolver, getaddrinfo(3), in a process that can be killed: within ours it could
// neither be stopped nor bounded, and a few slow names would hold up all file access.

import { execFile } from 'node:child_process';
import { failure } from '../../codes.ts';
import type { FailureCode } from '../../model.ts';
import { bug, localFailure } from '../failure.ts';
import { type Found, foundNothing } from './lookup.ts';
import type { RecordType } from './message.ts';

/** What it found, and how long it took by its own clock: the start of its process is ours. */
export type OsFound = Found & { readonly ms?: number };

const program = `
const { lookup } = require('node:dns');
const { getSystemErrorName } = require('node:util');
const { NAME: name, FAMILY: family } = process.env;
const start = performance.now();
lookup(name, { all: true, family: Number(family) }, (error, found) => {
  const ms = performance.now() - start;
  const tell = (told) => process.stdout.write(JSON.stringify({ ms, ...told }));
  if (!error) return tell({ addresses: found.map(({ address }) => address) });
  // Node calls several errors ENOTFOUND.
  const code = error.errno < 0 ? getSystemErrorName(error.errno) : error.code;
  if (code !== 'EAI_NONAME' || family === '0') return tell({ code });
  // Many systems say so too of a name that has addresses of the other family alone.
  lookup(name, (none) => tell({ code: none ? code : 'EAI_NODATA' }));
});
`;

/** The errors of getaddrinfo(3). */
const byError: Readonly<Record<string, FailureCode>> = {
  EAI_NONAME: 'dns.nxdomain',
  EAI_NODATA: 'dns.nodata',
  EAI_ADDRFAMILY: 'dns.nodata',
};

/** What its process is given: how a program is found and started, and how names are looked up (resolv.conf(5)). */
const inherited = [
  ...['PATH', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'SystemRoot'],
  ...['RES_OPTIONS', 'LOCALDOMAIN', 'HOSTALIASES'],
];

/** Asks for the addresses of a name; when the signal aborts the process is killed. */
export function askOs(name: string, types: readonly RecordType[], signal: AbortSignal): Promise<OsFound> {
  const family = types.includes('A') ? (types.includes('AAAA') ? 0 : 4) : 6;
  const own = Object.fromEntries(inherited.map((variable) => [variable, process.env[variable]]));
  // A name may be a secret, and the arguments of a process are everybody's to read.
  const env = { ...own, NAME: name, FAMILY: String(family) };
  return new Promise((resolve) => {
    const settings = { signal, killSignal: 'SIGKILL', env, maxBuffer: 1_000_000 } as const;
    execFile(process.execPath, ['-e', program], settings, (error, stdout) => {
      if (signal.aborted) return resolve(foundNothing(failure('dns.timeout', { message: silence })));
      try {
        if (error) throw error;
        resolve(understood(JSON.parse(stdout), types));
      } catch (wrong) {
        resolve(foundNothing(localFailure(wrong) ?? bug(wrong)));
      }
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
    message: 'the operating system’s resolver finds no address of the name',
    detail: code,
  });
  return { facts: { from: 'os', records: [], addresses: [] }, failure: why, ms };
}
