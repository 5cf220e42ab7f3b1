// Where connections go, from where, and over which family, whatever the URL says.

import { createServer } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { expect, test } from 'vitest';
import type { Network } from '../../src/net/network.ts';
import { attempt, factsOf, failureOf, resultOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { identities } from '../servers/certificates.ts';
import { openCollector } from '../servers/collector.ts';
import { aaaa, always, namedBy, openNameServer, reply } from '../servers/dns.ts';
import { listen } from '../servers/listen.ts';
import { networkOf, site } from '../servers/network.ts';
import { openTls } from '../servers/tls.ts';

const url = 'http://site.example/';
const tcpUrl = 'tcp://site.example:80';
/** Every port of every address is that port of 127.0.0.1. */
const here: Network = {
  ...networkOf({ hosts: { 'site.example': ['192.0.2.1'], 'new.example': ['192.0.2.7'] } }),
  place: (_, { port }) => ({ address: '127.0.0.1', port }),
};

const hostOfRequest = async (written: Written, port: number, network: Network = here) => {
  const observation = await attempt(network, url, written);
  return [factsOf(observation).remote, observation.failure?.code ?? port];
};

test.each([
  ['a name', 'site.example:80:new.example:PORT', '192.0.2.7'],
  ['an address', 'site.example:80:192.0.2.8:PORT', '192.0.2.8'],
  ['an IPv6 address', 'site.example:80:[2001:db8::8]:PORT', '2001:db8::8'],
  ['any host and port', '::192.0.2.8:PORT', '192.0.2.8'],
  ['another port only', 'SITE.example:::PORT', '192.0.2.1'],
])('connect leads elsewhere: %s', async (_, line, address) => {
  const { port, got } = await openCollector();
  const [remote, end] = await hostOfRequest({ connect: line.replace('PORT', String(port)) }, port);
  expect([remote, end]).toEqual([{ address, port }, port]);
  expect(got.map(({ headers }) => headers.host)).toEqual(['site.example']);
});

test('the first line that fits holds, and one for another host or port is passed over', async () => {
  const { port } = await openCollector();
  const connect = [
    'other.example::192.0.2.2:1',
    `site.example:81:192.0.2.3:1`,
    `:80:192.0.2.4:${port}`,
    '::192.0.2.5:1',
  ];
  expect(await hostOfRequest({ connect }, port)).toEqual([{ address: '192.0.2.4', port }, port]);
});

test('a redirect takes the detour for its own host', async () => {
  const last = await openCollector();
  const first = await openCollector(() => ({ status: 302, headers: { location: 'http://new.example:99/' } }));
  const connect = [`site.example::192.0.2.1:${first.port}`, `new.example:99:192.0.2.8:${last.port}`];
  const { hops } = await attempt(here, url, { connect });
  expect(hops.map(({ facts }) => facts.remote)).toEqual([
    { address: '192.0.2.1', port: first.port },
    { address: '192.0.2.8', port: last.port },
  ]);
  expect(last.got.map(({ headers }) => headers.host)).toEqual(['new.example:99']);
});

test('with a detour the certificate must still be for the host of the URL', async () => {
  const port = await openTls(identities.good);
  const connect = `site.example:443:192.0.2.8:${port}`;
  expect(await failureOf(here, 'tls://site.example:443', { connect })).toBeUndefined();
  const wrong = connect.replace('site.example', 'stranger.example');
  expect((await failureOf(here, 'tls://stranger.example:443', { connect: wrong }))?.code).toBe(
    'tls.name_mismatch',
  );
});

test('sni is the name that is sent and that the certificate must have', async () => {
  const names: string[] = [];
  const SNICallback: TlsOptions['SNICallback'] = (name, go) => {
    names.push(name);
    go(null);
  };
  const port = await openTls(identities.good, { SNICallback });
  const wanted = 'tls://192.0.2.1:443';
  expect((await failureOf(site(port), wanted))?.code).toBe('tls.name_mismatch');
  expect(await failureOf(site(port), wanted, { sni: 'Other.Example.' })).toBeUndefined();
  expect((await failureOf(site(port), wanted, { sni: 'nobody.example' }))?.code).toBe('tls.name_mismatch');
  expect(names).toEqual(['other.example', 'nobody.example']);
});

test('with a family only its record is asked for', async () => {
  const six = await openNameServer((asked) => [
    reply(asked, { answers: asked.type === 'AAAA' ? [aaaa(asked.name, '2001:db8::1')] : [] }),
  ]);
  const port = await listen(createServer((socket) => void socket.resume()));
  const network = { ...namedBy([six]) };
  const place: Network['place'] = (transport, to) =>
    transport === 'tcp' && to.address === '2001:db8::1'
      ? { address: '127.0.0.1', port }
      : network.place(transport, to);
  const observation = await attempt({ ...network, place }, tcpUrl, { ip: 6 });
  expect(factsOf(observation).remote?.address).toBe('2001:db8::1');
  expect(six.asked.map(({ type }) => type)).toEqual(['AAAA']);
});

produces('dns.nodata', 'the name has no address of the wanted family', async () =>
  failureOf(namedBy([await openNameServer(always('192.0.2.1'))]), tcpUrl, { ip: 6 }),
);
produces('dns.nodata', 'a redirect leads to an address of the other family', async () => {
  const there = await openCollector(() => ({ status: 302, headers: { location: 'http://[2001:db8::1]/' } }));
  const failure = await failureOf(site(there.port), url, { ip: 4 });
  expect(failure?.message).toBe('only IPv4 is asked, and 2001:db8::1 is no such address');
  return failure;
});

test('of a name with both families the other is left out', async () => {
  const port = await listen(createServer((socket) => void socket.resume()));
  const tcp = { '192.0.2.1': port, '2001:db8::1': port };
  const network = networkOf({ hosts: { 'site.example': Object.keys(tcp) }, tcp });
  for (const [ip, address] of [
    [4, '192.0.2.1'],
    ['ipv6', '2001:db8::1'],
  ]) {
    expect(factsOf(await attempt(network, tcpUrl, { ip })).remote?.address).toBe(address);
  }
});

test('source is the address that the server sees', async () => {
  const seen: (string | undefined)[] = [];
  const port = await listen(
    createServer((socket) => {
      seen.push(socket.remoteAddress);
      socket.resume();
    }),
  );
  expect(await failureOf(site(port), tcpUrl, { source: '127.0.0.9' })).toBeUndefined();
  await expect.poll(() => seen).toEqual(['127.0.0.9']);
});

produces('local.source', 'an address that is not ours', async () => {
  const port = await listen(createServer((socket) => void socket.resume()));
  const result = await resultOf(site(port), tcpUrl, { source: '192.0.2.99' });
  expect(result.status).toBe('unknown');
  return result.cause;
});
