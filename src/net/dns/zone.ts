// The name servers of the zone that holds a name, found from above by the referrals of the zones over it
// (RFC 1034 5.3.3) and asked all at once. So they are found also where every resolver gives up on the zone. A zone
// above is told no more of the name than it needs (RFC 9156).

import { isIP } from 'node:net';
import { failure } from '../../codes.ts';
import type { DnsVoice, Referral } from '../../model.ts';
import { stagger } from '../stagger.ts';
import { interpret } from './answer.ts';
import { ask } from './ask.ts';
import { patienceMs, type Search } from './lookup.ts';
import type { Message, Question, RawRecord, RecordType, Reply } from './message.ts';
import { present } from './records.ts';
import { type NameServer, plainServer, serverLabel } from './server.ts';
import { addressesOf, askSystem, maxServers } from './servers.ts';

/** What the zone's own servers say, and how they were found; no referral where they were given. */
export interface ZoneFound {
  readonly voices: readonly DnsVoice[];
  readonly referral?: Referral;
}

/** Of the servers of a top level so many are enough to be referred on. */
const enoughAbove = 3;
/** A name has 127 labels at most, but no zone cuts so many. */
const maxSteps = 12;
/** How often a datagram is sent, `patienceMs` apart. */
const sendings = 20;

/** A zone on the way down, and the servers that speak for it. */
interface Level {
  readonly servers: readonly NameServer[];
  readonly referral?: Referral;
}

/** What all servers of the zone say of a name. Those `otherwise` given are asked at once, and count if no others are found. */
export async function askZone(
  name: string,
  type: RecordType,
  search: Search,
  otherwise: readonly string[],
): Promise<ZoneFound> {
  const question: Question = { name: name.toLowerCase().replace(/\.$/, ''), type, recursive: false };
  return within(search.trace.signal, async (signal) => {
    const given = serversOf(
      { zone: '', names: otherwise.slice(0, maxServers), glue: new Map() },
      search,
    ).then((servers) =>
      Promise.all(
        servers.map(async (server) =>
          voiceOf(server, await heard(question, server, search, signal), question),
        ),
      ),
    );
    const found = await descend(question, search, signal);
    return found.referral && found.voices.length > 0 ? found : { voices: await given };
  });
}

/** From the top level to the zone that says something of the name, or nothing at all. */
async function descend(question: Question, search: Search, signal: AbortSignal): Promise<ZoneFound> {
  const labels = question.name.split('.');
  const last = (count: number) => labels.slice(-count).join('.');
  let level: Level = { servers: await topServers(last(1), search) };
  let depth = 2;
  for (let step = 0; step < maxSteps && level.servers.length > 0; step += 1) {
    const asked: Question =
      depth < labels.length ? { name: last(depth), type: 'NS', recursive: false } : question;
    const { servers, referral } = level;
    const zone = referral?.zone ?? last(1);
    const told = await within(signal, async (own) => {
      const replies = servers.map((server) => heard(asked, server, search, own));
      const first = await firstThat(replies, (reply) => isTelling(reply, zone, question.name));
      const cut = first && cutIn(first.packet, zone, question.name);
      if (first && cut) return { cut, by: servers[first.index] };
      if (first && asked !== question) return { denied: first.packet.rcode === 'NXDOMAIN' };
      return { replies: await Promise.all(replies) };
    });
    if ('cut' in told && told.cut) {
      const { cut, by } = told;
      const next = { zone: cut.zone, parent: zone, by: by ? serverLabel(by) : zone };
      level = { servers: await serversOf(cut, search), referral: next };
      depth = cut.zone.split('.').length + 1;
      // Without an address there is nobody to ask, which is the finding.
      if (level.servers.length === 0) return { voices: cut.names.map(unfound), referral: next };
    } else if ('denied' in told) {
      depth = told.denied ? labels.length : depth + 1;
    } else if ('replies' in told && told.replies) {
      const voices = told.replies.map((reply, index) => voiceOf(servers[index], reply, asked));
      if (referral) return { voices, referral };
      // The top level speaks for the name itself: there is no zone of its own. Or it is silent, and nothing is known.
      const speaker = voices.find(({ rcode }) => rcode !== undefined)?.server;
      return speaker === undefined
        ? { voices: [] }
        : { voices, referral: { zone, parent: '.', by: speaker } };
    }
  }
  return { voices: [] };
}

/** Some servers of a top level, as the servers of this machine know them. */
async function topServers(zone: string, search: Search): Promise<readonly NameServer[]> {
  const { facts } = await askSystem(zone, ['NS'], { ...search, tries: [] });
  const names = facts.records.filter(({ type }) => type === 'NS').map(({ data }) => data.toLowerCase());
  return serversOf({ zone, names: names.slice(0, enoughAbove), glue: new Map() }, search);
}

/** Where a zone leads on: the zone below, its servers, and what was said of their addresses. */
interface Cut {
  readonly zone: string;
  readonly names: readonly string[];
  readonly glue: ReadonlyMap<string, readonly string[]>;
}

/** The records that lead to a zone between this one and the name. */
function leading({ rcode, answers, authorities }: Message, zone: string, name: string): readonly RawRecord[] {
  if (rcode !== 'NOERROR') return [];
  return [...authorities, ...answers].filter(({ type, name: owner }) => {
    const at = owner.toLowerCase();
    return type === 'NS' && at.endsWith(`.${zone}`) && (name === at || name.endsWith(`.${at}`));
  });
}

/** The name servers of such a zone, where the message names any. The data of its records is used up by it. */
function cutIn(message: Message, zone: string, name: string): Cut | null {
  const below = leading(message, zone, name);
  const [first] = below;
  if (first === undefined) return null;
  const own = below.filter((record) => record.name.toLowerCase() === first.name.toLowerCase());
  const names = [...new Set(own.flatMap((record) => read('NS', record)))].map((each) => each.toLowerCase());
  const glue = new Map<string, string[]>();
  for (const record of message.additionals) {
    if (record.type !== 'A' && record.type !== 'AAAA') continue;
    const host = record.name.toLowerCase();
    if (names.includes(host)) glue.set(host, [...(glue.get(host) ?? []), ...read(record.type, record)]);
  }
  return { zone: first.name.toLowerCase(), names: names.sort().slice(0, maxServers), glue };
}

function read(type: RecordType, record: RawRecord): readonly string[] {
  try {
    return [present(type, record)];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** One address of each server: there are enough servers, and one that is asked twice counts twice. */
async function serversOf({ names, glue }: Cut, search: Search): Promise<readonly NameServer[]> {
  const found = await Promise.all(
    names.map(async (host) => {
      const known = glue.get(host) ?? (await addressesOf(host, { ...search, tries: [] }));
      const address = 'failure' in known ? null : await routed(known, search);
      return address === null
        ? []
        : [{ ...plainServer({ address, port: 53 }), host, recursive: false } satisfies NameServer];
    }),
  );
  return found.flat();
}

/** IPv4 first, of those that this machine has a route to. */
async function routed(addresses: readonly string[], { network }: Search): Promise<string | null> {
  const sorted = addresses.toSorted((a, b) => isIP(a) - isIP(b));
  for (const address of sorted) if (await network.hasRoute(address)) return address;
  return sorted[0] ?? null;
}

/** What a server replies, asked again while it is silent. */
async function heard(
  question: Question,
  server: NameServer,
  search: Search,
  signal: AbortSignal,
): Promise<Reply> {
  const result = await stagger<NameServer, Message>({
    candidates: Array.from({ length: sendings }, () => server),
    label: serverLabel,
    delayMs: patienceMs,
    signal,
    now: () => search.trace.now(),
    spokesman: ([first]) => first ?? failure('dns.timeout'),
    attempt: async (to, stop) => {
      const reply = await ask(question, to, search, stop);
      return 'failure' in reply ? reply : { value: reply.packet };
    },
  });
  return 'value' in result ? { packet: result.value } : { failure: result.failure };
}

/** It leads further down, or speaks for the zone. */
function isTelling(reply: Reply, zone: string, name: string): boolean {
  if ('failure' in reply) return false;
  const { rcode, authoritative } = reply.packet;
  const speaks = authoritative && (rcode === 'NOERROR' || rcode === 'NXDOMAIN');
  return speaks || leading(reply.packet, zone, name).length > 0;
}

function voiceOf(server: NameServer | undefined, reply: Reply, question: Question): DnsVoice {
  const label = server ? serverLabel(server) : '';
  if ('failure' in reply) return { who: 'zone', server: label, addresses: [], failure: reply.failure };
  const { rcode, extendedErrors, data, failure: why } = interpret(reply.packet, question, label);
  return {
    who: 'zone',
    server: label,
    rcode,
    ...(extendedErrors.length > 0 ? { extendedErrors } : {}),
    addresses: question.type === 'NS' ? [] : data,
    ...(why ? { failure: why } : {}),
  };
}

function unfound(server: string): DnsVoice {
  const why = failure('dns.unreachable', { message: 'its address cannot be found' });
  return { who: 'zone', server, addresses: [], failure: why };
}

/** Work that is stopped with the signal, and what it left open at its end. */
async function within<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await work(stop.signal);
  } finally {
    signal.removeEventListener('abort', abort);
    stop.abort();
  }
}

type Heard = Extract<Reply, { readonly packet: Message }>;

/** The first reply that fits, and whose it is; null once all have come and none does. */
function firstThat(
  replies: readonly Promise<Reply>[],
  fits: (reply: Reply) => boolean,
): Promise<(Heard & { readonly index: number }) | null> {
  return new Promise((resolve, reject) => {
    let open = replies.length;
    for (const [index, reply] of replies.entries()) {
      reply.then((told) => {
        open -= 1;
        if ('packet' in told && fits(told)) resolve({ ...told, index });
        else if (open === 0) resolve(null);
      }, reject);
    }
  });
}
