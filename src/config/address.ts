// Addresses as people write them for a resolver. Words only: nothing here opens a socket or asks for a name.

import type { Problem } from '../shape.ts';

/** True for an IPv4 address in four decimal parts. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** True for an IPv6 address without brackets and zone. */
export function isIpv6(text: string): boolean {
  return /^[0-9a-f:.]+$/i.test(text) && text.includes(':') && URL.canParse(`http://[${text}]/`);
}

const hint = 'write an address: 9.9.9.9, 9.9.9.9:53, [2620:fe::fe]:53 or udp://9.9.9.9';

/** The name server in `udp://ADDR[:PORT]`, `ADDR[:PORT]` or `[V6]:PORT`; port 53 is left out of the value. */
export function parseResolver(text: string): { readonly value: string } | Problem {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1];
  if (scheme !== undefined && scheme.toLowerCase() !== 'udp') {
    return { problem: `a resolver is asked over udp, not \`${scheme}\``, hint };
  }
  const rest = scheme === undefined ? text : text.slice(scheme.length + 3);
  if (isIpv6(rest)) return { value: rest.toLowerCase() };
  const [, v6, v4, port] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::(\d{1,5}))?$/i.exec(rest) ?? [];
  const address = v6 ?? v4 ?? '';
  if (!(v6 === undefined ? isIpv4(address) : isIpv6(address))) {
    return { problem: `\`${text}\` is not the address of a resolver`, hint };
  }
  const number = Number(port ?? 53);
  if (number < 1 || number > 65_535) {
    return { problem: `${number} is not a port`, hint: 'ports go from 1 to 65535' };
  }
  if (number === 53) return { value: address.toLowerCase() };
  return { value: v6 === undefined ? `${address}:${number}` : `[${v6.toLowerCase()}]:${number}` };
}
