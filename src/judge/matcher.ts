// Holds one value against one matcher. Pure; what is absent passes only `not`.

import type { Json, Matcher } from '../model.ts';
import { find } from '../pattern.ts';

/** How a check compares for `equals` and `in`; deep equality of JSON if it has no other idea. */
export type Same = (actual: Json, wanted: Json) => boolean;

/** Whether the value is as wanted; null when a pattern cannot tell within bounds. */
export function fits(matcher: Matcher, actual: Json | undefined, same: Same = equal): boolean | null {
  if ('not' in matcher) return not(fits(matcher.not, actual, same));
  if (actual === undefined) return false;
  if ('equals' in matcher) return same(actual, matcher.equals);
  if ('in' in matcher) return matcher.in.some((wanted) => same(actual, wanted));
  if ('contains' in matcher) return contains(actual, matcher.contains);
  if ('matches' in matcher) return typeof actual === 'string' && find(matcher.matches, actual);
  if ('min' in matcher) return typeof actual === 'number' && actual >= matcher.min;
  return typeof actual === 'number' && actual <= matcher.max;
}

/** What is not known turned round is not known either. */
export function not(known: boolean | null): boolean | null {
  return known === null ? null : !known;
}

function contains(actual: Json, wanted: Json): boolean {
  if (typeof actual === 'string') return actual.includes(String(wanted));
  return Array.isArray(actual) && actual.some((item) => equal(item, wanted));
}

/** Whether two values of JSON are the same, whatever the order of their keys; what is absent is so in both. */
export function equal(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  if (Array.isArray(a) !== Array.isArray(b) || left.length !== right.size) return false;
  return left.every(([key, value]) => equal(value as Json, right.get(key) as Json | undefined));
}

/** The matcher in words, around the operand as it was written. */
export function describe(matcher: Matcher, written: string): string {
  if ('not' in matcher) return `not ${describe(matcher.not, written)}`;
  if ('contains' in matcher) return `contains ${written}`;
  if ('matches' in matcher) return `matches ${written}`;
  if ('min' in matcher) return `at least ${written}`;
  if ('max' in matcher) return `at most ${written}`;
  return written;
}
