// The network as one machine sees it: its name servers, hosts file, routes and roots, and where a dial
// really goes. The machine's own is made by `machine.ts`, the internet in a box has another.

import { failure } from '../codes.ts';
import type { Failure, Routes } from '../model.ts';
import { type AddressAndPort, formatSocketAddress } from '../resolver.ts';

export { formatSocketAddress };

export type SocketAddress = AddressAndPort;

export type Transport = 'tcp' | 'udp';

export interface Network {
  /** True for the internet in a box. */
  readonly simulated: boolean;
  /** The system's name servers, in the order in which they are asked. */
  readonly servers: readonly SocketAddress[];
  /** Domains appended to names with fewer than `ndots` dots (resolv.conf(5)). */
  readonly search: readonly string[];
  readonly ndots: number;
  /** Lower-case name to addresses, as in hosts(5). */
  readonly hosts: ReadonlyMap<string, readonly string[]>;
  /** PEM roots that replace both the system's and an endpoint's `ca`; null leaves those in force. */
  readonly roots: string | null;
  /** Where a packet to this address is really sent; null when this network has no such address. */
  place(transport: Transport, to: SocketAddress): SocketAddress | null;
  /** Why nothing may be sent to this address, where some are forbidden; null where it may. */
  refuses?(to: SocketAddress): Failure | null;
  /** The same network for what goes to its own name servers, which nothing forbids. */
  readonly own?: Network;
  /** Whether this machine has a route to the address. Nothing is sent. */
  hasRoute(address: string): Promise<boolean>;
  /** Whether this machine has a route to each family at all. Nothing is sent. */
  routes(): Promise<Routes>;
}

/** Where a packet to this address is really sent, or why it is not sent. Whoever sends one asks here. */
export function placeFor(network: Network, transport: Transport, to: SocketAddress): SocketAddress | Failure {
  const detail = formatSocketAddress(to);
  return network.refuses?.(to) ?? network.place(transport, to) ?? failure('local.unmapped', { detail });
}
