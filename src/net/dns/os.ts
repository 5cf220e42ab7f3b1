// The operating system's own resolver, getaddrinfo(3), in a process that can be killed: within ours it could
// neither be stopped nor bounded, and a few slow names would hold up all file access.

import { failure } from '../../codes.ts';
import type { FailureCode } from '../../model.ts';
import { type Found, foundNothing } from './lookup.ts';
import type { RecordType } from './message.ts';
import { OsProcess, type Said } from './os-process.ts';

/** What it found, and how long it took by its own clock: the start of its process is ours. */
export type OsFound = Found & { readonly ms?: number };

/** The errors of getaddrinfo(3). */
const byError: Readonly<Record<string, FailureCode>> = {
  EAI_NONAME: 'dns.nxdomain',
  EAI_NODATA: 'dns.nodata',
  EAI_ADDRFAMILY: 'dns.nodata',
};

/** The one that takes questions; others may still be waited for. */
let current: OsProcess | null = null;

/** Asks for the addresses of a name. When the signals of all questions of a process have aborted it is killed. */
export async function askOs(
  name: string,
  types: readonly RecordType[],
  signal: AbortSignal,
): Promise<OsFound> {
  const family = types.includes('A') ? (types.includes('AAAA') ? 0 : 4) : 6;
  if (!current?.hasRoom) current = new OsProcess();
  const said = await current.ask(name, family, signal);
  if (said === null) return foundNothing(failure('dns.timeout', { message: silence }));
  return 'failure' in said ? foundNothing(said.failure) : understood(said, types);
}

const silence = 'the operating system’s resolver did not answer in time';

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
