// The hosts of a world one by one, each with its own addresses. Deterministic: the same file gives the
// same addresses, whatever is broken.

import { isIP } from 'node:net';
import { addressesOf, resolvers } from './address.ts';
import type { Host, World } from './world.ts';

/** One host of the box. */
export interface Site extends Pick<Host, 'ports' | 'answers'> {
  /** Lower-case name, or a canonical IP address. */
  readonly name: string;
  /** The name is an address: nobody looks it up. */
  readonly literal: boolean;
  readonly addresses: readonly string[];
  /** A name server that speaks for its own zones alone, and asks nobody else. */
  readonly authority?: true;
}

/** Every host of a world, the system's name servers first. */
export function sitesOf(world: World): readonly Site[] {
  const servers: Host = { names: resolvers, ports: { 53: 'dns' }, ipv6: false, addresses: 1, answers: {} };
  let index = 0;
  const hosts = [servers, ...world.hosts].flatMap(
    ({ names, ports, ipv6, addresses: count, resolves, answers }) =>
      names.map((name) => {
        const literal = isIP(name) > 0;
        const addresses = literal ? [name] : (resolves ?? addressesOf(index++, ipv6, count));
        return { name, literal, addresses, ports, answers };
      }),
  );
  return [...hosts, ...authoritiesOf(world)];
}

/** The zones, and their name servers: a host for each address, and the names that lead to it. */
function authoritiesOf({ hosts, zones }: World): readonly Site[] {
  const known = new Set(hosts.flatMap(({ names }) => names));
  const apexes = zones.flatMap(({ names }) => names).filter((name) => name !== '' && !known.has(name));
  const servers = new Map(zones.flatMap((zone) => Object.entries(zone.servers)));
  const common = { answers: {} };
  return [
    ...apexes.map((name) => ({ ...common, name, literal: false, addresses: [], ports: {} })),
    ...[...servers].map(([name, address]) => ({
      ...common,
      name,
      literal: false,
      addresses: [address],
      ports: {},
    })),
    ...[...new Set(servers.values())].map((address) => ({
      ...common,
      name: address,
      literal: true,
      addresses: [address],
      ports: { 53: 'dns' } as const,
      authority: true as const,
    })),
  ];
}
