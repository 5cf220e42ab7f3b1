// Rules over real sockets: servers that do what the rule is about, and a whole run that must tell it.

import { createServer, type RequestListener } from 'node:http';
import { connect, createServer as createTcp, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { openSilentPort } from '../../src/lab/ports.ts';
import type { Run } from '../../src/model.ts';
import type { Network } from '../../src/net/network.ts';
import { runOf, type Written } from '../ask.ts';
import { identities, ofName } from '../servers/certificates.ts';
import { behaviours } from '../servers/http.ts';
import { listen } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import { openRaw } from '../servers/raw.ts';
import { openHttps, openTls } from '../servers/tls.ts';

const quick = { timeout: '1s', retry: { times: 0 } };

function web(answer: RequestListener): Promise<number> {
  return listen(createServer(answer));
}

/** `rule blame layer: members, exit 0`, a line each. */
function told({ diagnoses, exitCode }: Run): string[] {
  const lines = diagnoses.map(
    ({ rule, blame, layer, members }) => `${rule} ${blame} ${layer}: ${members.join(' ')}`,
  );
  return [...lines, `exit ${exitCode}`];
}

const operators = ['one', 'two', 'three'];
const controls = operators.map((name) => ({
  operator: name,
  url: `http://check.${name}.com/`,
  timeout: '1s',
  redirects: 0,
  expect: { status: 204 },
}));
const controlHosts = Object.fromEntries(
  operators.map((name, at) => [`check.${name}.com`, [`192.0.2.${101 + at}`]]),
);

/** The controls' addresses led to this port. */
function controlsAt(port: number): Record<string, number> {
  return Object.fromEntries(operators.map((_, at) => [`192.0.2.${101 + at}`, port]));
}

const nothing: RequestListener = (_, response) => void response.writeHead(204).end();

describe('certificates that look out of date', () => {
  const day = 86_400_000;

  /** Everybody dates the answer so many days from what we believe, and the certificate is good to the day before. */
  async function run(offset: number): Promise<Run> {
    const date = new Date(Date.now() + offset * day).toUTCString();
    const dated: RequestListener = (_, response) => void response.writeHead(204, { date }).end();
    const [answering, secure] = await Promise.all([web(dated), openHttps(nothing, identities.expired)]);
    const network = networkOf({
      hosts: { ...controlHosts, 'site.example': ['192.0.2.1'], 'gone.com': ['192.0.2.9'] },
      tcp: { ...controlsAt(answering), '192.0.2.1': secure, '192.0.2.9': await openSilentPort() },
    });
    return runOf(network, {
      controls,
      endpoints: [
        { name: 'site', url: 'https://site.example/', ...quick },
        // Nobody asks controls for a name that is no public one.
        { name: 'gone', url: 'tcp://gone.com:443', ...quick, timeout: '300ms' },
      ],
    });
  }

  test('are good where everybody else’s clock says so: ours is wrong', async () => {
    expect(told(await run(-30))).toEqual([
      'you.clock you tls: site',
      'service.down them tcp: gone',
      'exit 1',
    ]);
  });

  test.each([
    ['everybody agrees with our clock', 0],
    ['they were not yet good at the time of everybody else', -200],
  ])('are theirs where %s', async (_, offset) => {
    const blamed = (await run(offset)).diagnoses.map(({ rule, members }) => `${rule}: ${members.join(' ')}`);
    expect(blamed).toContain('service.down: site');
  });
});

/** What was heard and all that follows goes on to this port, and its answers back. */
function through(socket: Socket, heard: Buffer, port: number): void {
  const onward = connect(port, '127.0.0.1', () => onward.write(heard));
  onward.on('error', () => void socket.destroy());
  socket.pipe(onward).pipe(socket);
}

test('an address that answers to another name is filtered by name', async () => {
  const behind = await openTls(ofName('front.com'));
  const port = await listen(
    createTcp((socket) => {
      socket.on('error', () => {});
      socket.once('data', (hello) => {
        // The name stands in the clear in the first message (RFC 6066 3).
        if (hello.includes('blocked.com')) socket.resetAndDestroy();
        else through(socket, hello, behind);
      });
    }),
  );
  const answering = await web(nothing);
  const network = networkOf({
    hosts: { ...controlHosts, 'blocked.com': ['198.51.100.1'], 'api.blocked.com': ['198.51.100.2'] },
    tcp: { ...controlsAt(answering), '198.51.100.1': port, '198.51.100.2': port },
  });
  const run = await runOf(network, {
    providers: { Blocked: { services: ['Site'] } },
    controls,
    endpoints: [
      { name: 'web', service: 'Site', url: 'https://blocked.com/', ...quick },
      { name: 'api', service: 'Site', url: 'tls://api.blocked.com:443', ...quick },
    ],
  });
  expect(told(run)).toEqual(['filtered.tls between tls: web api', 'exit 1']);
});

test('a server that resets every name is not filtered', async () => {
  const port = await openRaw({ after: 'bytes', says: [], ends: 'reset' });
  const answering = await web(nothing);
  const network = networkOf({
    hosts: { ...controlHosts, 'broken.com': ['198.51.100.1'] },
    tcp: { ...controlsAt(answering), '198.51.100.1': port },
  });
  const run = await runOf(network, {
    controls,
    endpoints: [{ name: 'web', url: 'https://broken.com/', ...quick }],
  });
  expect(told(run)).toEqual(['service.down them tls: web', 'exit 1']);
});

describe('IPv6', () => {
  const sites = ['a', 'b', 'c'];
  const endpoints = sites.map((name) => ({ name, url: `tcp://${name}.com:443`, ...quick }));

  async function network(six: number): Promise<Network> {
    const four = await openRaw({ says: [], ends: 'silence' });
    const hosts = sites.map(
      (name, at) => [`${name}.com`, [`2001:db8::${at + 1}`, `198.51.100.${at + 1}`]] as const,
    );
    return networkOf({
      hosts: Object.fromEntries(hosts),
      tcp: Object.fromEntries(
        sites.flatMap((_, at) => [
          [`2001:db8::${at + 1}`, six],
          [`198.51.100.${at + 1}`, four],
        ]),
      ),
    });
  }

  test('on which nothing answers is noted, and all is up', async () => {
    const run = await runOf(await network(await openSilentPort()), { endpoints });
    expect(told(run)).toEqual(['you.ipv6 you tcp: ', 'exit 0']);
    expect(run.results.map(({ status }) => status)).toEqual(['up', 'up', 'up']);
  });

  test('that answers is not spoken of', async () => {
    const run = await runOf(await network(await openRaw({ says: [], ends: 'silence' })), { endpoints });
    expect(told(run)).toEqual(['exit 0']);
  });
});

test('whoever is rate limited or challenged is alive, and the exit code is 0', async () => {
  const [limits, challenges, fine] = await Promise.all([
    openRaw(behaviours['limits the rate']),
    openRaw(behaviours.challenges),
    web(nothing),
  ]);
  const network = networkOf({
    hosts: { 'a.com': ['198.51.100.1'], 'b.com': ['198.51.100.2'], 'c.com': ['198.51.100.3'] },
    tcp: { '198.51.100.1': limits, '198.51.100.2': challenges, '198.51.100.3': fine },
  });
  const endpoints = ['a', 'b', 'c'].map((name) => ({ name, url: `http://${name}.com/`, ...quick }));
  expect(told(await runOf(network, { endpoints }))).toEqual(['guarded unclear http: a b', 'exit 0']);
});

test('an internal service that answers 503 where no control can be reached is theirs', async () => {
  const busy = await web((_, response) => void response.writeHead(503).end());
  const silent = await openSilentPort();
  const network = networkOf({
    hosts: { ...controlHosts, 'shop.internal': ['10.0.0.7'], 'public.com': ['198.51.100.1'] },
    tcp: { ...controlsAt(silent), '10.0.0.7': busy, '198.51.100.1': silent },
  });
  const inside: Written = { name: 'shop', url: 'http://shop.internal/health', ...quick };
  expect(told(await runOf(network, { controls, endpoints: [inside] }))).toEqual([
    'service.down them http: shop',
    'exit 1',
  ]);
  const both = await runOf(network, {
    controls,
    endpoints: [inside, { name: 'out', url: 'tcp://public.com:443', ...quick, timeout: '400ms' }],
  });
  expect(told(both)).toEqual(['you.network you tcp: out', 'service.down them http: shop', 'exit 1']);
});
