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
}

/** Every host of a world, the system's name servers first. */
export function sitesOf(world: World): readonly Site[] {
  const servers: Host = { names: resolvers, ports: { 53: 'dns' }, ipv6: false, answers: {} };
  let index = 0;
  return [servers, ...world.hosts].flatMap(({ names, ports, ipv6, resolves, answers }) =>
    names.map((name) => {
      const literal = isIP(name) > 0;
      const addresses = literal ? [name] : (resolves ?? addressesOf(index++, ipv6));
      return { name, literal, addresses, ports, answers };
    }),
  );
}
