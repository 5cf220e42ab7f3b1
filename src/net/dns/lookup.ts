// One name looked up at some servers: each type at once, the servers in turn, and what came of it as facts.

import { failure } from '../../codes.ts';
import type { DnsFacts, Failure, Try } from '../../model.ts';
import { isStarved } from '../failure.ts';
import { formatSocketAddress } from '../network.ts';
import { stagger } from '../stagger.ts';
import type { Trace } from '../trace.ts';
import { type Answer, interpret } from './answer.ts';
import { type Asking, ask } from './ask.ts';
import type { Question, RecordType } from './message.ts';
import { type NameServer, serverLabel } from './server.ts';

/** How long a silent server is waited for before the next one, or the same again, is asked. */
export const patienceMs = 1000;
/**
 * How long the other family is waited for once one has answered. RFC 8305 3 gives AAAA 50 ms after A. It
 * would go on at once without A; here A, which far more hosts and networks depend on, is waited for.
 */
const waitForOtherMs: Readonly<Partial<Record<RecordType, number>>> = { A: 50, AAAA: 2000 };

/** What the look-ups of one attempt share. */
export interface Search extends Asking {
  readonly trace: Trace;
  /** Every server that was asked, in that order. */
  readonly tries: Try[];
}

/** What came of a look-up: facts in any case. */
export interface Found {
  readonly facts: DnsFacts;
  readonly failure?: Failure;
  /** The zone that says that there is no such name or record. */
  readonly zone?: string;
}

/** A look-up that told nothing but why. */
export function foundNothing(why: Failure): Found {
  return { facts: { from: 'server', records: [], addresses: [] }, failure: why };
}

interface Told {
  readonly type: RecordType;
  readonly answer?: Answer;
  readonly server?: NameServer;
  readonly failure?: Failure;
}

/**
 * Every type at once; who answers first does not wait long for the other, or until a moment of the attempt if
 * one is given.
 */
export async function lookUp(
  search: Search,
  name: string,
  types: readonly RecordType[],
  servers: readonly NameServer[],
  until: number | null = null,
): Promise<Found> {
  const { trace } = search;
  const enough = new AbortController();
  const abort = () => enough.abort();
  trace.signal.addEventListener('abort', abort, { once: true });
  if (trace.signal.aborted) abort();
  let timer: NodeJS.Timeout | undefined;
  const all = await Promise.all(
    types.map(async (type) => {
      const told = await askServers(search, name, type, servers, enough.signal);
      const wait = Math.max(waitForOtherMs[type] ?? 0, (until ?? 0) - trace.now());
      // What has come in by then is read first: after a stall timers are served before sockets.
      if (!told.failure) timer ??= setTimeout(() => setImmediate(abort), wait);
      return told;
    }),
  );
  clearTimeout(timer);
  trace.signal.removeEventListener('abort', abort);
  const failures = all.flatMap((told) => told.failure ?? []);
  // Half of the addresses would not do: those that could not be asked for may be the ones that answer.
  const why = failures.length === all.length || failures.some(isStarved) ? spokesman(failures) : null;
  const speaker = all.find((told) => (why === null ? !told.failure : told.failure === why));
  return {
    facts: { ...factsOf(all, speaker), ...(until === null ? {} : { missing: missingOf(all) }) },
    ...(why === null ? {} : { failure: why }),
    ...(speaker?.answer?.zone === undefined ? {} : { zone: speaker.answer.zone }),
  };
}

function factsOf(all: readonly Told[], speaker: Told | undefined): DnsFacts {
  const { answer, server } = speaker ?? {};
  const answered = all.filter((told) => !told.failure || definite.has(told.failure.code));
  const addresses = all.filter(({ type }) => type === 'A' || type === 'AAAA');
  const leftOut = all.reduce((sum, told) => sum + (told.answer?.leftOut ?? 0), 0);
  return {
    from: 'server',
    ...(server ? { server: serverLabel(server), transport: server.via } : {}),
    ...(answer
      ? {
          rcode: answer.rcode,
          ...(answer.flags.length > 0 ? { flags: answer.flags } : {}),
          ...(answer.extendedErrors.length > 0 ? { extendedErrors: answer.extendedErrors } : {}),
        }
      : {}),
    types: answered.map(({ type }) => type),
    records: uniqueRecords(all.flatMap((told) => told.answer?.records ?? [])),
    ...(leftOut > 0 ? { leftOut } : {}),
    addresses: addresses.flatMap((told) => told.answer?.data ?? []),
  };
}

function missingOf(all: readonly Told[]): NonNullable<DnsFacts['missing']> {
  return all.flatMap(({ type, failure: why }) => (why ? [{ type, failure: why }] : []));
}

function uniqueRecords(records: DnsFacts['records']): DnsFacts['records'] {
  return [
    ...new Map(records.map((record) => [`${record.name} ${record.type} ${record.data}`, record])).values(),
  ];
}

/** The servers in turn, round after round, until one gives an answer that settles the question. */
async function askServers(
  search: Search,
  name: string,
  type: RecordType,
  servers: readonly NameServer[],
  signal: AbortSignal,
): Promise<Told> {
  // A datagram may be lost and is sent again; a connection sees to that itself.
  const rounds = servers.every(({ via }) => via === 'udp') ? Math.max(2, Math.ceil(20 / servers.length)) : 1;
  const said = new Map<Failure, Told>();
  const result = await stagger<NameServer, Told>({
    candidates: Array.from({ length: rounds }, () => servers).flat(),
    label: ({ to }) => formatSocketAddress(to),
    delayMs: patienceMs,
    signal,
    now: () => search.trace.now(),
    spokesman,
    attempt: async (server, stop) => {
      const question: Question = { name, type, recursive: server.recursive };
      const reply = await ask(question, server, search, stop);
      if ('failure' in reply) return reply;
      const answer = interpret(reply.packet, question, serverLabel(server));
      const why = answer.failure;
      const told: Told = { type, answer, server, ...(why ? { failure: why } : {}) };
      // That there is no such name or record is an answer: no other server is asked.
      if (!why || definite.has(why.code)) return { value: told };
      said.set(why, told);
      return { failure: why };
    },
  });
  search.tries.push(...(result.tries ?? []));
  if ('value' in result) return result.value;
  return said.get(result.failure) ?? { type, failure: result.failure };
}

const definite = new Set(['dns.nxdomain', 'dns.nodata', 'dns.cname_loop']);

/**
 * What a server said outranks that another was silent; no record of one type says little. A server that this machine
 * could not ask might have known.
 */
function spokesman(failures: readonly Failure[]): Failure {
  const rank = (candidate: Failure) =>
    isStarved(candidate) ? 3 : candidate.code === 'dns.nodata' ? 0 : candidate.code === 'dns.timeout' ? 1 : 2;
  return [...failures].sort((a, b) => rank(b) - rank(a))[0] ?? failure('dns.timeout');
}
