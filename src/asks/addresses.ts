// The addresses that a name turned out to have, as further ways to ask: one of each family, or every one. Pure.

import { familyOf } from '../family.ts';
import type { Ask, Endpoint, Observation } from '../model.ts';

/** No more addresses of a name are asked. */
const mostAddresses = 32;

/**
 * One ask for each address that `addresses` wants of a name, that of the first attempt in front. None where the
 * name led to one address only: there is nothing to tell apart.
 */
export function addressAsks(endpoint: Endpoint, observations: readonly Observation[]): readonly Ask[] {
  const { addresses: wanted, resolvers } = endpoint.options;
  if (wanted === 'first') return [];
  // Only a redirect to another host resolves again, and then as the endpoint does.
  const resolver = resolvers[0] ?? null;
  return endpoint.urls.flatMap((url) => {
    const all = addressesOf(url, observations);
    const some = wanted === 'all' ? all.slice(0, mostAddresses) : oneOfEach(all);
    return some.length < 2 ? [] : some.map((address) => ({ url, resolver, address }));
  });
}

/** How many addresses are beyond the bound. */
export function unaskedAddresses(endpoint: Endpoint, observations: readonly Observation[]): number {
  if (endpoint.options.addresses !== 'all') return 0;
  const beyond = (url: string) => Math.max(0, addressesOf(url, observations).length - mostAddresses);
  return endpoint.urls.reduce((sum, url) => sum + beyond(url), 0);
}

/** True for an attempt that resolved its name, and so did not ask a given address. */
export function hasResolved({ hops }: Observation): boolean {
  return (hops[0]?.facts.dns?.addresses.length ?? 0) > 0;
}

/** The address of the first hop that an attempt by name came to; null when it came to none. */
export function cameTo(observation: Observation): string | null {
  return hasResolved(observation) ? (observation.hops[0]?.facts.remote?.address ?? null) : null;
}

function addressesOf(url: string, observations: readonly Observation[]): readonly string[] {
  const named = observations.filter((observation) => observation.url === url && hasResolved(observation));
  const facts = named.map(({ hops }) => hops[0]?.facts);
  const left = new Set(facts.flatMap((each) => each?.unrouted ?? []));
  const known = facts.flatMap((each) => each?.dns?.addresses ?? []);
  return [...new Set([...named.flatMap((each) => cameTo(each) ?? []), ...known])].filter(
    (address) => !left.has(address),
  );
}

function oneOfEach(addresses: readonly string[]): readonly string[] {
  return addresses.filter(
    (address, index) => addresses.findIndex((other) => familyOf(other) === familyOf(address)) === index,
  );
}
