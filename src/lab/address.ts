// Virtual addresses: which ones the lab gives to names, and one spelling for each.
// Out of the ranges set aside for benchmarks (RFC 2544, RFC 5180): nothing on the internet has them.

import { isIPv6, SocketAddress } from 'node:net';

/** The system's name servers in every world. */
export const resolvers: readonly string[] = ['198.18.0.53', '198.18.0.54'];

/** How many addresses of each family a name may have. */
export const maxAddresses = 8;

const perBlock = 250;
/** Where the second and further addresses of names begin, block after block. */
const firstFurther = 0x1_00_00;

/**
 * The addresses of the name with this index in the world file, `count` of each family; 198.18.0.x stays with the name
 * servers. The first ones are the same whatever the count.
 */
export function addressesOf(index: number, ipv6: boolean, count = 1): readonly string[] {
  const nth = Array.from({ length: count }, (_, at) => at);
  const ipv4 = nth.map((at) => ipv4Of(at === 0 ? index : firstFurther + index * (maxAddresses - 1) + at - 1));
  const groups = nth.map((at) => (at === 0 ? '' : `:${at.toString(16)}`));
  return ipv6 ? [...ipv4, ...groups.map((group) => `2001:2:${group}:${(0x100 + index).toString(16)}`)] : ipv4;
}

function ipv4Of(index: number): string {
  const further = index >= firstFurther;
  const at = further ? index - firstFurther : index;
  const block = (further ? 0x100 : 1) + Math.floor(at / perBlock);
  return `198.${18 + (block >> 8)}.${block & 255}.${1 + (at % perBlock)}`;
}

/** An address that a lying name server gives; each server tells another. Nobody is there. */
export function lieOf(server: string, ipv6: boolean): string {
  const sum = [...server].reduce((total, letter) => total * 31 + (letter.codePointAt(0) ?? 0), 7) % 250;
  return ipv6 ? `2001:2::${(0xff00 + sum).toString(16)}` : `198.18.0.${100 + (sum % 150)}`;
}

/** Whether an address is such a lie. */
export function isLie(address: string): boolean {
  return /^198\.18\.0\.[12]\d\d$/.test(address) || /^2001:2::ff[0-9a-f]{2}$/.test(address);
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
