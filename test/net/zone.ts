// A zone of the test's own: a resolver that knows its name servers, and these.

import type { Answer } from 'dns-packet';
import type { Network } from '../../src/net/network.ts';
import { a, openNameServer, rcodes, reply, type Script } from '../servers/dns.ts';
import { closedUdpPort } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';

export const zone = 'zone.example';

export function soa(name: string, serial: number): Answer {
  const data = { mname: 'ns1.zone.example', rname: 'host.zone.example', serial };
  return { name, type: 'SOA', ttl: 60, data: { ...data, refresh: 1, retry: 1, expire: 1, minimum: 1 } };
}

/** What a resolver says of a zone with these name servers; the n-th of them is at 192.0.2.n. */
export function parent(names: readonly string[]): Script {
  return (asked) => {
    const index = names.indexOf(asked.name);
    if (index >= 0) {
      return [reply(asked, { answers: asked.type === 'A' ? [a(asked.name, `192.0.2.${index + 1}`)] : [] })];
    }
    if (asked.type === 'NS' && asked.name === zone) {
      const ns = names.map((data): Answer => ({ name: zone, type: 'NS', ttl: 60, data }));
      return [reply(asked, { answers: ns.toReversed() })];
    }
    return [reply(asked, { rcode: rcodes.NXDOMAIN, authorities: [soa(zone, 1)] })];
  };
}

/** A server of the zone that has these records for every question of their type. */
export function holds(...records: readonly Answer[]): Script {
  return (asked) => [
    reply(asked, { authority: true, answers: records.filter(({ type }) => type === asked.type) }),
  ];
}

/** A network with a resolver and these servers of the zone; null is one that is dead. */
export async function world(scripts: readonly (Script | null)[]) {
  const names = scripts.map((_, index) => `ns${index + 1}.${zone}`);
  const resolver = await openNameServer(parent(names));
  const servers = await Promise.all(scripts.map((script) => script && openNameServer(script)));
  const udp: Record<string, number> = { '192.0.2.253': resolver.udp };
  for (const [index, server] of servers.entries()) {
    udp[`192.0.2.${index + 1}`] = server?.udp ?? (await closedUdpPort());
  }
  const network: Network = networkOf({ servers: [{ address: '192.0.2.253', port: 53 }], udp });
  return { network, resolver, servers };
}

export const url = `dns:www.deep.${zone}?type=A`;
export const good = holds(a(`www.deep.${zone}`, '192.0.2.80'));
export const unhurried = { timeout: '5s', retry: { times: 0 } };
