// The network as one machine sees it: its name servers, hosts file, routes and roots, and where a dial
// really goes. The machine's own is made by `machine.ts`, the internet in a box has another.

import { isIP } from 'node:net';
import type { Routes } from '../model.ts';

export interface SocketAddress {
  /** An IP address without brackets. */
  readonly address: string;
  readonly port: number;
}

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
  /** Whether this machine has a route to the address. Nothing is sent. */
  hasRoute(address: string): Promise<boolean>;
  /** Whether this machine has a route to each family at all. Nothing is sent. */
  routes(): Promise<Routes>;
}

/** `192.0.2.53`, `192.0.2.53:5353`, `2001:db8::53`, `[2001:db8::53]:5353`; null for anything else. */
export function parseSocketAddress(text: string, defaultPort: number): SocketAddress | null {
  if (isIP(text) !== 0) return { address: text, port: defaultPort };
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  const address = match?.[1] ?? match?.[2] ?? '';
  const port = match?.[3] === undefined ? defaultPort : Number(match[3]);
  return isIP(address) !== 0 && port >= 1 && port <= 65_535 ? { address, port } : null;
}

/** `192.0.2.7:443`, `[2001:db8::7]:443`. */
export function formatSocketAddress({ address, port }: SocketAddress): string {
  return isIP(address) === 6 ? `[${address}]:${port}` : `${address}:${port}`;
}
