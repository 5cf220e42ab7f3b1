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
//       addresses: 2                     names only: how many of each family; 1 if not said
//       answers:                         longest prefix of path and query wins, any method; 404 for the rest
//         /: {status: 200, headers: {content-type: text/html}, body: <html>…}
//   zones:                               optional; who speaks for which names, over port 53
//     - names: [a.example]               `.` is the root; a zone above another refers to it
//       servers: {ns1.a.example: 192.0.2.53}

import { isIP } from 'node:net';
import { worlds } from '../place.ts';
import { canonical, isReserved, maxAddresses } from './address.ts';
import {
  type Answer,
  anyMapAt,
  type Fields,
  listAt,
  mapAt,
  readChecked,
  textAt,
  toAnswer,
  toName,
  type Wrong,
} from './fields.ts';

const portKinds = ['https', 'http', 'tls', 'tcp', 'dns'] as const;

/** What listens on a port. */
export type PortKind = (typeof portKinds)[number];

/** Hosts that answer alike; each of `names` is one of them. */
export interface Host {
  readonly names: readonly string[];
  /** By port number. */
  readonly ports: Readonly<Record<string, PortKind>>;
  readonly ipv6: boolean;
  /** How many of each family a name has. */
  readonly addresses: number;
  /** What its names resolve to, where the lab does not give them addresses. */
  readonly resolves?: readonly string[];
  /** By prefix of path and query. */
  readonly answers: Readonly<Record<string, Answer>>;
}

/** Zones that the same servers speak for. */
export interface Zone {
  /** In lower case; '' is the root. */
  readonly names: readonly string[];
  /** The address of each server, by its name. */
  readonly servers: Readonly<Record<string, string>>;
}

/** Everything that exists in the box. */
export interface World {
  readonly title: string;
  readonly note: string;
  readonly hosts: readonly Host[];
  readonly zones: readonly Zone[];
}

/** Reads and checks a world file; throws a `UserError` that lists every mistake in it. */
export function readWorld(file: URL | string = new URL('healthy.yaml', worlds)): World {
  return readChecked(file, toWorld);
}

function toWorld(value: unknown, wrong: Wrong): World {
  const fields = mapAt(value, 'world', ['title', 'note', 'hosts', 'zones'], wrong);
  const title = textAt(fields.title, 'title', wrong);
  const note = textAt(fields.note ?? '', 'note', wrong);
  const hosts = toHosts(fields.hosts, wrong);
  const zones = toZones(fields.zones ?? [], wrong);
  return { title, note, ...withoutDoubles({ hosts, zones }, wrong) };
}

/** What a file adds to a world: hosts and zones. */
export function toHosts(value: unknown, wrong: Wrong): readonly Host[] {
  return listAt(value, 'hosts', wrong).map((row, index) => toHost(row, `hosts[${index}]`, wrong));
}

/** The same of zones. */
export function toZones(value: unknown, wrong: Wrong): readonly Zone[] {
  return listAt(value, 'zones', wrong).map((row, index) => toZone(row, `zones[${index}]`, wrong));
}

type Parts = Pick<World, 'hosts' | 'zones'>;

/** The parts as they are; a name that is there twice is told. */
export function withoutDoubles({ hosts, zones }: Parts, wrong: Wrong): Parts {
  const servers = zones.flatMap((zone) => [...Object.keys(zone.servers), ...Object.values(zone.servers)]);
  const tellDoubles = (where: string, names: readonly string[]) => {
    const seen = new Set<string>();
    for (const name of names) {
      if (seen.has(name)) wrong(where, `${name === '' ? 'the root' : name} is there twice`);
      seen.add(name);
    }
  };
  tellDoubles('hosts', [...hosts.flatMap((host) => host.names), ...new Set(servers)]);
  tellDoubles(
    'zones',
    zones.flatMap((zone) => zone.names),
  );
  return { hosts, zones };
}

function toHost(value: unknown, where: string, wrong: Wrong): Host {
  const fields = mapAt(value, where, ['names', 'ports', 'ipv6', 'addresses', 'resolves', 'answers'], wrong);
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
  const named = toNamed(fields, names, where, wrong);
  const answers = toAnswers(fields, ports, where, wrong);
  return { names, ports, ...named, ...toResolves(fields, where, wrong), answers };
}

/** What only a name can have: an address has no further ones. */
function toNamed(
  fields: Fields,
  names: readonly string[],
  where: string,
  wrong: Wrong,
): Pick<Host, 'ipv6' | 'addresses'> {
  const { ipv6 = true, addresses = 1 } = fields;
  if (typeof ipv6 !== 'boolean') wrong(`${where}.ipv6`, 'neither true nor false');
  const count = typeof addresses === 'number' && Number.isInteger(addresses) ? addresses : 0;
  if (count < 1 || count > maxAddresses) {
    wrong(`${where}.addresses`, `not a number from 1 to ${maxAddresses}`);
  }
  const literal = names.length > 0 && names.every((name) => isIP(name) > 0);
  for (const key of ['ipv6', 'addresses', 'resolves']) {
    if (literal && key in fields) wrong(`${where}.${key}`, 'is only for names');
  }
  return { ipv6: ipv6 === true, addresses: count };
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

function toZone(value: unknown, where: string, wrong: Wrong): Zone {
  const fields = mapAt(value, where, ['names', 'servers'], wrong);
  const names = listAt(fields.names, `${where}.names`, wrong).map((name, index) => {
    if (name === '.') return '';
    return toName(name, `${where}.names[${index}]`, wrong, 1);
  });
  const servers: Record<string, string> = {};
  for (const [name, address] of Object.entries(anyMapAt(fields.servers, `${where}.servers`, wrong))) {
    const at = `${where}.servers.${name}`;
    const text = textAt(address, at, wrong);
    if (isIP(text) === 0) wrong(at, 'is not an IP address');
    else if (isReserved(text)) wrong(at, `${text} is in the range that the lab gives to names`);
    servers[toName(name, at, wrong)] = canonical(text);
  }
  return { names, servers };
}

function isPortKind(value: unknown): value is PortKind {
  return portKinds.some((kind) => kind === value);
}
