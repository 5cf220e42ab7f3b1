// The dns step: a name to its addresses. Hosts file first, then the name servers, A and AAAA at once.

import { isIP } from 'node:net';
import pLimit from 'p-limit';
import { failure } from '../codes.ts';
import type { DnsFacts, Failure, Family, Try } from '../model.ts';
import { ask, type Question, type RecordType } from './dns.ts';
import { type Answer, interpret } from './dns-answer.ts';
import { formatSocketAddress, type Network, parseSocketAddress, type SocketAddress } from './network.ts';
import { stagger } from './stagger.ts';
import type { Stepped, Trace } from './trace.ts';

/** How long a silent server is waited for before the next one, or the same again, is asked. */
const patienceMs = 1000;
/**
 * How long the other family is waited for once one has answered. RFC 8305 3 gives AAAA 50 ms after A. It
 * would go on at once without A; here A, which far more hosts and networks depend on, is waited for.
 */
const waitForOtherMs = { A: 50, AAAA: 2000 } as const satisfies Record<RecordType, number>;
/** Two questions each: at most 64 in flight, far below what the kernel's buffers hold. */
const slots = pLimit(32);

export interface ResolveOptions {
  /** The one name server to ask, as in the list; null asks the system's. */
  readonly resolver: string | null;
  readonly types: readonly RecordType[];
  /** Whether the hosts file and the reserved names may answer (RFC 6761); else a server must. */
  readonly local: boolean;
}

const bothFamilies: readonly RecordType[] = ['A', 'AAAA'];
const typeOf = { 4: 'A', 6: 'AAAA' } as const satisfies Record<Family, RecordType>;

/**
 * The addresses of a host, in DNS order; an IP address is its own and costs no step. Null: it failed. With a
 * family only its records are asked for.
 */
export async function resolveHost(
  trace: Trace,
  network: Network,
  host: string,
  resolver: string | null,
  family: Family | null,
): Promise<readonly string[] | null> {
  if (isIP(host) !== 0) return [host];
  const types = family === null ? bothFamilies : [typeOf[family]];
  return resolve(trace, network, host, { resolver, types, local: true });
}

/** Resolves a name for these record types, as one step with its facts. */
export async function resolve(
  trace: Trace,
  network: Network,
  name: string,
  options: ResolveOptions,
): Promise<readonly string[] | null> {
  const known = localAnswer(network, name, options);
  if (known) {
    trace.know({ dns: known });
    return trace.step('dns', async () => ({ value: known.addresses }));
  }
  // The wait for a slot is our own and belongs to no phase.
  return slots(() => {
    if (trace.signal.aborted) {
      trace.fail(failure('local.stalled', { detail: 'no free place to ask a name server' }));
      return null;
    }
    return trace.step('dns', async () => {
      const found = await search(trace, network, name, options);
      if (!('value' in found)) return found;
      trace.know({ dns: found.value });
      return { ...found, value: found.value.addresses };
    });
  });
}

/** What needs no server: localhost (RFC 6761 6.3), and the hosts file where no server was named. */
function localAnswer(
  network: Network,
  name: string,
  { resolver, types, local }: ResolveOptions,
): DnsFacts | null {
  if (!local) return null;
  const key = name.toLowerCase().replace(/\.$/, '');
  const wanted = (address: string) => types.includes(isIP(address) === 6 ? 'AAAA' : 'A');
  const listed = resolver === null ? network.hosts.get(key)?.filter(wanted) : undefined;
  if (listed && listed.length > 0) return { from: 'hosts', records: [], addresses: listed };
  if (key !== 'localhost' && !key.endsWith('.localhost')) return null;
  return { from: 'localhost', records: [], addresses: ['127.0.0.1', '::1'].filter(wanted) };
}

/** resolv.conf(5): a name with few dots is first sought in the search domains, then as it is. */
function candidates(name: string, network: Network): readonly string[] {
  const absolute = name.replace(/\.$/, '');
  const dots = absolute.split('.').length - 1;
  if (name.endsWith('.') || dots >= network.ndots) return [absolute];
  return [...network.search.map((domain) => `${absolute}.${domain}`), absolute];
}

async function search(
  trace: Trace,
  network: Network,
  name: string,
  options: ResolveOptions,
): Promise<Stepped<DnsFacts>> {
  const named = options.resolver === null ? null : parseSocketAddress(options.resolver, 53);
  const servers = named ? [named] : network.servers;
  if (servers.length === 0) {
    return { failure: failure('dns.unreachable', { message: 'this machine has no name server' }) };
  }
  const tries: Try[] = [];
  let last: Stepped<DnsFacts> = { failure: failure('dns.nxdomain') };
  for (const candidate of candidates(name, network)) {
    last = await bothTypes(trace, network, candidate, servers, options.types, tries);
    const missing = 'failure' in last && ['dns.nxdomain', 'dns.nodata'].includes(last.failure.code);
    if (!missing) break;
  }
  return { ...last, tries };
}

interface Told {
  readonly answer: Answer;
  readonly server: SocketAddress;
}

/** Every type at once; who answers first does not wait long for the other. */
async function bothTypes(
  trace: Trace,
  network: Network,
  name: string,
  servers: readonly SocketAddress[],
  types: readonly RecordType[],
  tries: Try[],
): Promise<Stepped<DnsFacts>> {
  const enough = new AbortController();
  const abort = () => enough.abort();
  trace.signal.addEventListener('abort', abort, { once: true });
  if (trace.signal.aborted) abort();
  let timer: NodeJS.Timeout | undefined;
  const told = await Promise.all(
    types.map(async (type) => {
      const result = await askServers(trace, network, { name, type }, servers, enough.signal);
      tries.push(...(result.tries ?? []));
      if ('value' in result) timer ??= setTimeout(abort, waitForOtherMs[type]);
      return result;
    }),
  );
  clearTimeout(timer);
  trace.signal.removeEventListener('abort', abort);
  const answers = told.flatMap((result) => ('value' in result ? [result.value] : []));
  const failures = told.flatMap((result) => ('failure' in result ? [result.failure] : []));
  const first = answers[0];
  if (!first) return { failure: spokesman(failures) };
  return {
    value: {
      from: 'server',
      server: formatSocketAddress(first.server),
      rcode: first.answer.rcode,
      records: uniqueRecords(answers.flatMap(({ answer }) => answer.records)),
      addresses: answers.flatMap(({ answer }) => answer.data),
    },
  };
}

function uniqueRecords(records: DnsFacts['records']): DnsFacts['records'] {
  return [
    ...new Map(records.map((record) => [`${record.name} ${record.type} ${record.data}`, record])).values(),
  ];
}

/** The servers in turn, round after round, until one gives an answer that settles the question. */
async function askServers(
  trace: Trace,
  network: Network,
  question: Question,
  servers: readonly SocketAddress[],
  signal: AbortSignal,
): Promise<Stepped<Told>> {
  const rounds = Math.max(2, Math.ceil(20 / servers.length));
  const result = await stagger<SocketAddress, Told | Failure>({
    candidates: Array.from({ length: rounds }, () => servers).flat(),
    label: formatSocketAddress,
    delayMs: patienceMs,
    signal,
    now: () => trace.now(),
    spokesman,
    attempt: async (server, stop) => {
      const reply = await ask(question, server, network, stop);
      if ('failure' in reply) return reply;
      const found = interpret(reply.packet, question);
      if ('value' in found) return { value: { answer: found.value, server } };
      // That there is no such name or record is an answer: no other server is asked.
      return definite.has(found.failure.code) ? { value: found.failure } : found;
    },
  });
  if (!('value' in result) || 'answer' in result.value) return result as Stepped<Told>;
  return { failure: result.value, tries: result.tries ?? [] };
}

const definite = new Set(['dns.nxdomain', 'dns.nodata', 'dns.cname_loop']);

/** What a server said outranks that another was silent; no record of one type says little. */
function spokesman(failures: readonly Failure[]): Failure {
  const rank = (candidate: Failure) =>
    candidate.code === 'dns.nodata' ? 0 : candidate.code === 'dns.timeout' ? 1 : 2;
  return [...failures].sort((a, b) => rank(b) - rank(a))[0] ?? failure('dns.timeout');
}
