import { createServer as createHttps } from 'node:https';
import { createServer } from 'node:net';
import * as codec from 'dns-packet';
import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/net/network.ts';
import { attempt, factsOf, failureOf, type Written } from '../ask.ts';
import { type Identity, identities, rootPem } from '../servers/certificates.ts';
import { always, openNameServer, reply } from '../servers/dns.ts';
import { listen, silentPort } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import { openHttp2, openTls } from '../servers/tls.ts';

const url = 'dns:asked.example?type=A';
const serverAddress = '192.0.2.53';

/** The answer to a message: `asked.example` has an address. */
function answer(query: Buffer): Buffer {
  const packet = codec.decode(query);
  return reply({ packet } as never, {
    answers: [{ name: 'asked.example', type: 'A', ttl: 60, data: '192.0.2.1' }],
  });
}

/** All ports of the server at this address, also known as site.example, are this one. */
function at(port: number, more: Partial<Network> = {}): Network {
  const hosts = { 'site.example': [serverAddress] };
  return { ...networkOf({ hosts, tcp: { [serverAddress]: port } }), ...more };
}

function openDot(identity: Identity = identities.good): Promise<number> {
  return openTls(identity, {}, (socket) => {
    socket.on('data', (chunk: Buffer) => {
      const message = answer(chunk.subarray(2));
      socket.write(Buffer.concat([Buffer.of(message.length >> 8, message.length & 255), message]));
    });
  });
}

interface Posted {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly type: string | undefined;
  readonly host: string | undefined;
}

function openDoh1(posted: Posted[] = []): Promise<number> {
  const server = createHttps(identities.good, async (request, response) => {
    const { method, url: path, headers } = request;
    posted.push({ method, path, type: headers['content-type'], host: headers.host });
    const body = Buffer.concat(await request.toArray());
    response.writeHead(200, { 'content-type': 'application/dns-message' }).end(answer(body));
  });
  return listen(server.on('tlsClientError', () => {}));
}

function openDoh2(): Promise<number> {
  return openHttp2((stream) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      stream.respond({ ':status': 200, 'content-type': 'application/dns-message' });
      stream.end(answer(Buffer.concat(chunks)));
    });
  });
}

async function told(network: Network, resolver: string, written: Written = {}) {
  const { dns } = factsOf(await attempt(network, url, { resolver, ...written }));
  return [dns?.addresses, dns?.transport, dns?.server];
}

test('tcp:// asks over TCP at once', async () => {
  const server = await openNameServer(always('192.0.2.1'));
  const network = at(server.tcp);
  expect(await told(network, `tcp://${serverAddress}`)).toEqual([
    ['192.0.2.1'],
    'tcp',
    `${serverAddress}:53`,
  ]);
  expect(server.asked.map(({ over }) => over)).toEqual(['tcp']);
});

test('tls:// asks over TLS, the server given by its name', async () => {
  const network = at(await openDot());
  const server = `site.example at ${serverAddress}:853`;
  expect(await told(network, 'tls://site.example')).toEqual([['192.0.2.1'], 'tls', server]);
});

test('tls:// with an address asks for a certificate of that address', async () => {
  const port = await openDot(identities['of an address']);
  const network = networkOf({ tcp: { '192.0.2.1': port } });
  expect((await told(network, 'tls://192.0.2.1'))[0]).toEqual(['192.0.2.1']);
});

test('the name of a server is looked up at the system’s', async () => {
  const system = await openNameServer(always(serverAddress));
  const port = await openDot();
  const network = networkOf({
    servers: [{ address: '192.0.2.9', port: 53 }],
    udp: { '192.0.2.9': system.udp },
    tcp: { [serverAddress]: port },
  });
  expect((await told(network, 'tls://site.example'))[0]).toEqual(['192.0.2.1']);
  expect(system.asked.map(({ name, type }) => `${name} ${type}`).sort()).toEqual([
    'site.example A',
    'site.example AAAA',
  ]);
});

describe.each([
  ['HTTP/1.1', () => openDoh1()],
  ['HTTP/2', openDoh2],
])('https:// over %s', (_, open) => {
  test('asks by POST, and tells who answered', async () => {
    const server = `site.example at ${serverAddress}:443`;
    expect(await told(at(await open()), 'https://site.example/q')).toEqual([['192.0.2.1'], 'https', server]);
  });
});

test('https:// posts a DNS message to the path', async () => {
  const posted: Posted[] = [];
  await told(at(await openDoh1(posted)), 'https://site.example:8443/q?a=b');
  expect(posted).toEqual([
    { method: 'POST', path: '/q?a=b', type: 'application/dns-message', host: 'site.example:8443' },
  ]);
});

test('the roots of `ca` are what a resolver is verified by', async () => {
  const network = at(await openDot(), { roots: null });
  const strange = await failureOf(network, url, { resolver: 'tls://site.example' });
  expect(strange).toMatchObject({ code: 'dns.unreachable', message: expect.stringContaining('tls.') });
  expect((await told(network, 'tls://site.example', { ca: rootPem }))[0]).toEqual(['192.0.2.1']);
});

test.each(['tcp://asked.example:1', 'tls://asked.example', 'http://asked.example', 'https://asked.example'])(
  'so is the one that is asked on the way to %s',
  async (target) => {
    const network = at(await openDot(), { roots: null });
    const { hops } = await attempt(network, target, { resolver: 'tls://site.example', ca: rootPem });
    expect(hops[0]?.facts.dns?.addresses).toEqual(['192.0.2.1']);
  },
);

test.each([
  ['a certificate that has expired', identities.expired, 'tls.expired'],
  ['a certificate of another name', identities['of another name'], 'tls.name_mismatch'],
  ['a certificate of a stranger', identities['of a stranger'], 'tls.unknown_root'],
])('a server with %s is not asked', async (_, identity, why) => {
  const failure = await failureOf(at(await openDot(identity)), url, { resolver: 'tls://site.example' });
  expect(failure).toMatchObject({ code: 'dns.unreachable', message: expect.stringContaining(why) });
});

test.each(['tcp', 'tls', 'https'])('%s:// at a server that closes is unreachable', async (scheme) => {
  const port = await listen(createServer((socket) => void socket.end()));
  const failure = await failureOf(at(port), url, { resolver: `${scheme}://${serverAddress}` });
  expect(failure?.code).toBe('dns.unreachable');
});

test.each([
  ['tcp', () => listen(createServer((socket) => socket.on('data', () => socket.end())))],
  ['tls', () => openTls(identities.good, {}, (socket) => void socket.end())],
  ['https', () => openTls(identities.good, {}, (socket) => void socket.end())],
])('%s:// at a server that closes once it is connected was reached', async (scheme, open) => {
  const failure = await failureOf(at(await open()), url, {
    resolver: `${scheme}://${scheme === 'tcp' ? serverAddress : 'site.example'}`,
  });
  expect([failure?.code, failure?.message]).toEqual([
    'dns.unreachable',
    'the name server closed the connection without an answer',
  ]);
});

test.each(['tcp', 'tls', 'https'])('%s:// at a server that is silent ends in time', async (scheme) => {
  const resolver = `${scheme}://${serverAddress}`;
  const network = at(await silentPort());
  expect((await failureOf(network, url, { resolver, timeout: '300ms' }))?.code).toBe('dns.timeout');
  const mute = at(await listen(createServer(() => {})));
  expect((await failureOf(mute, url, { resolver, timeout: '300ms' }))?.code).toBe('dns.timeout');
});

test('the steps to a resolver are not those of the endpoint', async () => {
  const observation = await attempt(at(await openDot()), url, { resolver: 'tls://site.example' });
  expect(observation.hops[0]?.steps.map(({ name }) => name)).toEqual(['dns']);
  expect(Object.keys(factsOf(observation))).toEqual(['dns']);
});
