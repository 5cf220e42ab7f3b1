// The ways to ask an endpoint: its URLs, each over each of its resolvers, and what is learnt of on the way. Pure.

import { addressAsks } from './asks/addresses.ts';
import type { Ask, Endpoint, Observation } from './model.ts';

/** What an endpoint asks before anything is known of it. */
export function asksOf({ urls, options }: Endpoint): readonly Ask[] {
  const resolvers = options.resolvers.length > 0 ? options.resolvers : [null];
  return urls.flatMap((url) => resolvers.map((resolver) => ({ url, resolver, address: null })));
}

/** What it asks besides, by what these attempts at it have shown. */
export function discovered(endpoint: Endpoint, observations: readonly Observation[]): readonly Ask[] {
  return addressAsks(endpoint, observations);
}

/** The same for the same way of asking: `https://a.example/ via 192.0.2.53 at 192.0.2.7`. */
export function askKey({ url, resolver, address }: Ask): string {
  return `${url}${resolver === null ? '' : ` via ${resolver}`}${address === null ? '' : ` at ${address}`}`;
}
