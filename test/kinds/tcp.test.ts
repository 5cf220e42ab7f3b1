import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { attempt, failureOf } from '../ask.ts';
import { listen } from '../servers/listen.ts';
import { site } from '../servers/network.ts';

test('tcp:// is up when the connection is accepted; nothing is said', async () => {
  let heard = 0;
  const port = await listen(
    createServer((socket) => void socket.on('data', (chunk) => (heard += chunk.length))),
  );
  const observation = await attempt(site(port), 'tcp://site.example:22');
  expect(observation.failure).toBeUndefined();
  expect(observation.hops[0]?.steps.map(({ name }) => name)).toEqual(['dns', 'tcp']);
  expect(observation.hops[0]?.facts.remote).toEqual({ address: '192.0.2.1', port: 22 });
  expect(heard).toBe(0);
});

test('a server that ends the connection at once has accepted it', async () => {
  const port = await listen(createServer((socket) => void socket.end()));
  expect(await failureOf(site(port), 'tcp://site.example:22')).toBeUndefined();
});

test('an IPv6 address is asked as such', async () => {
  const network = { ...site(await listen(createServer())), hosts: new Map() };
  const place: typeof network.place = (transport, to) =>
    network.place(transport, { ...to, address: '192.0.2.1' });
  const observation = await attempt({ ...network, place }, 'tcp://[2001:db8::1]:22');
  expect(observation.hops[0]?.steps[0]?.tries?.[0]?.address).toBe('[2001:db8::1]:22');
});
