import { describe, expect, test } from 'vitest';
import { machineNetwork, parseHosts, parseResolvConf } from '../../src/net/machine.ts';

describe('the hosts file', () => {
  const hosts = parseHosts(
    '127.0.0.1 localhost\n# 192.0.2.66 commented\n192.0.2.1\tWeb.Example web # ours\r\n' +
      '2001:db8::1 web.example\n192.0.2.1 web.example\nnonsense here\n192.0.2.9\n',
  );

  test('gives every name its addresses, once each, in order', () => {
    expect(hosts.get('web.example')).toEqual(['192.0.2.1', '2001:db8::1']);
    expect(hosts.get('web')).toEqual(['192.0.2.1']);
  });

  test('has no other names', () => {
    expect([...hosts.keys()]).toEqual(['localhost', 'web.example', 'web']);
  });
});

describe('resolv.conf', () => {
  test.each([
    ['', { search: [], ndots: 1 }],
    ['search a.example b.example.\n', { search: ['a.example', 'b.example'], ndots: 1 }],
    ['search a.example\ndomain b.example', { search: ['b.example'], ndots: 1 }],
    ['options edns0 ndots:3 trust-ad\n; ndots:9', { search: [], ndots: 3 }],
    ['options ndots:99', { search: [], ndots: 15 }],
    ['search .', { search: [], ndots: 1 }],
  ])('%j', (text, expected) => {
    expect(parseResolvConf(text)).toEqual(expected);
  });
});

test('this machine has a route to itself', async () => {
  const machine = machineNetwork();
  expect(await machine.hasRoute('127.0.0.1')).toBe(true);
  expect(machine.place('tcp', { address: '127.0.0.1', port: 1 })).toEqual({ address: '127.0.0.1', port: 1 });
});
