// What there is to know of names: their addresses, the zones they lie in, and who speaks for those.

import type { Answer } from 'dns-packet';
import type { Site } from './sites.ts';
import type { World } from './world.ts';

/** A question of one name. */
export interface Asked {
  /** As it was written. */
  readonly name: string;
  readonly type: string;
}

/** A zone as its servers know it. */
export interface Cut {
  /** In lower case; '' is the root. */
  readonly zone: string;
  /** The address of each server, by its name. */
  readonly servers: Readonly<Record<string, string>>;
}

/** Everything that can be asked for. */
export interface Names {
  /** The addresses of a name; null where there is no such name. */
  addresses(name: string): readonly string[] | null;
  /** The zones that hold a name, the lowest first. */
  zones(name: string): readonly Cut[];
}

const ttl = 300;

/** The names of a world. */
export function namesOf(world: Pick<World, 'zones'>, sites: readonly Site[]): Names {
  const known = new Map(sites.filter((site) => !site.literal).map((site) => [site.name, site.addresses]));
  const cuts = new Map(
    world.zones.flatMap(({ names, servers }) => names.map((zone) => [zone, { zone, servers }] as const)),
  );
  return {
    addresses: (name) => known.get(name) ?? (cuts.has(name) ? [] : null),
    zones: (name) => upwards(name).flatMap((at) => cuts.get(at) ?? []),
  };
}

/** A name as the tables have it. */
export function keyOf(name: string): string {
  return name === '.' ? '' : name.toLowerCase();
}

/** `a.b.c` → `a.b.c`, `b.c`, `c`, and the root. */
function upwards(name: string): readonly string[] {
  const labels = name === '' ? [] : name.split('.');
  return [...labels.map((_, at) => labels.slice(at).join('.')), ''];
}

/** The records of a name that exists, of the type asked for. */
export function recordsOf({ name, type }: Asked, names: Names): Answer[] {
  const at = keyOf(name);
  if (type === 'A' || type === 'AAAA') return addressRecords(name, type, names.addresses(at) ?? []);
  const [cut] = names.zones(at);
  if (cut === undefined || cut.zone !== at) return [];
  if (type === 'NS') return serverRecords(cut);
  return type === 'SOA' ? [startOf(cut)] : [];
}

/** Address records of one family. */
export function addressRecords(name: string, type: 'A' | 'AAAA', addresses: readonly string[]): Answer[] {
  return addresses
    .filter((address) => address.includes(':') === (type === 'AAAA'))
    .map((data) => ({ type, name, ttl, class: 'IN', data }));
}

/** Who speaks for the zone. */
export function serverRecords({ zone, servers }: Cut): Answer[] {
  return Object.keys(servers).map((data) => ({ type: 'NS', name: written(zone), ttl, class: 'IN', data }));
}

/** Where they are (glue). */
export function glueOf({ servers }: Cut): Answer[] {
  return Object.entries(servers).flatMap(([name, address]) =>
    addressRecords(name, address.includes(':') ? 'AAAA' : 'A', [address]),
  );
}

/** RFC 2308 3: what stands beside the news that there is no such name or record. */
export function startOf({ zone, servers }: Cut): Answer {
  const mname = Object.keys(servers)[0] ?? '.';
  const data = {
    mname,
    rname: `dns.${zone}`,
    serial: 2026010100,
    refresh: 14_400,
    retry: 1800,
    expire: 604_800,
    minimum: ttl,
  };
  return { type: 'SOA', name: written(zone), ttl, class: 'IN', data };
}

function written(zone: string): string {
  return zone === '' ? '.' : zone;
}
