// The JSON of a feed, looked into without trusting it: any part may be missing, of another type, or huge. Pure.

import { parseJson } from '../json.ts';
import type { Json, Observation } from '../model.ts';

/** Nobody honest has more of anything; what comes after them is not read. */
const most = 2000;

/** The document of an answer whatever its media type says; undefined when there is none. */
export function documentOf({ hops }: Observation): Json | undefined {
  const text = hops.at(-1)?.facts.http?.body;
  return text === undefined ? undefined : parseJson(text);
}

/** The items of a list; nothing for what is none. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value.slice(0, most) : [];
}

/** What a map says below a key of its own; undefined for all else. */
export function at(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, Json>>)[key] : undefined;
}

/** The text below a key, without blanks around it; a number reads as it is written. */
export function textAt(value: Json | undefined, key: string): string | null {
  const found = at(value, key);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null;
}
