import { expect, test } from 'vitest';
import { plan } from '../../src/config/plan.ts';
import type { Network } from '../../src/net/network.ts';
import { eachOf } from '../../src/resolver.ts';
import { createRunner } from '../../src/run/runner.ts';
import { endpointOf, factsOf } from '../ask.ts';
import { denied, failing, found, openDnsWorld } from '../servers/dns-world.ts';

const url = 'dns:www.deep.alpha.com?type=A';

/** What each of them says of a name. */
async function heard(network: Network, resolver: string, timeoutMs = 2000, of = url) {
  const endpoint = endpointOf(of);
  const run = createRunner({
    network,
    concurrency: 4,
    deadlineMs: null,
    interrupt: new AbortController().signal,
  });
  const options = { ...endpoint.options, resolvers: [resolver], timeoutMs };
  const [outcome] = await run(plan([{ ...endpoint, options }]));
  if (!outcome || !('observation' in outcome)) throw new Error('there was no attempt');
  const { voices = [], referral } = factsOf(outcome.observation).dns ?? {};
  const told = voices.map(
    ({ who, server, addresses, failure }) => `${who} ${server} ${failure?.code ?? addresses}`,
  );
  return { told, referral, failure: outcome.observation.failure?.code };
}

test('each name server of this machine, each named resolver and each server of the zone is heard apart', async () => {
  const { network, top, zones } = await openDnsWorld({
    own: [{}, { 'alpha.com': failing }],
    named: { '9.9.9.9': { 'alpha.com': denied } },
    zones: { 'alpha.com': ['198.51.100.7', '198.51.100.7'] },
  });
  expect(await heard(network, eachOf(['system', '9.9.9.9', 'authoritative']))).toEqual({
    told: [
      `system 192.0.2.53:53 ${found}`,
      'system 192.0.2.54:53 dns.servfail',
      'named 9.9.9.9:53 dns.nxdomain',
      'zone ns1.alpha.com at 192.0.2.100:53 198.51.100.7',
      'zone ns2.alpha.com at 192.0.2.101:53 198.51.100.7',
    ],
    referral: { zone: 'alpha.com', parent: 'com', by: 'a.top.net at 192.0.2.2:53' },
    failure: undefined,
  });
  // RFC 9156: the top level is told no more of the name than it needs.
  expect(top.asked.map(({ name, type, packet }) => [name, type, packet.flag_rd])).toEqual([
    ['alpha.com', 'NS', false],
  ]);
  expect(zones['ns1.alpha.com']?.asked.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'deep.alpha.com NS',
    'www.deep.alpha.com A',
  ]);
});

test('silent servers of a zone are told one by one, found though no resolver knows them', async () => {
  const { network } = await openDnsWorld({
    own: [{ 'alpha.com': failing }],
    zones: { 'alpha.com': [null, null, null, null] },
  });
  const { told, referral, failure } = await heard(network, eachOf(['system', 'authoritative']), 400);
  expect(told).toEqual([
    'system 192.0.2.53:53 dns.servfail',
    ...[1, 2, 3, 4].map((n) => `zone ns${n}.alpha.com at 192.0.2.${99 + n}:53 dns.timeout`),
  ]);
  expect([referral?.parent, failure]).toEqual(['com', 'dns.servfail']);
});

test('where nobody tells the servers of the zone, those that are given are heard', async () => {
  const { network } = await openDnsWorld({
    own: [{ 'alpha.com': failing }],
    zones: { 'alpha.com': [null, '198.51.100.7'] },
    top: 'silent',
  });
  const given = ['192.0.2.100', '192.0.2.101'];
  const { told, referral } = await heard(network, eachOf(['authoritative'], given), 400);
  expect(told).toEqual(['zone 192.0.2.100:53 dns.timeout', 'zone 192.0.2.101:53 198.51.100.7']);
  expect(referral).toBeUndefined();
});

test('a zone that does not exist is denied by the zone above', async () => {
  const { network } = await openDnsWorld({ own: [{}], zones: {} });
  expect(await heard(network, eachOf(['authoritative']))).toMatchObject({
    told: ['zone a.top.net at 192.0.2.2:53 dns.nxdomain'],
    referral: { zone: 'com', parent: '.' },
  });
});
