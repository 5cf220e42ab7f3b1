import { createServer, connect as dial } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { openClosedPort } from '../../src/lab/ports.ts';
import { interleave } from '../../src/net/connect.ts';
import type { Network } from '../../src/net/network.ts';
import { attempt, factsOf, failureOf, resultOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { listen, pause, silentPort } from '../servers/listen.ts';
import { networkOf, site } from '../servers/network.ts';

const url = 'tcp://site.example:80';
const short: Written = { timeout: '400ms' };

const openPort = () => listen(createServer((socket) => void socket.resume()));

/** `site.example` with these addresses, each on the port given. */
function dual(ports: Readonly<Record<string, number>>, more: Partial<Network> = {}): Network {
  return { ...networkOf({ hosts: { 'site.example': Object.keys(ports) }, tcp: ports }), ...more };
}

async function triesOf(network: Network, written: Written = {}) {
  const observation = await attempt(network, url, written);
  const step = observation.hops[0]?.steps.find(({ name }) => name === 'tcp');
  const tries = (step?.tries ?? []).map(({ address, failure, abandoned }) => [
    address,
    failure?.code ?? (abandoned ? 'abandoned' : 'won'),
  ]);
  return { observation, step, tries };
}

produces('tcp.refused', 'a closed port', async () => failureOf(site(await openClosedPort()), url));
produces('tcp.refused', 'two closed ports', async () =>
  failureOf(dual({ '192.0.2.1': await openClosedPort(), '2001:db8::1': await openClosedPort() }), url),
);
produces('tcp.timeout', 'no answer to SYN', async () => failureOf(site(await silentPort()), url, short));
produces('local.unmapped', 'an address outside the box', () =>
  failureOf(networkOf({}), 'tcp://192.0.2.99:80'),
);
produces('tcp.reset', 'accepted and reset before we look', async () => {
  const port = await openResettingPort();
  const network = site(port);
  const place: typeof network.place = (transport, to) => {
    holdLoop();
    return network.place(transport, to);
  };
  return failureOf({ ...network, place }, url);
});
produces('tcp.fallback', 'the first address is dead', async () => {
  const network = dual({ '192.0.2.1': await openClosedPort(), '192.0.2.2': await openPort() });
  const result = await resultOf(network, url);
  expect(result.status).toBe('degraded');
  expect(result.cause?.message).toBe('192.0.2.1:80 failed, another address answered');
  return result.cause;
});
produces('tcp.fallback', 'IPv6 is dead', async () => {
  const network = dual({ '192.0.2.1': await openPort(), '2001:db8::1': await openClosedPort() });
  return (await resultOf(network, url)).cause;
});

produces('tcp.family', 'IPv4, where IPv6 is expected', async () =>
  resultOf(dual({ '192.0.2.1': await openPort() }), url, { expect: { family: 6 } }).then(
    ({ cause }) => cause,
  ),
);

test('IPv6 is tried first, then the families in turn', () => {
  expect(interleave(['192.0.2.1', '192.0.2.2', '192.0.2.3', '2001:db8::1', '2001:db8::2'])).toEqual([
    '2001:db8::1',
    '192.0.2.1',
    '2001:db8::2',
    '192.0.2.2',
    '192.0.2.3',
  ]);
});

test('when both families answer, IPv6 wins and IPv4 is not asked', async () => {
  const { observation, tries } = await triesOf(
    dual({ '192.0.2.1': await openPort(), '2001:db8::1': await openPort() }),
  );
  expect(factsOf(observation).remote).toEqual({ address: '2001:db8::1', port: 80 });
  expect(tries).toEqual([['[2001:db8::1]:80', 'won']]);
});

test('a silent IPv6 is waited for 250 ms before IPv4 is tried beside it', async () => {
  const { step, tries } = await triesOf(
    dual({ '192.0.2.1': await openPort(), '2001:db8::1': await silentPort() }),
  );
  expect(tries).toEqual([
    ['[2001:db8::1]:80', 'abandoned'],
    ['192.0.2.1:80', 'won'],
  ]);
  const [six, four] = step?.tries ?? [];
  expect((four?.at ?? 0) - (six?.at ?? 0)).toBeGreaterThanOrEqual(249);
  expect(step?.ms).toBeGreaterThanOrEqual(249);
});

test('an address that refuses is followed by the next at once', async () => {
  const { step, tries } = await triesOf(
    dual({ '192.0.2.1': await openPort(), '2001:db8::1': await openClosedPort() }),
  );
  expect(tries).toEqual([
    ['[2001:db8::1]:80', 'tcp.refused'],
    ['192.0.2.1:80', 'won'],
  ]);
  expect(step?.ms).toBeLessThan(249);
});

test('a slow first address is not cut short: it still wins when the second is dead', async () => {
  const silent = await silentPort();
  const { observation, tries } = await triesOf(
    dual({ '192.0.2.1': silent, '2001:db8::1': await openLatePort() }),
  );
  expect(observation.failure).toBeUndefined();
  expect(tries).toEqual([
    ['[2001:db8::1]:80', 'won'],
    ['192.0.2.1:80', 'abandoned'],
  ]);
});

test('every address is told when all fail, and most of them speak for all', async () => {
  const closed = await openClosedPort();
  const network = dual({ '192.0.2.1': await silentPort(), '192.0.2.2': closed, '2001:db8::1': closed });
  const { observation, tries } = await triesOf(network, { timeout: '900ms' });
  expect(tries).toEqual([
    ['[2001:db8::1]:80', 'tcp.refused'],
    ['192.0.2.1:80', 'tcp.timeout'],
    ['192.0.2.2:80', 'tcp.refused'],
  ]);
  expect(observation.failure?.code).toBe('tcp.refused');
});

const noIpv6 = {
  hasRoute: async (address: string) => !address.includes(':'),
  routes: async () => ({ ipv4: true, ipv6: false }),
};

test('a family without a route is left out, and that is no fall-back', async () => {
  const network = dual({ '192.0.2.1': await openPort(), '2001:db8::1': await openClosedPort() }, noIpv6);
  const { observation, tries } = await triesOf(network);
  expect(tries).toEqual([['192.0.2.1:80', 'won']]);
  expect(factsOf(observation).routes).toEqual({ ipv4: true, ipv6: false });
  expect((await resultOf(network, url)).status).toBe('up');
});

test('when neither family has a route, it is our own network', async () => {
  const none = { hasRoute: async () => false, routes: async () => ({ ipv4: false, ipv6: false }) };
  const network = dual({ '192.0.2.1': await openPort(), '2001:db8::1': await openPort() }, none);
  expect((await failureOf(network, url))?.code).toBe('local.no_route');
  expect((await resultOf(network, url)).status).toBe('unknown');
});

test('the connection is closed when the attempt ends', async () => {
  const closed = new Promise((resolve) => {
    const server = createServer((socket) => void socket.on('close', resolve).resume());
    void listen(server).then((port) => attempt(site(port), url));
  });
  await closed;
});

/** Resets whatever it accepts, from a thread of its own. */
function openResettingPort(): Promise<number> {
  return openInThread(`
    const server = createServer((socket) => socket.resetAndDestroy());
    server.listen(0, '127.0.0.1', () => tell(server.address().port));`);
}

/** Its queue is full at first; the second SYN of a connection, a second after the first, finds room. */
async function openLatePort(): Promise<number> {
  const port = await openInThread(`
    const server = createServer((socket) => socket.on('error', () => {}).resume());
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      tell(server.address().port);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    });`);
  const fillers = Array.from({ length: 8 }, () => dial(port, '127.0.0.1').on('error', () => {}));
  onTestFinished(() => fillers.forEach((filler) => void filler.destroy()));
  await pause(50);
  return port;
}

async function openInThread(code: string): Promise<number> {
  const around = `const { createServer } = require('net');
    const tell = (port) => require('worker_threads').parentPort.postMessage(port);`;
  const worker = new Worker(around + code, { eval: true });
  onTestFinished(async () => void (await worker.terminate()));
  return new Promise((resolve) => worker.once('message', resolve));
}

/** Holds the event loop after the dial that is about to be made, so that the reset is there before we look. */
function holdLoop(): void {
  const hold = () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  process.nextTick(() => process.nextTick(() => process.nextTick(hold)));
}
