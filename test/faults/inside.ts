// Ways into a private network, with --untrusted: what is told, and how many connections came there.

import { createServer } from 'node:net';
import type * as codec from 'dns-packet';
import { machineNetwork } from '../../src/net/machine.ts';
import type { Network } from '../../src/net/network.ts';
import { publicOnly } from '../../src/net/public.ts';
import { runOf, type Written } from '../ask.ts';
import { openCollector } from '../servers/collector.ts';
import { a, namedBy, openNameServer, reply } from '../servers/dns.ts';
import { listen } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import type { CaseFault } from './fault.ts';

/** An address of the public internet; in the tests it leads to a port of this machine. */
const outside = '1.2.3.4';

/** What it takes to get inside: each of these addresses leads to the server there. */
const insides = ['127.0.0.1', '169.254.169.254', '10.0.0.1', '::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1'];

interface Place {
  readonly network: Network;
  /** How many connections came inside. */
  readonly count: () => number;
}

/** A server inside that takes any connection, and one outside that sends everybody to this URL. */
async function between(
  location: string,
  hosts: Readonly<Record<string, readonly string[]>> = {},
): Promise<Place> {
  let count = 0;
  const inside = await listen(
    createServer((socket) => {
      count += 1;
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    }),
  );
  const { port } = await openCollector(({ path }) =>
    path === '/' ? { status: 302, headers: { location } } : { status: 200 },
  );
  const tcp = { [outside]: port, ...Object.fromEntries(insides.map((address) => [address, inside])) };
  return { network: networkOf({ hosts: { 'site.example': [outside], ...hosts }, tcp }), count: () => count };
}

async function told({ network, count }: Place, written: Written = {}): Promise<string> {
  const endpoint = {
    name: 'site',
    url: 'http://site.example/',
    retry: { times: 0 },
    timeout: '3s',
    ...written,
  };
  const { results, exitCode } = await runOf(network, { endpoints: [endpoint] });
  const [result] = results;
  const words = [result?.status, result?.cause?.code].filter((word) => word !== undefined).join(' ');
  return `${words}, exit ${exitCode}, ${times(count())} inside`;
}

const times = (count: number) => `${count === 0 ? 'no' : count} connection${count > 1 ? 's' : ''}`;

const guarded = (place: Place): Place => ({ ...place, network: publicOnly(place.network) });
const refused = 'unknown local.forbidden, exit 3, no connection inside';

/** Where a redirect leads, asked of a network that leads to public addresses only. */
const redirected = (location: string, hosts?: Readonly<Record<string, readonly string[]>>) => async () =>
  told(guarded(await between(location, hosts)));

/** A name that is public when it is first asked for, and inside from then on. */
async function rebound(): Promise<string> {
  const names = new Map<string, number>();
  const server = await openNameServer((asked) => {
    if (asked.type !== 'A') return [reply(asked)];
    names.set(asked.name, (names.get(asked.name) ?? 0) + 1);
    return [reply(asked, { answers: [a(asked.name, names.get(asked.name) === 1 ? outside : '127.0.0.1')] })];
  });
  const place = await between('http://rebound.example/again', {});
  const network = {
    ...place.network,
    servers: [{ address: '10.0.0.53', port: 53 }],
    place: (...[transport, to]: Parameters<Network['place']>) =>
      to.port === 53 ? { address: '127.0.0.1', port: server[transport] } : place.network.place(transport, to),
  };
  return told(guarded({ ...place, network }), { url: 'http://rebound.example/' });
}

/** A zone whose only name server has a private address. */
async function ownServers(): Promise<string> {
  const system = await openNameServer((asked) => {
    const data: codec.Answer[] =
      asked.type === 'NS'
        ? [{ name: asked.name, type: 'NS', ttl: 60, data: 'ns.zone.example' }]
        : asked.type === 'A'
          ? [a(asked.name, '10.0.0.1')]
          : [];
    return [reply(asked, { answers: data })];
  });
  const place = await between('/there');
  const network = { ...namedBy([system]), roots: null };
  return told(guarded({ ...place, network }), { url: 'dns:zone.example', resolver: 'authoritative' });
}

/** A name with a public and a private address, each asked by itself. */
async function bothAddresses(): Promise<string> {
  const { network, count } = guarded(await between('/there', { 'site.example': [outside, '10.0.0.1'] }));
  const endpoint = { name: 'site', url: 'http://site.example/there', addresses: 'all', retry: { times: 0 } };
  const { results, exitCode } = await runOf(network, { endpoints: [endpoint] });
  const rows = results.map(({ address, status, cause }) => `${address} ${cause?.code ?? status}`);
  return `${rows.join(', ')}, exit ${exitCode}, ${times(count())} inside`;
}

const row = (fault: string, show: CaseFault['show'], expected = refused): CaseFault => ({
  ids: ['H19'],
  fault,
  told: expected,
  show,
  bound: 'no connection',
});

export const inside: readonly CaseFault[] = [
  {
    ids: ['H19'],
    fault: 'a redirect to 127.0.0.1, by a list of one’s own',
    told: 'up, exit 0, 1 connection inside',
    show: async () => told(await between('http://127.0.0.1/')),
  },
  row('a redirect to 127.0.0.1, with --untrusted', redirected('http://127.0.0.1/')),
  row('a redirect to 2130706433, which is 127.0.0.1', redirected('http://2130706433/')),
  row('a redirect to 169.254.169.254, the metadata of a cloud', redirected('http://169.254.169.254/latest/')),
  row('a redirect to [::1]', redirected('http://[::1]/')),
  row('a redirect to [::ffff:127.0.0.1], IPv4 in IPv6', redirected('http://[::ffff:127.0.0.1]/')),
  row('a redirect to [64:ff9b::7f00:1], IPv4 behind NAT64', redirected('http://[64:ff9b::7f00:1]/')),
  row('a redirect to localhost', redirected('http://localhost/')),
  row(
    'a redirect to a name whose address is private',
    redirected('http://inside.example/', { 'inside.example': ['10.0.0.1'] }),
  ),
  row('a name that is public when asked first, and private at the redirect', rebound),
  row('a detour (connect) to 127.0.0.1', async () =>
    told(guarded(await between('/there')), { connect: 'site.example:80:127.0.0.1:80' }),
  ),
  row(
    'a name with a public and a private address, all of them asked',
    bothAddresses,
    `${outside} up, 10.0.0.1 local.forbidden, exit 3, no connection inside`,
  ),
  row('a name that the operating system leads to this machine', async () =>
    told(guarded({ ...(await between('/there')), network: machineNetwork() }), {
      url: 'http://localhost/',
      resolver: 'os',
    }),
  ),
  row('a zone whose name servers have private addresses', ownServers),
  row('a resolver at a private address, over UDP', async () =>
    told(guarded(await between('/there')), { url: 'http://other.example/', resolver: '10.0.0.1' }),
  ),
  row('a resolver at a private address, over HTTPS', async () =>
    told(guarded(await between('/there')), {
      url: 'http://other.example/',
      resolver: 'https://10.0.0.1/dns-query',
    }),
  ),
];
