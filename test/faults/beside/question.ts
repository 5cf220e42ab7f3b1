// What of a row a tool can be told: its keys as a list writes them, and which of them a tool knows.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Endpoint } from '../fault.ts';
import type { Question, Unasked } from './tool.ts';

/** How whydown asks, and how often, every tool has its own way for; and what the system was told (system.ts). */
const settled: readonly string[] = [
  'name',
  'url',
  'timeout',
  'retry',
  'expect',
  'connect',
  'sni',
  'resolver',
];

/** Why a tool that knows these keys and schemes cannot be asked; null when it can. */
export function refusal(
  { endpoint, url }: Question,
  schemes: readonly string[],
  keys: readonly string[],
): Unasked | null {
  if (!schemes.includes(url.protocol)) return { unasked: `asks no ${url.protocol}` };
  const key = Object.keys(endpoint).find((each) => !settled.includes(each) && !keys.includes(each));
  return key === undefined ? null : { unasked: `no way to say ${key}` };
}

/** What the row expects, by the name of the check. */
export function expected(endpoint: Endpoint): Readonly<Record<string, unknown>> {
  return isRecord(endpoint.expect) ? endpoint.expect : {};
}

/** The expectations a tool does not judge. */
export function unjudged(
  endpoint: Endpoint,
  judges: readonly string[],
): { readonly unjudged?: readonly string[] } {
  const left = Object.keys(expected(endpoint)).filter((check) => !judges.includes(check));
  return left.length === 0 ? {} : { unjudged: left };
}

/** The text that the body must contain. Null: none is wanted, or it is wanted in another way. */
export function wantedText(endpoint: Endpoint): string | null {
  const { body } = expected(endpoint);
  if (typeof body === 'string') return body;
  return isRecord(body) && typeof body.contains === 'string' ? body.contains : null;
}

/** Whether the row looks at the body at all. */
export function looksAtBody(endpoint: Endpoint): boolean {
  return ['body', 'json'].some((check) => check in expected(endpoint));
}

/** The statuses that are fine, where each is a plain number; null for 2xx. */
export function wantedStatuses(endpoint: Endpoint): readonly number[] | null {
  const { status } = expected(endpoint);
  const all = (Array.isArray(status) ? status : [status]).map(Number);
  return all.every(Number.isInteger) ? all : null;
}

export function headersOf({ headers }: Endpoint): readonly (readonly [string, string])[] {
  return isRecord(headers) ? Object.entries(headers).map(([name, value]) => [name, String(value)]) : [];
}

/** The file with the roots to trust; null for those of the system. */
export function rootsFile({ endpoint, folder }: Question): string | null {
  if (typeof endpoint.ca !== 'string') return null;
  if (!endpoint.ca.includes('-----BEGIN')) return endpoint.ca;
  const path = join(folder, 'roots.pem');
  writeFileSync(path, endpoint.ca);
  return path;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Words that are the same each time: without ports, durations and addresses in memory. */
export function steady(words: string): string {
  return words
    .replace(/(127(?:\.\d+){3}|\[::1\]):\d+/g, '$1:PORT')
    .replace(/port \d+/g, 'port PORT')
    .replace(/\d+(?:\.\d+)? ?(?:ms|milliseconds|seconds?)\b/g, '…')
    .replace(/0x[0-9a-f]{6,}/g, '0x…')
    .replace(/\s+/g, ' ')
    .trim();
}
