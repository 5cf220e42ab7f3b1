// A world: the hosts that exist in the internet in a box, as plain facts read from a YAML file.
//
//   title: The healthy internet          what this world shows, in a few words
//   note: written from …                 optional
//   hosts:
//     - names: [a.example, 192.0.2.1]    names or IP addresses, exact; each becomes a host of its own
//       ports: {443: https, 80: http}    https: TLS, then HTTP/2 or HTTP/1.1 by ALPN · http · tls: handshake,
//                                        then silence · tcp: accepts, says nothing · dns: resolves the whole
//                                        world's names, UDP and TCP. {} for a name that has only records
//       ipv6: true                       names only: AAAA beside A; true if not said
//       resolves: [127.0.0.1]            names only: these addresses instead of those that the lab gives
//       answers:                         longest prefix of path and query wins, any method; 404 for the rest
//         /: {status: 200, headers: {content-type: text/html}, body: <html>…}

import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { load } from 'js-yaml';
import { UserError } from '../config/diagnostic.ts';
import { worlds } from '../place.ts';
import { canonical, isReserved } from './address.ts';

const portKinds = ['https', 'http', 'tls', 'tcp', 'dns'] as const;

/** What listens on a port. */
export type PortKind = (typeof portKinds)[number];

/** An HTTP answer; `content-length` is added when it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Hosts that answer alike; each of `names` is one of them. */
export interface Host {
  readonly names: readonly string[];
  /** By port number. */
  readonly ports: Readonly<Record<string, PortKind>>;
  readonly ipv6: boolean;
  /** What its names resolve to, where the lab does not give them addresses. */
  readonly resolves?: readonly string[];
  /** By prefix of path and query. */
  readonly answers: Readonly<Record<string, Answer>>;
}

/** Everything that exists in the box. */
export interface World {
  readonly title: string;
  readonly note: string;
  readonly hosts: readonly Host[];
}

type Wrong = (where: string, message: string, hint?: string) => void;
type Fields = Readonly<Record<string, unknown>>;

/** Reads and checks a world file; throws a `UserError` that lists every mistake in it. */
export function readWorld(file: URL | string = new URL('healthy.yaml', worlds)): World {
  const name = String(file);
  const mistakes: { message: string; hint?: string }[] = [];
  const wrong: Wrong = (where, message, hint) =>
    mistakes.push({ message: `${name}: ${where}: ${message}`, ...(hint ? { hint } : {}) });
  const world = toWorld(loadYaml(file, name), wrong);
  if (mistakes.length > 0) throw new UserError(mistakes);
  return world;
}

function loadYaml(file: URL | string, name: string): unknown {
  try {
    return load(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UserError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function toWorld(value: unknown, wrong: Wrong): World {
  const fields = mapAt(value, 'world', ['title', 'note', 'hosts'], wrong);
  const title = textAt(fields.title, 'title', wrong);
  const note = textAt(fields.note ?? '', 'note', wrong);
  const rows = listAt(fields.hosts, 'hosts', wrong);
  const hosts = rows.map((row, index) => toHost(row, `hosts[${index}]`, wrong));
  const seen = new Set<string>();
  for (const name of hosts.flatMap((host) => host.names)) {
    if (seen.has(name)) wrong('hosts', `${name} is there twice`);
    seen.add(name);
  }
  return { title, note, hosts };
}

function toHost(value: unknown, where: string, wrong: Wrong): Host {
  const fields = mapAt(value, where, ['names', 'ports', 'ipv6', 'resolves', 'answers'], wrong);
  const written = listAt(fields.names, `${where}.names`, wrong);
  const names = written.map((name, index) => toName(name, `${where}.names[${index}]`, wrong));
  if (names.length === 0) wrong(`${where}.names`, 'a host needs a name or an address');
  const ports: Record<string, PortKind> = {};
  for (const [port, kind] of Object.entries(anyMapAt(fields.ports, `${where}.ports`, wrong))) {
    const at = `${where}.ports.${port}`;
    if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535) wrong(at, 'not a port number');
    else if (isPortKind(kind)) ports[port] = kind;
    else wrong(at, `unknown kind of port ${JSON.stringify(kind)}`, `one of ${portKinds.join(', ')}`);
  }
  const ipv6 = fields.ipv6 ?? true;
  if (typeof ipv6 !== 'boolean') wrong(`${where}.ipv6`, 'neither true nor false');
  if ('ipv6' in fields && names.every((name) => isIP(name) > 0)) wrong(`${where}.ipv6`, 'is only for names');
  const answers = toAnswers(fields, ports, where, wrong);
  return { names, ports, ipv6: ipv6 === true, ...toResolves(fields, where, wrong), answers };
}

function toResolves(fields: Fields, where: string, wrong: Wrong): Pick<Host, 'resolves'> {
  if (!('resolves' in fields)) return {};
  const addresses = listAt(fields.resolves, `${where}.resolves`, wrong).map(String);
  if (!addresses.every((each) => isIP(each) > 0)) wrong(`${where}.resolves`, 'not a list of addresses');
  return { resolves: addresses.map(canonical) };
}

function toAnswers(fields: Fields, ports: Host['ports'], where: string, wrong: Wrong): Host['answers'] {
  const answers: Record<string, Answer> = {};
  for (const [prefix, value] of Object.entries(anyMapAt(fields.answers ?? {}, `${where}.answers`, wrong))) {
    const at = `${where}.answers.${prefix}`;
    if (!prefix.startsWith('/')) wrong(at, 'a path begins with /');
    answers[prefix] = toAnswer(value, at, wrong);
  }
  const web = Object.values(ports).some((kind) => kind === 'https' || kind === 'http');
  if (!web && 'answers' in fields) wrong(`${where}.answers`, 'no port of this host speaks HTTP');
  return answers;
}

// What the server computes, and what HTTP/2 forbids.
const refusedHeaders = /^(content-length|content-encoding|transfer-encoding|connection|keep-alive|upgrade)$/;

function toAnswer(value: unknown, where: string, wrong: Wrong): Answer {
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

function toName(value: unknown, where: string, wrong: Wrong): string {
  const name = textAt(value, where, wrong).toLowerCase();
  if (isIP(name) > 0) {
    if (isReserved(name)) wrong(where, `${name} is in the range that the lab gives to names`);
    return canonical(name);
  }
  const labels = name.split('.');
  if (name.length > 253 || labels.length < 2 || !labels.every((part) => label.test(part))) {
    wrong(where, `${JSON.stringify(value)} is neither a full name nor an IP address`);
  }
  return name;
}

function isPortKind(value: unknown): value is PortKind {
  return portKinds.some((kind) => kind === value);
}

function mapAt(value: unknown, where: string, keys: readonly string[], wrong: Wrong): Fields {
  const fields = anyMapAt(value, where, wrong);
  for (const key of Object.keys(fields)) {
    if (!keys.includes(key)) wrong(`${where}.${key}`, 'unknown key', `one of ${keys.join(', ')}`);
  }
  return fields;
}

function anyMapAt(value: unknown, where: string, wrong: Wrong): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  wrong(where, value === undefined ? 'is missing' : 'is not a map');
  return {};
}

function listAt(value: unknown, where: string, wrong: Wrong): readonly unknown[] {
  if (Array.isArray(value)) return value;
  wrong(where, value === undefined ? 'is missing' : 'is not a list');
  return [];
}

function textAt(value: unknown, where: string, wrong: Wrong): string {
  if (typeof value === 'string') return value;
  wrong(where, value === undefined ? 'is missing' : 'is not text');
  return '';
}
