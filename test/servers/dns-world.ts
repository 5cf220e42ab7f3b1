// The name servers of a small internet: resolvers of this machine and public ones, the top level `com`, and the name
// servers of zones below it. Each notes what it was asked.

import * as codec from 'dns-packet';
import type { Network } from '../../src/net/network.ts';
import { type Asked, a, type NameServer, openNameServer, rcodes, reply, type Script } from './dns.ts';
import { networkOf } from './network.ts';

/** What a name gives: an address, silence, or an rcode, with an extended error. */
type Word =
  | string
  | null
  | { readonly rcode: number; readonly extended?: readonly (readonly [number, string])[] };

interface Plan {
  /** Of each resolver of this machine, what it says of a name; others are found. */
  readonly own: readonly Readonly<Record<string, Word>>[];
  /** Of public ones, by address. */
  readonly named?: Readonly<Record<string, Readonly<Record<string, Word>>>>;
  /** By zone, what each of its servers says of every name in it. */
  readonly zones?: Readonly<Record<string, readonly Word[]>>;
  /** Whether the top level answers. */
  readonly top?: 'silent';
}

export interface DnsWorld {
  readonly network: Network;
  readonly own: readonly NameServer[];
  readonly named: Readonly<Record<string, NameServer>>;
  readonly top: NameServer;
  /** By `ns1.zone`. */
  readonly zones: Readonly<Record<string, NameServer>>;
}

export const failing: Word = { rcode: rcodes.SERVFAIL };
export const denied: Word = { rcode: rcodes.NXDOMAIN };
/** Where every name leads that nothing is said of. */
export const found = '198.51.100.80';

const topServer = '192.0.2.2';

/** The servers, and a network that leads to them. The n-th resolver of this machine is 192.0.2.(53 + n). */
export async function openDnsWorld({ own, named = {}, zones = {}, top }: Plan): Promise<DnsWorld> {
  const places = Object.entries(zones).flatMap(([zone, words], index) =>
    words.map((word, at) => ({
      zone,
      word,
      host: `ns${at + 1}.${zone}`,
      address: `192.0.2.${100 + index * 10 + at}`,
    })),
  );
  const glue = places.map(({ host, address }) => a(host, address));
  const owns = await Promise.all(own.map((words) => openNameServer(resolver(words))));
  const namedOpen = await Promise.all(
    Object.entries(named).map(
      async ([address, words]) => [address, await openNameServer(resolver(words))] as const,
    ),
  );
  const above = await openNameServer((asked) =>
    top === 'silent' ? [] : [refer(asked, Object.keys(zones), glue)],
  );
  const below = await Promise.all(
    places.map(async (place) => ({
      ...place,
      server: await openNameServer((asked) => told(asked, place.word, true)),
    })),
  );
  const udp = Object.fromEntries([
    ...owns.map(({ udp: port }, index) => [`192.0.2.${53 + index}`, port] as const),
    ...namedOpen.map(([address, { udp: port }]) => [address, port] as const),
    [topServer, above.udp] as const,
    ...below.map(({ address, server }) => [address, server.udp] as const),
  ]);
  return {
    network: networkOf({
      servers: owns.map((_, index) => ({ address: `192.0.2.${53 + index}`, port: 53 })),
      udp,
    }),
    own: owns,
    named: Object.fromEntries(namedOpen),
    top: above,
    zones: Object.fromEntries(below.map(({ host, server }) => [host, server])),
  };
}

/** Who finds every name, but those of which `words` says something; also the top level and its server. */
function resolver(words: Readonly<Record<string, Word>>): Script {
  return (asked) => {
    if (asked.type === 'NS' && asked.name === 'com')
      return [reply(asked, { answers: [ns('com', 'a.top.net')] })];
    if (asked.name === 'a.top.net') return told(asked, topServer);
    const zone = Object.keys(words).find((name) => asked.name === name || asked.name.endsWith(`.${name}`));
    return told(asked, zone === undefined ? found : (words[zone] ?? null));
  };
}

function told(asked: Asked, word: Word, authority = false): readonly Buffer[] {
  const speaks = authority ? ({ authority: true } as const) : {};
  if (word === null) return [];
  if (typeof word !== 'string') return [reply(asked, { ...speaks, ...word })];
  return [reply(asked, { ...speaks, answers: asked.type === 'A' ? [a(asked.name, word)] : [] })];
}

/** A referral to the zone that holds the name, with the addresses of its servers; NXDOMAIN where there is none. */
function refer(asked: Asked, zones: readonly string[], glue: readonly codec.Answer[]): Buffer {
  const zone = zones.find((each) => asked.name === each || asked.name.endsWith(`.${each}`));
  if (zone === undefined) return reply(asked, { authority: true, rcode: rcodes.NXDOMAIN });
  const own = glue.filter(({ name }) => name.endsWith(`.${zone}`));
  return codec.encode({
    type: 'response',
    id: asked.packet.id ?? 0,
    questions: [{ name: asked.name, type: asked.type as codec.RecordType }],
    authorities: own.map(({ name }) => ns(zone, name)),
    additionals: [...own],
  });
}

function ns(name: string, data: string): codec.Answer {
  return { name, type: 'NS', ttl: 60, data };
}
