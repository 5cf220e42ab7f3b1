import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addressOf, dial, openBox, placeOf } from './box.ts';

test('only what is in the world has a place', async () => {
  const { network } = await openBox();
  const web = await addressOf({ network, close: async () => {} }, 'web.example');
  expect(network.place('tcp', { address: web, port: 443 })).toMatchObject({ address: '127.0.0.1' });
  expect(network.place('tcp', { address: web, port: 8443 })).toBeNull();
  expect(network.place('udp', { address: web, port: 443 })).toBeNull();
  expect(network.place('tcp', { address: '127.0.0.1', port: 443 })).toBeNull();
  expect(network.place('udp', { address: '9.9.9.9', port: 53 })).toBeNull();
});

test('an address has a place however it is spelt', async () => {
  const { network } = await openBox();
  for (const address of ['2001:db8::53', '2001:0DB8:0:0::0053']) {
    expect(network.place('udp', { address, port: 53 })).not.toBeNull();
  }
});

test('nothing of this machine is in the network', async () => {
  const { network } = await openBox();
  expect(network).toMatchObject({ simulated: true, search: [], ndots: 1 });
  expect(network.hosts.size).toBe(0);
  expect(await network.routes()).toEqual({ ipv4: true, ipv6: true });
  expect(await network.hasRoute('2001:2::1')).toBe(true);
  for (const server of network.servers) expect(network.place('udp', server)).not.toBeNull();
});

test('a tcp port accepts', async () => {
  const lab = await openBox();
  expect(await dial(placeOf(lab, 'tcp', await addressOf(lab, 'chat.example'), 5222))).toBe('connected');
});

describe('tcp.timeout', () => {
  test('all ports of the hosts are silent, however many dial, and the others are not', async () => {
    const lab = await openBox('*.example=tcp.timeout', 'www.example=204');
    const chat = await addressOf(lab, 'chat.example');
    const places = [443, 5222].flatMap((port) =>
      Array.from({ length: 10 }, () => placeOf(lab, 'tcp', chat, port)),
    );
    const ends = await Promise.all(places.map(dial));
    expect(new Set(ends)).toEqual(new Set(['silence']));
    expect(await dial(placeOf(lab, 'tcp', '192.0.2.53', 443))).toBe('connected');
  });

  test('an address can be silent', async () => {
    const lab = await openBox('192.0.2.53=tcp.timeout');
    expect(await dial(placeOf(lab, 'tcp', '192.0.2.53', 443))).toBe('silence');
    expect(await dial(placeOf(lab, 'tcp', '2001:db8::53', 443))).toBe('connected');
  });

  test('on * every connection is silent and names still resolve', async () => {
    const lab = await openBox('*=tcp.timeout');
    const web = await addressOf(lab, 'web.example');
    const places = [placeOf(lab, 'tcp', web, 443), placeOf(lab, 'tcp', '198.18.0.53', 53)];
    expect(await Promise.all(places.map(dial))).toEqual(['silence', 'silence']);
  });
});

describe('tcp.refused', () => {
  test('the port refuses every time', async () => {
    const lab = await openBox('web.example=tcp.refused');
    const place = placeOf(lab, 'tcp', await addressOf(lab, 'web.example'), 443);
    const ends = await Promise.all(Array.from({ length: 50 }, () => dial(place)));
    expect(new Set(ends)).toEqual(new Set(['ECONNREFUSED']));
  });

  test('the system gives the port to nobody else', async () => {
    const lab = await openBox('web.example=tcp.refused');
    const { port } = placeOf(lab, 'tcp', await addressOf(lab, 'web.example'), 443);
    const servers = await Promise.all(Array.from({ length: 500 }, listen));
    const taken = servers.map((server) => server.address());
    for (const server of servers) server.close();
    expect(taken).not.toContainEqual(expect.objectContaining({ port }));
  });
});

test('the last break of a layer counts', async () => {
  const lab = await openBox('*=tcp.refused', 'chat.example=tcp.timeout');
  expect(await dial(placeOf(lab, 'tcp', await addressOf(lab, 'chat.example'), 443))).toBe('silence');
  expect(await dial(placeOf(lab, 'tcp', '192.0.2.53', 443))).toBe('ECONNREFUSED');
});

function listen(): Promise<ReturnType<typeof createServer>> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
}
