// The ways to ask an endpoint: its URLs, each over each of its resolvers, and what is learnt of on the way. Pure.

import { addressAsks } from './asks/addresses.ts';
import type { Ask, Endpoint, Observation } from './model.ts';
import { authoritativeAt } from './resolver.ts';

/** What an endpoint asks before anything is known of it. */
export function asksOf({ urls, options }: Endpoint): readonly Ask[] {
  const resolvers = options.resolvers.length > 0 ? options.resolvers : [null];
  return urls.flatMap((url) => resolvers.map((resolver) => ({ url, resolver, address: null })));
}

/**
 * What its observations show that there is to ask besides: the zone's own name servers, and the addresses of a name.
 * The same ask may come more than once.
 */
function discovered(endpoint: Endpoint, observations: readonly Observation[]): readonly Ask[] {
  return [...serverAsks(endpoint, observations), ...addressAsks(endpoint, observations)];
}

/** Each of the zone's own name servers but the first, which `authoritative` itself has asked. */
function serverAsks({ options }: Endpoint, observations: readonly Observation[]): readonly Ask[] {
  if (!options.resolvers.includes('authoritative')) return [];
  return observations.flatMap(({ url, hops }) =>
    (hops[0]?.facts.dns?.servers ?? [])
      .slice(1)
      .map((server) => ({ url, resolver: authoritativeAt(server), address: null })),
  );
}

/** Every way to ask it that is known, each once. */
export function allAsks(endpoint: Endpoint, observations: readonly Observation[]): readonly Ask[] {
  const all = [...asksOf(endpoint), ...discovered(endpoint, observations)];
  return [...new Map(all.map((ask) => [askKey(ask), ask])).values()];
}

/** The same for the same way of asking: `https://a.example/ via 192.0.2.53 at 192.0.2.7`. */
export function askKey({ url, resolver, address }: Ask): string {
  return `${url}${resolver === null ? '' : ` via ${resolver}`}${address === null ? '' : ` at ${address}`}`;
}
