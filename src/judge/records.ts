// The data of DNS records as they are compared: in any order, names whatever their case, addresses however
// they are written. Pure.

import type { DnsFacts, Observation } from '../model.ts';

export interface RecordData {
  readonly type: string;
  readonly data: string;
}

/** What the name that was asked came to; null when nobody answered. */
export function dnsOf({ hops }: Observation): DnsFacts | null {
  return hops[0]?.facts.dns ?? null;
}

/** The data that was asked for, without the aliases on the way. */
export function dataOf({ from, types = [], records, addresses }: DnsFacts): readonly RecordData[] {
  if (from === 'server') return records.filter(({ type }) => types.includes(type));
  return addresses.map((data) => ({ type: data.includes(':') ? 'AAAA' : 'A', data }));
}

/** The same for what means the same. A text (TXT) means just what it says. */
export function canonical({ type, data }: RecordData): string {
  if (type === 'TXT') return data;
  const text = data
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\\(\D)/gu, asNumber);
  if (type === 'AAAA') return canonicalIpv6(text);
  // The value of a CAA record is its own; its tag and all names ignore case (RFC 8659 4.1, RFC 4343).
  if (type === 'CAA') return text.replace(/^\d+ [^ ]+/, (start) => start.toLowerCase());
  return text.toLowerCase().replace(/(?<=[^. ])\.(?= |$)/g, '');
}

/** RFC 1035 5.1: `\.` is another way to write `\046`. */
function asNumber(_: string, character: string): string {
  return `\\${String(character.codePointAt(0)).padStart(3, '0')}`;
}

function canonicalIpv6(text: string): string {
  const url = `http://[${text}]/`;
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : text.toLowerCase();
}
