// How each way to name a resolver is said to dig.

import { expect, test } from 'vitest';
import type { DnsFacts } from '../../src/model.ts';
import { repeater } from '../../src/repeat/index.ts';
import { endpointOf } from '../ask.ts';
import { attempt, hop } from '../report/builder.ts';

function lineFor(url: string, resolvers: readonly string[], dns: Partial<DnsFacts> = {}): string | null {
  const endpoint = endpointOf('https://site.example/');
  const tries = [{ address: '192.0.2.53:53', at: 0, ms: 1 }];
  const { facts: _, ...failed } = hop({ dns: 1 }, { url, fails: 'dns.timeout', tries });
  const facts = { dns: { from: 'server' as const, records: [], addresses: [], ...dns } };
  return repeater(
    [],
    '1',
  )({
    endpoint: { options: { ...endpoint.options, resolvers } },
    attempts: [attempt({ ...failed, facts })],
    decidedBy: 0,
    status: 'down',
    cause: { code: 'dns.timeout' },
  });
}

test.each([
  [[], '@192.0.2.53'],
  [['9.9.9.9'], '@9.9.9.9'],
  [['udp://9.9.9.9'], '@9.9.9.9'],
  [['9.9.9.9:5353'], '@9.9.9.9 -p 5353'],
  [['2620:fe::fe'], '@2620:fe::fe'],
  [['[2620:fe::fe]:5353'], '@2620:fe::fe -p 5353'],
  [['tcp://9.9.9.9'], '@9.9.9.9 +tcp'],
  [['tls://9.9.9.9:8853'], '@9.9.9.9 -p 8853 +tls'],
  [['https://dns.example/dns-query'], '@dns.example +https=/dns-query'],
  [['system'], '@192.0.2.53'],
  [['9.9.9.9', '1.1.1.1'], '@192.0.2.53'],
] as const)('%j is asked as %s', (resolvers, words) => {
  expect(lineFor('https://site.example/', resolvers)).toBe(
    `dig ${words} +time=5 +tries=1 -q site.example -t A -q site.example -t AAAA`,
  );
});

test.each([
  ['dns:site.example', '-q site.example -t A'],
  ['dns:site.example?type=mx', '-q site.example -t MX'],
  ['dns:192.0.2.1?type=PTR', '-x 192.0.2.1'],
])('%s asks %s', (url, words) => {
  expect(lineFor(url, [])).toBe(`dig @192.0.2.53 +time=5 +tries=1 ${words}`);
});

test.each<[string, Partial<DnsFacts>, string]>([
  [
    'the zone’s own server',
    { resolver: 'authoritative', server: 'ns1.example at 192.0.2.7:53' },
    '@192.0.2.7 +norecurse',
  ],
  [
    'another of them',
    { resolver: 'authoritative ns2.example', server: 'ns2.example at [2001:db8::7]:53' },
    '@2001:db8::7 +norecurse',
  ],
  ['whoever was asked for the zone', { resolver: 'authoritative', server: '192.0.2.1:53' }, '@192.0.2.1'],
  [
    'one of several over TLS',
    { resolver: 'tls://9.9.9.9', server: '9.9.9.9:853', transport: 'tls' },
    '@9.9.9.9 +tls',
  ],
  [
    'one of several over HTTPS',
    { resolver: 'https://dns.example/q', server: 'dns.example at 192.0.2.9:443' },
    '@dns.example +https=/q',
  ],
  ['one of several by its port', { resolver: '[2001:db8::1]:5353' }, '@2001:db8::1 -p 5353'],
])('%s is asked again', (_, dns, words) => {
  expect(lineFor('https://site.example/', ['authoritative', 'tls://9.9.9.9'], dns)).toBe(
    `dig ${words} +time=5 +tries=1 -q site.example -t A -q site.example -t AAAA`,
  );
});
