// The name under which the PTR record of an address stands (RFC 1035 3.5, RFC 3596 2.5).

import { isIP } from 'node:net';

/** `192.0.2.1` to `1.2.0.192.in-addr.arpa`, an IPv6 address nibble by nibble to ip6.arpa. */
export function reverseName(address: string): string {
  if (isIP(address) === 4) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  return `${[...digitsOf(address)].reverse().join('.')}.ip6.arpa`;
}

/** All 32 hexadecimal digits. */
function digitsOf(address: string): string {
  // As URLs write it there are no four decimal parts left at the end.
  const bare = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = bare.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const after = groups(tail ?? '');
  const before = groups(head);
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
}
