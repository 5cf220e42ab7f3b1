// What was not asked for want of a route or of an address, said once a run.

import { expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import type { Facts, FailureCode, Routes } from '../../src/model.ts';
import { reports } from '../../src/report/index.ts';
import { attempt, hop, result, run } from './builder.ts';

const view = { width: 100, colour: 0, unicode: true, verbose: false } as const;
const onlyIpv4: Routes = { ipv4: true, ipv6: false };
const both: Routes = { ipv4: true, ipv6: true };
const six = '2001:db8::7';

function told(facts: Facts, count = 1): string {
  const plain = hop({ dns: 1, tcp: 1 });
  const seen = attempt({ ...plain, facts: { ...plain.facts, ...facts } });
  const results = Array.from({ length: count }, (_, index) => result(`endpoint ${index}`, [seen]));
  return reports.table(run(results), view);
}

test('a family without a route is told once, however many endpoints it concerns', () => {
  const text = told({ routes: onlyIpv4, unrouted: [six] }, 3);
  expect(text.split('IPv6 addresses were left out: this machine has no route for IPv6.')).toHaveLength(2);
});

test('nothing is told of routes when nothing was left out', () => {
  expect(told({ routes: both })).not.toContain('left out');
  expect(told({ routes: onlyIpv4 })).not.toContain('left out');
});

test.each([
  ['one', [six], `${six} was left out: this machine has no route to it.`],
  ['two', ['192.0.2.9', six], `192.0.2.9, ${six} were left out: this machine has no route to them.`],
])('addresses without a route in a family that has one are named: %s', (_, unrouted, line) => {
  const text = told({ routes: both, unrouted }, 2);
  expect(text.split(line)).toHaveLength(2);
});

const lacking = (code: FailureCode): Facts => ({
  dns: {
    from: 'server',
    records: [],
    addresses: ['192.0.2.7'],
    missing: [{ type: 'AAAA', failure: failure(code) }],
  },
});

test('names that have one family, where both are to be asked, are named together', () => {
  expect(told(lacking('dns.nodata'), 2)).toContain('No IPv6 address was found for endpoint 0, endpoint 1.');
  expect(told(lacking('dns.nodata'), 7)).toContain('endpoint 4 and 2 more.');
});

test('a family that nobody told of is not said to be missing', () => {
  expect(told(lacking('dns.servfail'))).not.toContain('No IPv6');
});
