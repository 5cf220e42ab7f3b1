// The network of the box as the steps see it: one map from virtual to real, and nothing of this machine.

import type { Network, SocketAddress, Transport } from '../net/network.ts';
import { canonical, isLie, resolvers } from './address.ts';

/** How a virtual address and port is written in the map. */
export function placeKey(transport: Transport, to: SocketAddress): string {
  return `${transport} ${canonical(to.address)} ${to.port}`;
}

/** Where a connection to an address that a liar gave really goes: to a port that refuses. */
export const nobodyKey = 'tcp nobody';

/** In the place of a port: the network says that there is no way. */
export const unreachable = 0;

/** A multicast group: the system refuses to connect to it as to what no route leads to, and sends nothing. */
const group: SocketAddress = { address: '224.0.0.1', port: 9 };

/** The network over a map of `placeKey` to ports of 127.0.0.1. */
export function createLabNetwork(ports: ReadonlyMap<string, number>, roots: string): Network {
  return {
    simulated: true,
    servers: resolvers.map((address) => ({ address, port: 53 })),
    search: [],
    ndots: 1,
    hosts: new Map(),
    roots,
    place(transport, to) {
      const lied = transport === 'tcp' && isLie(canonical(to.address));
      const port = ports.get(lied ? nobodyKey : placeKey(transport, to));
      if (port === unreachable) return group;
      return port === undefined ? null : { address: '127.0.0.1', port };
    },
    hasRoute: async () => true,
    routes: async () => ({ ipv4: true, ipv6: true }),
  };
}
