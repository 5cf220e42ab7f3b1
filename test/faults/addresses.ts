// Name servers whose answers lead astray: dead addresses, a dead family, lies. What is connected to is of
// `test/servers/http.ts`, on 127.0.0.1 alone.

import { createServer } from 'node:http';
import { openClosedPort } from '../../src/lab/ports.ts';
import { a, aaaa, openNameServer, rcodes, reply, type Script } from '../servers/dns.ts';
import { openHttp } from '../servers/http.ts';
import { listen, silentPort } from '../servers/listen.ts';
import type { Endpoint, PeerFault } from './fault.ts';

/** Also of this machine, where nobody listens. */
const dead = '127.0.0.66';

/** A name server with these addresses; null is silence, a number what it says instead. */
function names(
  ipv4: readonly string[] | number | null,
  ipv6: readonly string[] | number | null = [],
): Script {
  return (asked) => {
    const told = asked.type === 'A' ? ipv4 : ipv6;
    if (told === null) return [];
    if (typeof told === 'number') return [reply(asked, { rcode: told })];
    const answer = asked.type === 'A' ? a : aaaa;
    return [reply(asked, { answers: told.map((address) => answer(asked.name, address)) })];
  };
}

/** What listens on this port of 127.0.0.1, by its name, as this name server knows it. */
const web = (script: Script, more: object = {}, open = () => openHttp('answers')) => {
  return async (): Promise<Endpoint> => ({
    url: `http://site.example:${await open()}/`,
    resolver: `127.0.0.1:${(await openNameServer(script)).udp}`,
    ...more,
  });
};

/** A port that is silent at 127.0.0.1, and a web server at 127.0.0.2. */
async function halfSilent(): Promise<number> {
  const port = await silentPort();
  const server = createServer((_, response) => void response.end('hello'));
  return listen(server, { address: '127.0.0.2', port });
}

export const addresses: readonly PeerFault[] = [
  {
    ids: ['D11'],
    fault: 'a resolver with another address than the list expects',
    told: 'down dns.records',
    open: web(names(['127.0.0.1']), { expect: { records: '192.0.2.7' } }),
  },
  {
    ids: ['D11'],
    fault: 'a resolver that has an address for a name that must not exist',
    told: 'down dns.records',
    open: async () => ({
      url: 'dns:nosuch.example',
      resolver: `127.0.0.1:${(await openNameServer(names(['127.0.0.1']))).udp}`,
      expect: { rcode: 'NXDOMAIN' },
    }),
  },
  {
    ids: ['D12'],
    fault: 'a name whose first address refuses',
    told: 'degraded tcp.fallback',
    open: web(names([dead, '127.0.0.1'])),
  },
  {
    ids: ['D12'],
    fault: 'a name whose first address is silent for 250 ms, while another answers',
    told: 'up',
    open: web(names(['127.0.0.1', '127.0.0.2']), {}, halfSilent),
  },
  {
    ids: ['D12'],
    fault: 'a name whose IPv6 address refuses',
    told: 'degraded tcp.fallback',
    open: web(names(['127.0.0.1'], ['::1'])),
  },
  {
    ids: ['D12'],
    fault: 'a name all of whose addresses refuse',
    told: 'down tcp.refused',
    open: web(names(['127.0.0.1', dead], ['::1']), {}, openClosedPort),
  },
  {
    ids: ['D12'],
    fault: 'a name server that is silent about IPv6 addresses',
    told: 'up',
    open: web(names(['127.0.0.1'], null)),
  },
  {
    ids: ['D12'],
    fault: 'a name server that fails for IPv6 addresses',
    told: 'up',
    open: web(names(['127.0.0.1'], rcodes.SERVFAIL)),
  },
  {
    ids: ['D12'],
    fault: 'a name server that says of IPv6 addresses that the name does not exist',
    told: 'up',
    open: web(names(['127.0.0.1'], rcodes.NXDOMAIN)),
  },
  {
    ids: ['D12'],
    fault: 'a name server that fails for IPv4 addresses, and has no others',
    told: 'down dns.servfail',
    open: web(names(rcodes.SERVFAIL, [])),
  },
];
