// What is expected of a name whose addresses are each asked by themselves: it is the name's, and no address's.

import { expect, test } from 'vitest';
import type { Network } from '../../src/net/network.ts';
import { a, namedBy, openNameServer, reply } from '../servers/dns.ts';
import { asked, placing, rows, serving } from './addressed.ts';

const retried = { retry: { times: 1, after: '1ms' } };

/** `site.example` with two addresses; `other` is there as well where the name server is asked for the first time. */
async function world(status = 200, other?: string) {
  let first = true;
  const server = await openNameServer((question) => {
    if (question.type !== 'A') return [reply(question)];
    const more = first && other !== undefined ? [a(question.name, other)] : [];
    first = false;
    return [
      reply(question, {
        answers: [a(question.name, '192.0.2.1'), a(question.name, '192.0.2.2'), ...more],
      }),
    ];
  });
  const named = namedBy([server]);
  const [one, two] = [await serving(), await serving(status)];
  const tcp = { '192.0.2.1': one, '192.0.2.2': two, '192.0.2.3': one };
  const network: Network = { ...named, place: placing(named, tcp) };
  return { server, network };
}

test.each([
  [{ records: '192.0.2.9' }, 'dns.records'],
  [{ ttl: { min: '5m' } }, 'dns.records'],
  [{ rcode: 'NXDOMAIN' }, 'dns.records'],
  [{ latency: { dns: '0.000001ms' } }, 'latency.limit'],
])('%j is missed by the name as a whole, and asked again by name', async (wanted, code) => {
  const { server, network } = await world();
  const run = await asked(network, { ...retried, expect: wanted });
  expect(rows(run)).toEqual([`site down ${code}`]);
  expect(run.exitCode).toBe(1);
  expect(server.asked.filter(({ type }) => type === 'A')).toHaveLength(2);
});

test('without a retry no address is blamed for it', async () => {
  const { network } = await world();
  expect(rows(await asked(network, { expect: { records: '192.0.2.9' } }))).toEqual(['site down dns.records']);
});

test('records that are as expected when asked again are flaky', async () => {
  const { network } = await world(200, '192.0.2.3');
  const run = await asked(network, { ...retried, expect: { records: ['192.0.2.1', '192.0.2.2'] } });
  expect(rows(run)).toEqual(['site degraded run.flaky']);
});

test('a warning of the name stands at each of its addresses where they differ', async () => {
  const { network } = await world(503);
  const run = await asked(network, { expect: { latency: { dns: { warn: '0.000001ms' } } } });
  expect(rows(run)).toEqual(['192.0.2.1 degraded latency.slow', '192.0.2.2 down http.status']);
});

test('what is as expected of the name is told, and every address is up', async () => {
  const { network } = await world();
  const run = await asked(network, { expect: { records: ['192.0.2.1', '192.0.2.2'], rcode: 'NOERROR' } });
  expect(rows(run)).toEqual(['site up']);
  expect(run.results[0]?.checks.map(({ what }) => what).sort()).toEqual(['rcode', 'records', 'status']);
});

test('many samples: a record that is missed every time is missed', async () => {
  const { network } = await world();
  const run = await asked(network, { expect: { records: '192.0.2.9' } }, { samples: 3 });
  expect(rows(run)).toEqual(['site down dns.records']);
});
