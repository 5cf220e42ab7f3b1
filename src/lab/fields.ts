// The values of a YAML file that is read by hand: of the right type, or a mistake that is told with its place.

import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { load } from 'js-yaml';
import { UserError } from '../config/diagnostic.ts';
import { canonical, isReserved } from './address.ts';

/** Takes a mistake: where in the file, what, and how to mend it. */
export type Wrong = (where: string, message: string, hint?: string) => void;
export type Fields = Readonly<Record<string, unknown>>;

/** Reads a file and has it checked; throws a `UserError` that lists every mistake in it. */
export function readChecked<T>(file: URL | string, check: (value: unknown, wrong: Wrong) => T): T {
  const name = String(file);
  const mistakes: { message: string; hint?: string }[] = [];
  const wrong: Wrong = (where, message, hint) =>
    mistakes.push({ message: `${name}: ${where}: ${message}`, ...(hint ? { hint } : {}) });
  const checked = check(loadYaml(file, name), wrong);
  if (mistakes.length > 0) throw new UserError(mistakes);
  return checked;
}

function loadYaml(file: URL | string, name: string): unknown {
  try {
    return load(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// What the server computes, and what HTTP/2 forbids.
const refusedHeaders = /^(content-length|content-encoding|transfer-encoding|connection|keep-alive|upgrade)$/;

/** An HTTP answer; `content-length` is added when it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer; the header names in lower case. */
export function toAnswer(value: unknown, where: string, wrong: Wrong): Answer {
  const fields = mapAt(value, where, ['status', 'headers', 'body'], wrong);
  const status = fields.status;
  const valid = typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599;
  if (!valid) wrong(`${where}.status`, 'not a status from 200 to 599');
  const headers: Record<string, string> = {};
  for (const [name, text] of Object.entries(anyMapAt(fields.headers ?? {}, `${where}.headers`, wrong))) {
    const lower = name.toLowerCase();
    if (refusedHeaders.test(lower)) wrong(`${where}.headers.${name}`, 'the lab writes this header itself');
    headers[lower] = textAt(
      typeof text === 'number' ? String(text) : text,
      `${where}.headers.${name}`,
      wrong,
    );
  }
  const body = textAt(fields.body ?? '', `${where}.body`, wrong);
  return { status: valid ? status : 500, headers, body };
}

const label = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/;

/** A full name in lower case, of at least so many labels, or an IP address in its one spelling. */
export function toName(value: unknown, where: string, wrong: Wrong, leastLabels = 2): string {
  const name = textAt(value, where, wrong).toLowerCase();
  if (isIP(name) > 0) {
    if (isReserved(name)) wrong(where, `${name} is in the range that the lab gives to names`);
    return canonical(name);
  }
  const labels = name.split('.');
  if (name.length > 253 || labels.length < leastLabels || !labels.every((part) => label.test(part))) {
    wrong(where, `${JSON.stringify(value)} is neither a full name nor an IP address`);
  }
  return name;
}

/** A map with no other keys than these. */
export function mapAt(value: unknown, where: string, keys: readonly string[], wrong: Wrong): Fields {
  const fields = anyMapAt(value, where, wrong);
  for (const key of Object.keys(fields)) {
    if (!keys.includes(key)) wrong(`${where}.${key}`, 'unknown key', `one of ${keys.join(', ')}`);
  }
  return fields;
}

export function anyMapAt(value: unknown, where: string, wrong: Wrong): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  wrong(where, value === undefined ? 'is missing' : 'is not a map');
  return {};
}

export function listAt(value: unknown, where: string, wrong: Wrong): readonly unknown[] {
  if (Array.isArray(value)) return value;
  wrong(where, value === undefined ? 'is missing' : 'is not a list');
  return [];
}

export function textAt(value: unknown, where: string, wrong: Wrong): string {
  if (typeof value === 'string') return value;
  wrong(where, value === undefined ? 'is missing' : 'is not text');
  return '';
}
