// The dns step: a name to its addresses or other records. Hosts file first, then whoever is to be asked.

import { isIP } from 'node:net';
import pLimit, { type LimitFunction } from 'p-limit';
import { failure } from '../codes.ts';
import type { DnsFacts, Family, Try } from '../model.ts';
import { type OneResolver, type Resolver, readResolver } from '../resolver.ts';
import { isProblem } from '../shape.ts';
import { askEach } from './dns/each.ts';
import { type Found, foundNothing, lookUp, type Search } from './dns/lookup.ts';
import { isAskable, type RecordType } from './dns/message.ts';
import { askOs, type OsFound } from './dns/os.ts';
import { serversFor } from './dns/servers.ts';
import type { Network } from './network.ts';
import { trust } from './secure.ts';
import type { Trace } from './trace.ts';

/** Names that are asked for at once: a burst of more is lost on the way, or at a small resolver. */
const places = pLimit(32);
/** Look-ups begun at once by the operating system, each of which is a thread. */
const osPlaces = pLimit(32);
/** Whoever has no answer by then makes room. A few dozen names that hang must not hold up one that is well. */
const holdMs = 20;

export interface ResolveOptions {
  /** Whom to ask, as a job holds it; null asks the system's name servers. */
  readonly resolver: string | null;
  readonly types: readonly RecordType[];
  /** Whether the hosts file and the reserved names may answer (RFC 6761); else a server must. */
  readonly local: boolean;
  /** PEM roots by which a resolver over TLS is verified; null takes the system's. */
  readonly ca: string | null;
  /** The moment of the attempt until which each type is waited for; null goes on soon after the first answer. */
  readonly until: number | null;
}

const bothFamilies: readonly RecordType[] = ['A', 'AAAA'];
const typeOf = { 4: 'A', 6: 'AAAA' } as const satisfies Record<Family, RecordType>;

/**
 * The addresses of a host, in DNS order; an IP address is its own and costs no step. Null: it failed. With a
 * family only its records are asked for; `until` is that of `ResolveOptions`.
 */
export async function resolveHost(
  trace: Trace,
  network: Network,
  host: string,
  { family, ...whom }: Pick<ResolveOptions, 'resolver' | 'ca' | 'until'> & { readonly family: Family | null },
): Promise<readonly string[] | null> {
  if (isIP(host) !== 0) return [host];
  const types = family === null ? bothFamilies : [typeOf[family]];
  return resolve(trace, network, host, { ...whom, types, local: true });
}

/** Resolves a name for these record types, as one step with its facts. Null: it failed. */
export async function resolve(
  trace: Trace,
  network: Network,
  name: string,
  options: ResolveOptions,
): Promise<readonly string[] | null> {
  const resolver = options.resolver === null ? ({ via: 'system' } as const) : readResolver(options.resolver);
  if (isProblem(resolver)) throw new Error(resolver.problem);
  const known = localAnswer(network, name, resolver, options);
  if (known) {
    trace.know({ dns: withMissing(known, options) });
    return trace.step('dns', async () => ({ value: known.addresses }));
  }
  // Building what verifies a server costs tens of milliseconds, once.
  const secured = ({ via }: Resolver): boolean => via === 'tls' || via === 'https';
  if (resolver.via === 'each' ? resolver.resolvers.some(secured) : secured(resolver))
    trust(network, options.ca);
  // The wait for a place is our own and belongs to no phase.
  return inTurn(resolver.via === 'os' ? osPlaces : places, async () => {
    if (!trace.signal.aborted) return step(trace, network, name, resolver, options);
    trace.fail(failure('local.stalled', { detail: 'no free place to ask a name server' }));
    return null;
  });
}

/** Waits for a place and does the work, which keeps the place for a while only. */
function inTurn<T>(limit: LimitFunction, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    void limit(() => {
      const done = work().then(resolve, reject);
      let timer: NodeJS.Timeout | undefined;
      const held = new Promise<void>((free) => {
        timer = setTimeout(free, holdMs);
      });
      return Promise.race([done, held]).finally(() => clearTimeout(timer));
    });
  });
}

function step(
  trace: Trace,
  network: Network,
  name: string,
  resolver: Resolver,
  options: ResolveOptions,
): Promise<readonly string[] | null> {
  const at = trace.now();
  return trace.step(
    'dns',
    async () => {
      const tries: Try[] = [];
      const search: Search = { trace, network, ca: options.ca, tries };
      const found: OsFound =
        resolver.via === 'os'
          ? await osAnswer(search, name, options.types)
          : resolver.via === 'each'
            ? await askEach(resolver, name, options.types, search)
            : await searchServers(search, name, resolver, options);
      const named = options.resolver === null ? {} : { resolver: options.resolver };
      trace.know({ dns: { ...withMissing(found.facts, options), ...named } });
      const ended = found.ms === undefined ? {} : { endedAt: at + found.ms };
      const told = { ...(tries.length > 0 ? { tries } : {}), ...ended };
      return found.failure ? { failure: found.failure, ...told } : { value: found.facts.addresses, ...told };
    },
    at,
  );
}

/** The facts with each type that there is no address of, where all were waited for. */
function withMissing(facts: DnsFacts, { types, until }: ResolveOptions): DnsFacts {
  if (until === null) return facts;
  const has = (type: string) => facts.addresses.some((each) => isIP(each) === (type === 'AAAA' ? 6 : 4));
  const missing = types.flatMap((type) => {
    const known = facts.missing?.find((each) => each.type === type);
    return has(type) ? [] : [known ?? { type, failure: failure('dns.nodata') }];
  });
  const { missing: _, ...rest } = facts;
  return missing.length === 0 ? rest : { ...rest, missing };
}

/** What needs no server: localhost (RFC 6761 6.3), and the hosts file where no server was named. */
function localAnswer(
  network: Network,
  name: string,
  resolver: Resolver,
  { types, local }: ResolveOptions,
): DnsFacts | null {
  if (!local || resolver.via === 'os') return null;
  const key = name.toLowerCase().replace(/\.$/, '');
  const wanted = (address: string) => types.includes(isIP(address) === 6 ? 'AAAA' : 'A');
  const listed = resolver.via === 'system' ? network.hosts.get(key)?.filter(wanted) : undefined;
  if (listed && listed.length > 0) return { from: 'hosts', records: [], addresses: listed };
  if (key !== 'localhost' && !key.endsWith('.localhost')) return null;
  return { from: 'localhost', records: [], addresses: ['127.0.0.1', '::1'].filter(wanted) };
}

function osAnswer({ trace, network }: Search, name: string, types: readonly RecordType[]): Promise<OsFound> {
  const refuse = (code: 'local.unmapped' | 'dns.refused', message: string) =>
    Promise.resolve(foundNothing(failure(code, { message })));
  if (network.simulated) return refuse('local.unmapped', 'the box has no operating system to ask');
  if (types.some((type) => type !== 'A' && type !== 'AAAA')) {
    return refuse('dns.refused', 'the operating system’s resolver knows only addresses (A, AAAA)');
  }
  return askOs(name, types, trace.signal);
}

/** resolv.conf(5): a name with few dots is first sought in the search domains, then as it is. */
function candidates(name: string, resolver: Resolver, network: Network): readonly string[] {
  const absolute = name.replace(/\.$/, '');
  const dots = absolute.split('.').length - 1;
  if (name.endsWith('.') || dots >= network.ndots || resolver.via === 'authoritative') return [absolute];
  return [...network.search.map((domain) => `${absolute}.${domain}`).filter(isAskable), absolute];
}

async function searchServers(
  search: Search,
  name: string,
  resolver: Exclude<OneResolver, { via: 'os' }>,
  { types, local, until }: ResolveOptions,
): Promise<Found> {
  const names = candidates(name, resolver, search.network);
  const asked = await serversFor(resolver, names[0] ?? name, search);
  let found = foundNothing(asked.failure ?? failure('dns.nxdomain'));
  for (const candidate of asked.failure ? [] : names) {
    found = await lookUp(search, candidate, types, asked.servers, until);
    const missing = found.failure && ['dns.nxdomain', 'dns.nodata'].includes(found.failure.code);
    if (!missing) break;
  }
  const facts: DnsFacts = {
    ...found.facts,
    ...(asked.zone === undefined ? {} : { zone: asked.zone }),
    ...(asked.names === undefined ? {} : { servers: asked.names }),
  };
  // An alias into another zone, of which a zone's own server knows nothing, is no address to connect to.
  if (local && !found.failure && facts.addresses.length === 0)
    return { facts, failure: failure('dns.nodata') };
  return { ...found, facts };
}
