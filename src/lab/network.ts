// The network of the box as the steps see it: one map from virtual to real, and nothing of this machine.

import type { Network, SocketAddress, Transport } from '../net/network.ts';
import { canonical, resolvers } from './address.ts';

/** How a virtual address and port is written in the map. */
export function placeKey(transport: Transport, to: SocketAddress): string {
  return `${transport} ${canonical(to.address)} ${to.port}`;
}

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
      const port = ports.get(placeKey(transport, to));
      return port === undefined ? null : { address: '127.0.0.1', port };
    },
    hasRoute: async () => true,
    routes: async () => ({ ipv4: true, ipv6: true }),
  };
}
