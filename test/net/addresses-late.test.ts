// Every address of a name, where the addresses of one family come late, or nobody says whether there are any.

import { expect, test } from 'vitest';
import { openClosedPort } from '../../src/lab/ports.ts';
import type { Network } from '../../src/net/network.ts';
import { a, aaaa, namedBy, openNameServer, reply, type Script } from '../servers/dns.ts';
import { asked, named, placing, rows, serving } from './addressed.ts';

/** An IPv4 address that serves, an IPv6 address that does not, and AAAA answered as told. */
async function half(six: Script): Promise<Network> {
  const answer: Script = (question) =>
    question.type === 'A' ? [reply(question, { answers: [a(question.name, '192.0.2.1')] })] : six(question);
  const network = namedBy([await openNameServer(answer)]);
  const ports = { '192.0.2.1': await serving(), '2001:db8::1': await openClosedPort() };
  return { ...network, place: placing(network, ports) };
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test.each(['both', 'all'])('with %s addresses, those that come late are asked too', async (addresses) => {
  const network = await half(async (question) => {
    await after(300);
    return [reply(question, { answers: [aaaa(question.name, '2001:db8::1')] })];
  });
  const run = await asked(network, { addresses });
  expect(rows(run).sort()).toEqual(['192.0.2.1 up', '2001:db8::1 down tcp.refused']);
});

test('a family that the name server fails to tell of is said', async () => {
  const run = await asked(await half((question) => [reply(question, { rcode: 2 })]), { addresses: 'both' });
  expect(rows(run)).toEqual(['site degraded dns.servfail']);
  expect(run.results[0]?.cause?.message).toMatch(/^no answer for AAAA: .*SERVFAIL/);
});

test('a name server that is silent about one family leaves time to ask the other', async () => {
  const run = await asked(await half(() => []), { addresses: 'both', timeout: '1200ms' });
  expect(rows(run)).toEqual(['site degraded dns.timeout']);
  const [attempt] = run.results[0]?.attempts ?? [];
  expect(attempt?.ms).toBeLessThan(1100);
});

test('with the first address alone nobody waits, and nothing is said', async () => {
  const run = await asked(await half(() => []), { addresses: 'first' });
  expect(rows(run)).toEqual(['site up']);
  expect(run.results[0]?.attempts[0]?.hops[0]?.facts.dns).not.toHaveProperty('missing');
});

test('that a name has no address of a family is a fact, and no fault', async () => {
  const run = await asked(await half((question) => [reply(question)]), { addresses: 'both' });
  expect(rows(run)).toEqual(['site up']);
  const { dns } = run.results[0]?.attempts[0]?.hops[0]?.facts ?? {};
  expect(dns?.missing).toMatchObject([{ type: 'AAAA', failure: { code: 'dns.nodata' } }]);
});

test('so it is with the hosts file', async () => {
  const run = await asked(named({ '192.0.2.1': await serving() }), { addresses: 'both' });
  const { dns } = run.results[0]?.attempts[0]?.hops[0]?.facts ?? {};
  expect([rows(run), dns?.missing?.map(({ type }) => type)]).toEqual([['site up'], ['AAAA']]);
});

test('where two addresses of one family agree, the other that nobody knows is said of both', async () => {
  const answer: Script = (question) =>
    question.type === 'A'
      ? [reply(question, { answers: [a(question.name, '192.0.2.1'), a(question.name, '192.0.2.2')] })]
      : [reply(question, { rcode: 2 })];
  const network = namedBy([await openNameServer(answer)]);
  const port = await serving();
  const place = placing(network, { '192.0.2.1': port, '192.0.2.2': port });
  expect(rows(await asked({ ...network, place }))).toEqual(['site degraded dns.servfail']);
});
