// Virtual addresses: which ones the lab gives to names, and one spelling for each.
// Out of the ranges set aside for benchmarks (RFC 2544, RFC 5180): nothing on the internet has them.

import { isIPv6, SocketAddress } from 'node:net';

/** The system's name servers in every world. */
export const resolvers: readonly string[] = ['198.18.0.53', '198.18.0.54'];

const perBlock = 250;

/** The addresses of the name with this index in the world file; 198.18.0.x stays with the name servers. */
export function addressesOf(index: number, ipv6: boolean): readonly string[] {
  const block = 1 + Math.floor(index / perBlock);
  const ipv4 = `198.${18 + (block >> 8)}.${block & 255}.${1 + (index % perBlock)}`;
  return ipv6 ? [ipv4, `2001:2::${(0x100 + index).toString(16)}`] : [ipv4];
}

/** Whether the lab gives out addresses of this range itself. */
export function isReserved(address: string): boolean {
  return /^198\.1[89]\./.test(address) || /^2001:2:(0:|:)/.test(canonical(address));
}

/** The one spelling of an address: lower case, shortest form, without a zone. */
export function canonical(address: string): string {
  const bare = address.split('%', 1)[0] ?? address;
  return isIPv6(bare) ? new SocketAddress({ address: bare, family: 'ipv6' }).address : bare;
}
