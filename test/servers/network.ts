// Networks made by tests: virtual names and addresses, each led to a port of 127.0.0.1.

import type { Network, SocketAddress } from '../../src/net/network.ts';
import { formatSocketAddress } from '../../src/net/network.ts';
import { rootPem } from './certificates.ts';

interface Sketch extends Partial<Omit<Network, 'hosts' | 'place'>> {
  readonly hosts?: Readonly<Record<string, readonly string[]>>;
  /** `192.0.2.1:443` or, for all its ports, `192.0.2.1`, to the port that answers. */
  readonly tcp?: Readonly<Record<string, number>>;
  readonly udp?: Readonly<Record<string, number>>;
}

export function networkOf({ hosts = {}, tcp = {}, udp = {}, ...more }: Sketch): Network {
  const port = (to: SocketAddress, map: Readonly<Record<string, number>>): number | undefined =>
    map[formatSocketAddress(to)] ?? map[to.address];
  return {
    simulated: true,
    servers: [],
    search: [],
    ndots: 1,
    hosts: new Map(Object.entries(hosts)),
    roots: rootPem,
    place(transport, to) {
      const found = port(to, transport === 'tcp' ? tcp : udp);
      return found === undefined ? null : { address: '127.0.0.1', port: found };
    },
    hasRoute: async () => true,
    routes: async () => ({ ipv4: true, ipv6: true }),
    ...more,
  };
}

export const siteAddress = '192.0.2.1';

/** `site.example`, all of whose ports are this one. */
export function site(port: number): Network {
  return networkOf({ hosts: { 'site.example': [siteAddress] }, tcp: { [siteAddress]: port } });
}
