// The two families of addresses, in the words people use for them. Pure.

import type { Family } from './model.ts';
import { type JsonSchema, patterned } from './shape/schema.ts';
import type { Problem } from './shape.ts';

/** The family of an IP address, brackets or not. */
export function familyOf(address: string): Family {
  return address.includes(':') ? 6 : 4;
}

/** `IPv4`, `IPv6`. */
export function familyName(family: Family): string {
  return `IPv${family}`;
}

/** What `parseFamily` takes, for editors. */
export const familySchema: JsonSchema = { anyOf: [{ enum: [4, 6] }, patterned('^(?:[iI][pP][vV])?[46]$')] };

/** The family that `4`, `6`, `ipv4` or `IPv6` means. */
export function parseFamily(text: string): { readonly value: Family } | Problem {
  const digit = /^(?:ipv)?([46])$/i.exec(text)?.[1];
  if (digit !== undefined) return { value: digit === '4' ? 4 : 6 };
  return { problem: `\`${text}\` is not a family of addresses`, hint: 'write 4 or 6' };
}
