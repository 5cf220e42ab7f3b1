import { expect, test } from 'vitest';
import { disagreement } from '../../src/judge/agree.ts';
import type { DnsFacts, Observation } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';
import { heard, seen } from './sketch.ts';

const url = 'dns:asked.example?type=A';
const endpoint = endpointOf(url, { resolver: ['192.0.2.1', '192.0.2.2'] });

/** What one server said: addresses, unless `more` says otherwise. */
function voice(server: string, addresses: readonly string[], more: Partial<DnsFacts> = {}): Observation {
  const records = addresses.map((data) => ({ name: 'asked.example', type: typeOf(data), ttl: 60, data }));
  const dns = heard({ server, rcode: 'NOERROR', types: ['A'], records, addresses, ...more });
  return { ...seen({ facts: { dns } }), url };
}

function typeOf(address: string): string {
  return address.includes(':') ? 'AAAA' : 'A';
}

const said = (...observations: readonly Observation[]) => disagreement(endpoint, observations)?.message;
const differ = `the answers for ${url} differ: `;

test('the same data agree, in whatever order and however often', () => {
  expect(
    said(voice('a', ['192.0.2.1', '192.0.2.2']), voice('b', ['192.0.2.2', '192.0.2.1'])),
  ).toBeUndefined();
  expect(said(voice('a', ['192.0.2.1', '192.0.2.1']), voice('b', ['192.0.2.1']))).toBeUndefined();
});

test('who says what is told, with the place in the list', () => {
  const cause = disagreement(endpoint, [voice('a', ['192.0.2.1']), voice('b', ['192.0.2.2'])]);
  expect(cause).toEqual({
    code: 'dns.disagree',
    layer: 'dns',
    message: `${differ}a says 192.0.2.1; b says 192.0.2.2`,
    source: endpoint.source,
  });
  expect(endpoint.source).not.toBeNull();
  const { source: _, ...nowhere } = cause ?? {};
  const given = { ...endpoint, source: null };
  expect(disagreement(given, [voice('a', ['192.0.2.1']), voice('b', ['192.0.2.2'])])).toEqual(nowhere);
});

test('those that say the same speak together, and the data are in order', () => {
  const two = ['192.0.2.9', '192.0.2.8'];
  expect(said(voice('a', two), voice('b', two), voice('c', ['192.0.2.1']))).toBe(
    `${differ}a and b say 192.0.2.8, 192.0.2.9; c says 192.0.2.1`,
  );
});

test('four voices are told, further ones counted', () => {
  const voices = (count: number) =>
    Array.from({ length: count }, (_, index) => voice(`s${index}`, [`192.0.2.${index}`]));
  const four = 's0 says 192.0.2.0; s1 says 192.0.2.1; s2 says 192.0.2.2; s3 says 192.0.2.3';
  expect(said(...voices(4))).toBe(differ + four);
  expect(said(...voices(5))).toBe(`${differ}${four}; 1 more say otherwise`);
});

test('what one says is cut after 120 characters', () => {
  const text = (length: number) =>
    voice('a', [], {
      types: ['TXT'],
      records: [{ name: 'x', type: 'TXT', ttl: 1, data: 'x'.repeat(length) }],
    });
  const none = voice('b', [], { types: ['TXT'] });
  expect(said(text(120), none)).toBe(`${differ}a says ${'x'.repeat(120)}; b says NOERROR`);
  expect(said(text(121), none)).toBe(`${differ}a says ${'x'.repeat(120)}…; b says NOERROR`);
});

test('that there is nothing is said in the words of the server', () => {
  const { rcode: _, ...mute } = voice('c', []).hops[0]?.facts.dns ?? ({} as DnsFacts);
  const silent = { ...seen({ facts: { dns: mute } }), url };
  expect(said(voice('a', ['192.0.2.1']), voice('b', [], { rcode: 'NXDOMAIN' }))).toBe(
    `${differ}a says 192.0.2.1; b says NXDOMAIN`,
  );
  expect(said(voice('a', ['192.0.2.1']), silent)).toBe(`${differ}a says 192.0.2.1; c says nothing`);
});

test('only the types that all of them answered are compared', () => {
  const both = voice('a', ['192.0.2.1', '2001:db8::1'], { types: ['A', 'AAAA'] });
  const other = voice('c', ['192.0.2.1', '2001:db8::2'], { types: ['A', 'AAAA'] });
  const alone = voice('b', ['192.0.2.1']);
  expect(said(both, alone)).toBeUndefined();
  expect(said(both, alone, other)).toBeUndefined();
  expect(said(both, other)).toContain('differ');
  expect(said(voice('a', ['192.0.2.1']), voice('b', ['2001:db8::1'], { types: ['AAAA'] }))).toBeUndefined();
});

test('one that did not answer has no voice', () => {
  const silent = voice('c', [], { types: [] });
  const unheard = { ...seen(), url };
  expect(said(silent, silent)).toBeUndefined();
  expect(said(elsewhere([]), voice('a', ['192.0.2.1']), voice('b', ['192.0.2.2']))).toBe(
    `${differ}a says 192.0.2.1; b says 192.0.2.2`,
  );
  expect(said(silent, unheard, voice('a', ['192.0.2.1']), voice('b', ['192.0.2.2']))).toBe(
    `${differ}a says 192.0.2.1; b says 192.0.2.2`,
  );
});

/** Not a server's: the hosts file, or the operating system. */
function elsewhere(addresses: readonly string[], more: Partial<DnsFacts> = {}): Observation {
  return { ...seen({ facts: { dns: { from: 'hosts', records: [], addresses, ...more } } }), url };
}

test('addresses that come from no server have the types that they are of', () => {
  expect(said(elsewhere(['192.0.2.1']), voice('b', ['192.0.2.2']))).toBe(
    `${differ}this machine says 192.0.2.1; b says 192.0.2.2`,
  );
  expect(said(elsewhere(['192.0.2.1'], { resolver: 'os' }), voice('b', ['192.0.2.2']))).toBe(
    `${differ}os says 192.0.2.1; b says 192.0.2.2`,
  );
  const six = voice('b', ['2001:db8::2'], { types: ['AAAA'] });
  expect(said(elsewhere(['2001:db8::1']), six)).toContain('this machine says 2001:db8::1');
  expect(said(elsewhere([]), voice('b', ['192.0.2.2']))).toBeUndefined();
});

test('each URL is held against itself alone', () => {
  const other = { ...voice('b', ['192.0.2.2']), url: 'dns:other.example?type=A' };
  expect(said(voice('a', ['192.0.2.1']), other)).toBeUndefined();
  const third = { ...voice('c', ['192.0.2.3']), url: other.url };
  expect(said(voice('a', ['192.0.2.1']), other, third)).toBe(
    'the answers for dns:other.example?type=A differ: b says 192.0.2.2; c says 192.0.2.3',
  );
});
