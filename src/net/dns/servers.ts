// From a resolver as it is written to the servers that are to be asked for a name.

import { isIP } from 'node:net';
import { failure } from '../../codes.ts';
import type { Failure } from '../../model.ts';
import type { OneResolver } from '../../resolver.ts';
import type { Network } from '../network.ts';
import { type Found, foundNothing, lookUp, type Search } from './lookup.ts';
import type { RecordType } from './message.ts';
import { type NameServer, plainServer } from './server.ts';

/** The servers that are to be asked; none when there is a failure. `zone` and `names` are of a zone's own. */
export interface Servers {
  readonly servers: readonly NameServer[];
  readonly failure?: Failure;
  readonly zone?: string;
  readonly names?: readonly string[];
}

/** No zone needs more name servers than the root, nor one of them more addresses: a hostile one could name thousands. */
export const maxServers = 13;
/** An address in ip6.arpa has 34 labels. */
const maxSteps = 40;

/** The servers that a resolver stands for when this name is asked. */
export async function serversFor(
  resolver: Exclude<OneResolver, { via: 'os' }>,
  name: string,
  search: Search,
): Promise<Servers> {
  switch (resolver.via) {
    case 'system':
      return systemServers(search.network);
    case 'authoritative':
      return zoneServers(name, resolver.server, search);
    case 'udp':
    case 'tcp':
      return { servers: [plainServer(resolver, resolver.via)] };
    case 'tls':
    case 'https': {
      const { via, host, port } = resolver;
      const path = via === 'https' ? resolver.path : '';
      const addresses = await addressesOf(host, search);
      if ('failure' in addresses) return { servers: [], ...addresses };
      const at = (address: string): NameServer => ({
        ...plainServer({ address, port }, via),
        host,
        path,
      });
      return { servers: addresses.map(at) };
    }
  }
}

/** Every name server of this machine. */
export function systemServers({ servers }: Network): Servers {
  if (servers.length > 0)
    return { servers: servers.map((server) => ({ ...plainServer(server), own: true })) };
  const why = failure('dns.unreachable', { message: 'this machine has no name server' });
  return { servers: [], failure: why };
}

/** What the servers of this machine, in turn, say of a name. */
export async function askSystem(name: string, types: readonly RecordType[], search: Search): Promise<Found> {
  const { servers, failure: why } = systemServers(search.network);
  return why ? foundNothing(why) : lookUp(search, name, types, servers);
}

/** The addresses of a server that is given by its name: the hosts file's, else the system's servers are asked. */
export async function addressesOf(
  host: string,
  search: Search,
): Promise<readonly string[] | { readonly failure: Failure }> {
  if (isIP(host) !== 0) return [host];
  const name = host.replace(/\.$/, '');
  const listed = search.network.hosts.get(name);
  if (listed !== undefined) return listed;
  const found = await askSystem(name, ['A', 'AAAA'], search);
  if (found.failure) return { failure: about(`the name server ${host}`, found.failure) };
  return found.facts.addresses;
}

/** The zone's own servers, or the one of this name, each at all its addresses. */
async function zoneServers(name: string, server: string | null, search: Search): Promise<Servers> {
  const zone = await findZone(name, search);
  if ('failure' in zone) return { servers: [], ...zone };
  const told = { zone: zone.zone, names: zone.names };
  // A redirect may have led into another zone, which has servers of its own.
  const chosen = (server !== null && zone.names.includes(server) ? server : zone.names[0]) ?? '';
  const addresses = await addressesOf(chosen, search);
  if ('failure' in addresses) return { ...told, servers: [], ...addresses };
  const at = (address: string): NameServer => ({
    ...plainServer({ address, port: 53 }),
    host: chosen,
    recursive: false,
  });
  return { ...told, servers: addresses.slice(0, maxServers).map(at) };
}

/** Walks up from the name to the zone that holds it (RFC 1034 4.2), asking the system's servers for NS. */
async function findZone(
  name: string,
  search: Search,
): Promise<{ readonly zone: string; readonly names: readonly string[] } | { readonly failure: Failure }> {
  let at = name.toLowerCase();
  for (let step = 0; step < maxSteps && at !== ''; step += 1) {
    const found = await askSystem(at, ['NS'], search);
    const owned = found.facts.records.filter((record) => record.type === 'NS' && record.name === at);
    const names = [...new Set(owned.map(({ data }) => data.toLowerCase()))].sort().slice(0, maxServers);
    if (names.length > 0) return { zone: at, names };
    const why = found.failure;
    if (why && why.code !== 'dns.nxdomain' && why.code !== 'dns.nodata') {
      return { failure: about(`the name servers of ${at}`, why) };
    }
    at = above(at, found.zone);
  }
  return { failure: failure('dns.nxdomain', { message: `no zone holds ${name}` }) };
}

/** The zone that denied the name, when it lies above, else the name without its first label. */
function above(name: string, zone: string | undefined): string {
  if (zone !== undefined && zone !== '.' && name.endsWith(`.${zone}`)) return zone;
  const dot = name.indexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1);
}

function about(whom: string, why: Failure): Failure {
  return { ...why, message: `${whom} cannot be found: ${why.message}` };
}
