// Which addresses are public, and that no other is asked. The ways around it stand in test/faults/inside.ts.

import { describe, expect, test } from 'vitest';
import { machineNetwork } from '../../src/net/machine.ts';
import { publicOnly, specialPurpose } from '../../src/net/public.ts';
import { failureOf } from '../ask.ts';
import { produces } from '../produces.ts';
import { a, openNameServer, reply } from '../servers/dns.ts';
import { networkOf } from '../servers/network.ts';

describe('of special purpose', () => {
  test.each([
    ['0.0.0.0', 'no network'],
    ['0.1.2.3', 'no network'],
    ['10.255.255.255', 'private'],
    ['100.64.0.0', 'carrier'],
    ['100.127.255.255', 'carrier'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['172.16.0.0', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.1', 'protocols'],
    ['192.0.2.1', 'documentation'],
    ['192.88.99.1', '6to4'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'benchmarks'],
    ['198.19.255.255', 'benchmarks'],
    ['198.51.100.1', 'documentation'],
    ['203.0.113.1', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['239.255.255.255', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::2', 'reserved'],
    ['::7f00:1', 'reserved'],
    ['::ffff:127.0.0.1', 'the way to 127.0.0.1, which is loopback'],
    ['::ffff:7f00:1', '127.0.0.1'],
    ['0:0:0:0:0:ffff:0a00:0001', '10.0.0.1'],
    ['64:ff9b::10.0.0.1', '10.0.0.1'],
    ['64:ff9b:1::1', 'local translation'],
    ['100::1', 'reserved'],
    ['2001::1', 'protocols'],
    ['2001:0:7f00:1::', 'protocols'],
    ['2001:2::1', 'protocols'],
    ['2001:10::1', 'protocols'],
    ['2001:20::1', 'protocols'],
    ['2001:1ff:ffff::', 'protocols'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::', '127.0.0.1'],
    ['2002:a9fe:a9fe::1', '169.254.169.254'],
    ['3fff::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['5f00::1', 'reserved'],
    ['fc00::1', 'private'],
    ['fdff:ffff::1', 'private'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local'],
    ['febf::1', 'link-local'],
    ['fec0::1', 'reserved'],
    ['ff02::1', 'multicast'],
    ['localhost', 'no address'],
    ['0x7f000001', 'no address'],
    ['', 'no address'],
  ])('%s: %s', (address, what) => {
    expect(specialPurpose(address)).toContain(what);
  });
});

test.each([
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.1',
  '172.15.255.255',
  '172.32.0.0',
  '192.0.1.0',
  '192.167.255.255',
  '198.17.255.255',
  '198.20.0.0',
  '223.255.255.255',
  '::ffff:1.1.1.1',
  '64:ff9b::101:101',
  '2001:200::1',
  '2001:4860:4860::8888',
  '2002:101:101::1',
  '2606:4700:4700::1111',
  '2a00:1450::1',
  '3ffe::1',
])('%s is public', (address) => {
  expect(specialPurpose(address)).toBeNull();
});

const machine = publicOnly(machineNetwork());

produces('local.forbidden', 'an address of this machine, where only public ones are asked', () =>
  failureOf(machine, 'tcp://127.0.0.1:1'),
);

test('what it is, and which rule says so, is told', async () => {
  expect(await failureOf(machine, 'https://[fd00::1]/')).toMatchObject({
    code: 'local.forbidden',
    layer: 'local',
    message: 'fd00::1 is private (RFC 4193), and --untrusted asks only public addresses',
  });
});

test('the name servers of this machine may be private, also over TCP, and are no target', async () => {
  const server = await openNameServer((asked) =>
    asked.over === 'udp' && asked.type === 'A'
      ? [reply(asked, { cut: true })]
      : [reply(asked, { answers: asked.type === 'A' ? [a(asked.name, '10.1.1.1')] : [] })],
  );
  const network = publicOnly({
    ...networkOf({ servers: [{ address: '10.0.0.53', port: 53 }] }),
    place: (transport) => ({ address: '127.0.0.1', port: server[transport] }),
  });
  expect(await failureOf(network, 'dns:name.example')).toBeUndefined();
  expect(server.asked.map(({ over }) => over)).toContain('tcp');
  expect((await failureOf(network, 'tcp://name.example:53'))?.message).toContain('10.1.1.1 is private');
  expect((await failureOf(network, 'tcp://10.0.0.53:53'))?.message).toContain('10.0.0.53 is private');
  const named = await failureOf(network, 'dns:name.example', { resolver: 'tcp://10.0.0.53' });
  expect(named?.code).toBe('local.forbidden');
});
