// The public internet and nothing else: a network that sends nothing to an address of special purpose. It judges
// the address that is really connected, so no name, redirect or resolver leads around it.

import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { failure } from '../codes.ts';
import type { Network } from './network.ts';

type Range = readonly [network: string, prefix: number, what: string];

/** The special-purpose addresses of IANA (RFC 6890 and after), multicast, and what is reserved. */
const ranges4: readonly Range[] = [
  ['0.0.0.0', 8, 'of no network (RFC 791)'],
  ['10.0.0.0', 8, 'private (RFC 1918)'],
  ['100.64.0.0', 10, 'shared by a carrier (RFC 6598)'],
  ['127.0.0.0', 8, 'loopback (RFC 1122)'],
  ['169.254.0.0', 16, 'link-local (RFC 3927)'],
  ['172.16.0.0', 12, 'private (RFC 1918)'],
  ['192.0.0.0', 24, 'for protocols (RFC 6890)'],
  ['192.0.2.0', 24, 'for documentation (RFC 5737)'],
  ['192.88.99.0', 24, 'of a 6to4 relay (RFC 7526)'],
  ['192.168.0.0', 16, 'private (RFC 1918)'],
  ['198.18.0.0', 15, 'for benchmarks (RFC 2544)'],
  ['198.51.100.0', 24, 'for documentation (RFC 5737)'],
  ['203.0.113.0', 24, 'for documentation (RFC 5737)'],
  ['224.0.0.0', 4, 'multicast (RFC 5771)'],
  ['240.0.0.0', 4, 'reserved (RFC 1112)'],
];

/** Of IPv6 only 2000::/3 is public (RFC 4291 2.4), and of it not these. The others have words of their own. */
const ranges6: readonly Range[] = [
  ['::', 128, 'unspecified (RFC 4291)'],
  ['::1', 128, 'loopback (RFC 4291)'],
  ['64:ff9b:1::', 48, 'for local translation (RFC 8215)'],
  ['fc00::', 7, 'private (RFC 4193)'],
  ['fe80::', 10, 'link-local (RFC 4291)'],
  ['ff00::', 8, 'multicast (RFC 4291)'],
  // Among them Teredo, whose address holds an IPv4 address on both sides of a relay.
  ['2001::', 23, 'for protocols (RFC 2928)'],
  ['2001:db8::', 32, 'for documentation (RFC 3849)'],
  ['3fff::', 20, 'for documentation (RFC 9637)'],
];

/** Prefixes behind which an IPv4 address stands, at the group of 16 bits where it begins. */
const embedding: readonly (readonly [network: string, prefix: number, at: number])[] = [
  ['::ffff:0:0', 96, 6],
  ['64:ff9b::', 96, 6],
  ['2002::', 16, 1],
];

function within(address: string, network: string, prefix: number): boolean {
  const family = isIPv4(address) ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, prefix, family);
  return list.check(address, family);
}

/** What an address is, where it is not a public one; null for a public one. */
export function specialPurpose(address: string): string | null {
  const ranges = isIPv4(address) ? ranges4 : ranges6;
  if (!isIPv4(address) && !isIPv6(address)) return 'no address';
  const known = ranges.find(([network, prefix]) => within(address, network, prefix));
  if (known) return known[2];
  if (isIPv4(address)) return null;
  for (const [network, prefix, at] of embedding) {
    if (!within(address, network, prefix)) continue;
    const inner = embedded(address, at);
    const what = specialPurpose(inner);
    return what === null ? null : `the way to ${inner}, which is ${what}`;
  }
  return within(address, '2000::', 3) ? null : 'reserved (RFC 4291)';
}

/** The IPv4 address in two groups of an IPv6 address. */
function embedded(address: string, at: number): string {
  // As URLs write it there is no zone, and no decimal part at the end.
  const bare = new URL(`http://[${address.replace(/%.*/, '')}]`).hostname.slice(1, -1);
  const [head = '', tail] = bare.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const after = groups(tail ?? '');
  const zeros = Array.from({ length: 8 - groups(head).length - after.length }, () => '0');
  const bits = [...groups(head), ...zeros, ...after]
    .slice(at, at + 2)
    .map((group) => Number.parseInt(group, 16));
  return bits.flatMap((group) => [group >> 8, group & 255]).join('.');
}

/** The network without any address that is not public. Its own name servers may stand anywhere. */
export function publicOnly(network: Network): Network {
  return {
    ...network,
    own: network,
    refuses({ address }) {
      const what = specialPurpose(address);
      if (what === null) return null;
      const message = `${address} is ${what}, and --untrusted asks only public addresses`;
      return failure('local.forbidden', { message });
    },
  };
}
