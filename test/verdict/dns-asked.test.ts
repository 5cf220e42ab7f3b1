// Whole runs over sockets: resolvers that lie about some names, and who is asked about them.

import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/net/network.ts';
import { runOf } from '../ask.ts';
import { rcodes } from '../servers/dns.ts';
import { type DnsWorld, denied, failing, openDnsWorld } from '../servers/dns-world.ts';
import { controls, fineZones, list, options, resolvers, told, withoutControls } from './dns-list.ts';

describe('filtered.dns', () => {
  const named = Object.fromEntries(resolvers.map((resolver) => [resolver, {}]));
  const filtered = { extended: [[17, '']] as const };

  test.each([
    ['NXDOMAIN', denied],
    ['SERVFAIL with EDE 17', { rcode: rcodes.SERVFAIL, ...filtered }],
    ['REFUSED with EDE 16', { rcode: rcodes.REFUSED, extended: [[16, '']] as const }],
  ])('our resolver answers %s for one provider only, others find it', async (_, word) => {
    const world = await openDnsWorld({ own: [{ 'beta.com': word }], named, zones: fineZones });
    const run = await runOf(world.network, list);
    expect([told(run), run.exitCode]).toEqual([
      [
        {
          rule: 'filtered.dns',
          blame: 'between',
          scope: 'provider',
          subject: 'Beta',
          layer: 'dns',
          members: ['mail', 'maps'],
        },
      ],
      1,
    ]);
    expect(run.diagnoses[0]).toMatchObject({
      confidence: 'likely',
      sentence: expect.stringContaining('filtered here'),
    });
  });

  test('no other resolver is named: the servers of the zone know the names', async () => {
    const world = await openDnsWorld({ own: [{ 'beta.com': denied }], zones: fineZones });
    expect(told(await runOf(world.network, withoutControls))).toMatchObject([
      { rule: 'filtered.dns', subject: 'Beta' },
    ]);
  });

  test('it leads a provider to an address where nobody is', async () => {
    const { network } = await openDnsWorld({ own: [{ 'beta.com': '127.0.0.1' }], named, zones: fineZones });
    const closed: Network = {
      ...network,
      place: (transport, to) =>
        transport === 'tcp' ? { address: '127.0.0.1', port: 1 } : network.place(transport, to),
    };
    const endpoints = list.endpoints.map((each) =>
      each.name === 'mail' ? { ...each, url: 'tcp://mail.beta.com:443' } : each,
    );
    expect(told(await runOf(closed, { ...list, endpoints }))).toMatchObject([
      { rule: 'filtered.dns', blame: 'between', members: ['mail'], layer: 'dns' },
    ]);
  });
});

describe('who is asked', () => {
  const named = Object.fromEntries(resolvers.map((resolver) => [resolver, {}]));

  /** The names of the list that somebody who is not of this machine was asked for. */
  function toldOthers({ named: others, top, zones }: DnsWorld): string[] {
    const servers = [...Object.values(others), top, ...Object.values(zones)];
    return [...new Set(servers.flatMap(({ asked }) => asked.map(({ name }) => name)))].sort();
  }

  test('a run in which all is well asks nobody but whom the list names', async () => {
    const world = await openDnsWorld({ own: [{}], named, zones: fineZones });
    const run = await runOf(world.network, list);
    expect([run.exitCode, toldOthers(world)]).toEqual([0, []]);
    expect(world.own[0]?.asked.map(({ name }) => name).sort()).toEqual(
      list.endpoints.map(({ url }) => /^dns:(.*)\?/.exec(url)?.[1]).sort(),
    );
  });

  test('without third parties nobody else is asked when something fails', async () => {
    const world = await openDnsWorld({ own: [{ com: null }], named, zones: fineZones });
    const run = await runOf(world.network, list, { flags: { noThirdParties: true } });
    expect([run.exitCode, toldOthers(world)]).toEqual([1, []]);
  });

  test('private names are asked of nobody else', async () => {
    const urls = [
      'dns:db.corp?type=A',
      'dns:printer?type=A',
      'dns:nas.local?type=A',
      'dns:a.home.arpa?type=A',
    ];
    const endpoints = urls.map((url) => ({ name: url, url }));
    const world = await openDnsWorld({
      own: [{ corp: denied, printer: denied, local: failing, 'home.arpa': null }],
      named,
    });
    const run = await runOf(world.network, { defaults: options, controls, endpoints });
    expect([run.exitCode, toldOthers(world)]).toEqual([1, []]);
  });

  test('of many names a few are asked about, each once of each', async () => {
    const endpoints = Array.from({ length: 40 }, (_, n) => ({
      name: `n${n}`,
      url: `dns:www.n${n}.com?type=A`,
    }));
    const world = await openDnsWorld({ own: [{ com: failing, net: failing }], named });
    const run = await runOf(world.network, { defaults: options, controls, endpoints });
    expect(told(run)).toMatchObject([
      { rule: 'you.resolver', members: endpoints.map(({ name }) => name).sort() },
    ]);
    for (const { asked } of Object.values(world.named)) {
      const names = asked.map(({ name }) => name).filter((name) => name !== 'control.com');
      expect([names.length, new Set(names).size]).toEqual([6, 6]);
    }
  });
});
