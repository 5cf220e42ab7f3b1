import { expect, test } from 'vitest';
import { attempt, factsOf, failureOf } from '../ask.ts';
import {
  aaaa,
  always,
  namedBy,
  openNameServer,
  rcodes,
  reply,
  type Script,
  serverAddress,
} from '../servers/dns.ts';
import { openHttp } from '../servers/http.ts';
import { networkOf, siteAddress } from '../servers/network.ts';

const url = 'dns:site.example?type=A';
const silent: Script = () => [];
const good = always(siteAddress);
const nobody: Script = (asked) => [reply(asked, { rcode: rcodes.NXDOMAIN })];

test('the second server answers when the first is silent', async () => {
  const second = await openNameServer(good);
  const observation = await attempt(namedBy([await openNameServer(silent), second]), url);
  expect(observation.failure).toBeUndefined();
  expect(factsOf(observation).dns?.server).toBe(`${serverAddress(1)}:53`);
  expect(observation.ms).toBeGreaterThan(900);
  expect(observation.hops[0]?.steps[0]?.tries).toMatchObject([
    { abandoned: true },
    { address: `${serverAddress(1)}:53` },
  ]);
});

test('the second server is asked at once when the first refuses', async () => {
  const first = await openNameServer((asked) => [reply(asked, { rcode: rcodes.REFUSED })]);
  const observation = await attempt(namedBy([first, await openNameServer(good)]), url);
  expect(observation.failure).toBeUndefined();
  expect(observation.ms).toBeLessThan(900);
});

test('that a name does not exist is an answer: no other server is asked', async () => {
  const second = await openNameServer(good);
  expect((await failureOf(namedBy([await openNameServer(nobody), second]), url))?.code).toBe('dns.nxdomain');
  expect(second.asked).toEqual([]);
});

test('a packet that is lost is sent again', async () => {
  let count = 0;
  const server = await openNameServer((asked) => (++count === 1 ? [] : good(asked)));
  expect(await failureOf(namedBy([server]), url)).toBeUndefined();
});

test('the endpoint’s own resolver is asked, and no other', async () => {
  const machine = await openNameServer(good);
  const own = await openNameServer(always('192.0.2.9'));
  const both = namedBy([machine, own]);
  const network = {
    ...both,
    servers: both.servers.slice(0, 1),
    hosts: new Map([['site.example', ['192.0.2.8']]]),
  };
  const { dns } = factsOf(await attempt(network, url, { resolver: `udp://${serverAddress(1)}` }));
  expect([dns?.addresses, dns?.server]).toEqual([['192.0.2.9'], `${serverAddress(1)}:53`]);
  expect(machine.asked).toEqual([]);
});

test('A answered and AAAA silent: the climb goes on after a moment', async () => {
  const server = await openNameServer((asked) => (asked.type === 'A' ? good(asked) : []));
  const network = { ...namedBy([server]), place: placeOn(server.udp, await openHttp('answers')) };
  const observation = await attempt(network, 'http://site.example/');
  expect(observation.failure).toBeUndefined();
  const dns = observation.hops[0]?.steps[0];
  expect(dns?.ms).toBeGreaterThan(40);
  expect(dns?.ms).toBeLessThan(500);
});

test('AAAA answered and A failing: the addresses there are count', async () => {
  const server = await openNameServer((asked) => [
    reply(
      asked,
      asked.type === 'A' ? { rcode: rcodes.SERVFAIL } : { answers: [aaaa(asked.name, '2001:db8::1')] },
    ),
  ]);
  const network = { ...namedBy([server]), place: placeOn(server.udp, await openHttp('answers')) };
  const observation = await attempt(network, 'http://site.example/');
  expect(observation.failure).toBeUndefined();
  expect(factsOf(observation).remote?.address).toBe('2001:db8::1');
});

test('an address is no name: nobody is asked', async () => {
  const server = await openNameServer(good);
  const network = { ...namedBy([server]), place: placeOn(server.udp, await openHttp('answers')) };
  const observation = await attempt(network, `http://${siteAddress}/`);
  expect(observation.failure).toBeUndefined();
  expect(observation.hops[0]?.steps.map(({ name }) => name)).toEqual(['tcp', 'ttfb']);
  expect(server.asked).toEqual([]);
});

test('the hosts file comes before the name servers', async () => {
  const server = await openNameServer(nobody);
  const port = await openHttp('answers');
  const network = {
    ...namedBy([server]),
    hosts: new Map([['site.example', [siteAddress]]]),
    place: placeOn(server.udp, port),
  };
  const { dns } = factsOf(await attempt(network, 'http://Site.Example/'));
  expect(dns).toEqual({ from: 'hosts', records: [], addresses: [siteAddress] });
  expect(server.asked).toEqual([]);
});

test('a dns: check is about servers: the hosts file has no say', async () => {
  const server = await openNameServer(always('192.0.2.7'));
  const network = { ...namedBy([server]), hosts: new Map([['site.example', [siteAddress]]]) };
  expect(factsOf(await attempt(network, url)).dns?.addresses).toEqual(['192.0.2.7']);
});

test.each(['localhost', 'api.localhost', 'LOCALHOST.'])(
  '%s is this machine, whatever the servers say',
  async (name) => {
    const network = networkOf({
      tcp: { '127.0.0.1': await openHttp('answers'), '::1': await openHttp('answers') },
    });
    const observation = await attempt(network, `http://${name}/`);
    expect(observation.failure).toBeUndefined();
    expect(factsOf(observation).dns).toEqual({
      from: 'localhost',
      records: [],
      addresses: ['127.0.0.1', '::1'],
    });
  },
);

/** UDP to the name server, TCP to the site. */
function placeOn(udp: number, tcp: number) {
  return (transport: 'tcp' | 'udp') => ({ address: '127.0.0.1', port: transport === 'udp' ? udp : tcp });
}
