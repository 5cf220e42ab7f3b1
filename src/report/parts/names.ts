// What was asked of whom, and where the records of a name came from.

import { inBothSpellings } from '../../host.ts';
import type { DnsFacts, Observation } from '../../model.ts';
import { forPeople } from '../escapes.ts';
import type { Screen } from '../table/screen.ts';

/** `dns:shop.example via 9.9.9.9`, `https://shop.example/ at 192.0.2.7`. Of an address no resolver was asked. */
export function askedText(screen: Screen, { url, resolver, address }: Observation): string {
  const asked = urlText(screen, url);
  if (address !== undefined) return `${asked} at ${address}`;
  return resolver === undefined ? asked : `${asked} via ${resolver}`;
}

/** A URL with the other spelling of its name, which no escape has seen yet. */
export function urlText(screen: Screen, url: string): string {
  return forPeople(screen)(inBothSpellings(url));
}

const otherSources = {
  hosts: 'the hosts file',
  localhost: 'the name itself (RFC 6761)',
  os: 'the operating system’s resolver',
} as const satisfies Record<Exclude<DnsFacts['from'], 'server'>, string>;

/** `192.0.2.53:53`, or what else gave the answer; null where nobody did. */
export function sourceOfNames({ from, server, addresses }: DnsFacts): string | null {
  if (from === 'server') return server ?? null;
  return addresses.length === 0 ? null : otherSources[from];
}

/** `Stale Answer (EDE 3): older than a day`, as RFC 8914 lets a server remark. */
export function remarksOf({ extendedErrors = [] }: DnsFacts): readonly string[] {
  return extendedErrors.map(
    ({ name, code, text }) => `${name} (EDE ${code})${text === '' ? '' : `: ${text}`}`,
  );
}
