// Which hosts, addresses and name servers a break means.

import { isIP } from 'node:net';
import { resolvers } from './address.ts';
import type { Fault, Which } from './fault.ts';
import { type Break, describe } from './faults.ts';

/** How the system's name servers are called together. */
export const system = 'system';

/** Whether a pattern means this host, a lower-case name or a canonical address. */
export function matches(pattern: string, host: string): boolean {
  if (pattern === '*' || pattern === host) return true;
  if (pattern === system) return resolvers.includes(host);
  return pattern.startsWith('*.') && isIP(host) === 0 && host.endsWith(pattern.slice(1));
}

/** Whether an address of a host is one of these; `addresses` are all of it, in the order of DNS. */
export function isMeant(only: Which | undefined, address: string, addresses: readonly string[]): boolean {
  if (only === undefined) return true;
  if (typeof only === 'number') return inOrderOfTries(addresses)[only - 1] === address;
  return isIP(address) === (only === 'ipv6' ? 6 : 4);
}

/** RFC 8305 4: IPv6 first, then the families in turn. */
function inOrderOfTries(addresses: readonly string[]): readonly string[] {
  const six = addresses.filter((address) => isIP(address) === 6);
  const four = addresses.filter((address) => isIP(address) === 4);
  return Array.from({ length: Math.max(six.length, four.length) }, (_, at) => [
    ...six.slice(at, at + 1),
    ...four.slice(at, at + 1),
  ]).flat();
}

interface Looking {
  /** The address that is dialled, of all of the host. */
  readonly address?: string;
  readonly addresses?: readonly string[];
  /** The name server that is asked. */
  readonly server?: string;
}

/** The faults of a host at one layer, the one that counts most first: of several breaks that is the last. */
export function faultsAt<L extends Fault['at']>(
  breaks: readonly Break[],
  host: string,
  layer: L,
  { address, addresses = [], server }: Looking = {},
): readonly Extract<Fault, { at: L }>[] {
  return breaks.toReversed().flatMap(({ host: pattern, only, asked, fault }) => {
    const described = describe(fault);
    if (!isAt(described, layer) || !matches(pattern, host)) return [];
    if (asked !== undefined && (server === undefined || !matches(asked, server))) return [];
    const which = only ?? ('only' in described ? described.only : undefined);
    return address === undefined || isMeant(which, address, addresses) ? [described] : [];
  });
}

/** The fault of a host at one layer. */
export function faultAt<L extends Fault['at']>(
  breaks: readonly Break[],
  host: string,
  layer: L,
  looking: Looking = {},
): Extract<Fault, { at: L }> | null {
  return faultsAt(breaks, host, layer, looking)[0] ?? null;
}

function isAt<L extends Fault['at']>(fault: Fault, layer: L): fault is Extract<Fault, { at: L }> {
  return fault.at === layer;
}
