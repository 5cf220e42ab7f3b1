// Whole runs over sockets: resolvers and zones that fail, and who is said to be at fault.

import { describe, expect, test } from 'vitest';
import { runOf } from '../ask.ts';
import { rcodes } from '../servers/dns.ts';
import { denied, failing, openDnsWorld } from '../servers/dns-world.ts';
import {
  all,
  alpha,
  everywhere,
  fine,
  fineZones,
  list,
  resolvers,
  told,
  withoutControls,
} from './dns-list.ts';

describe('authority.unreachable', () => {
  const silent = { 'alpha.com': [null, null, null, null], 'alphacdn.com': [null, null] };
  const gone = {
    ...everywhere({ 'alpha.com': failing, 'alphacdn.com': failing }),
    zones: { ...fineZones, ...silent },
  };

  test('resolvers fail, no server of the zones answers, and the zone above refers to them', async () => {
    const world = await openDnsWorld(gone);
    const run = await runOf(world.network, list);
    expect([told(run), run.exitCode]).toEqual([
      [
        {
          rule: 'authority.unreachable',
          blame: 'them',
          scope: 'provider',
          subject: 'Alpha',
          layer: 'dns',
          members: alpha,
        },
      ],
      1,
    ]);
    const [diagnosis] = run.diagnoses;
    expect(diagnosis?.sentence).toBe(
      'Alpha is down from here: its own name servers do not answer, so its names are gone.',
    );
    expect(diagnosis?.confidence).toBe('certain');
    expect(diagnosis?.evidence).toEqual(
      expect.arrayContaining([
        '0 of 4 name servers of alpha.com answer',
        'the zone above refers to them: a.top.net at 192.0.2.2:53',
      ]),
    );
  });

  test('a zone of no provider is told as its host', async () => {
    const words = { 'gamma.com': failing };
    const world = await openDnsWorld({
      ...everywhere(words),
      zones: { ...fineZones, 'gamma.com': [null, null] },
    });
    expect(told(await runOf(world.network, list))).toMatchObject([
      { rule: 'authority.unreachable', scope: 'host', subject: 'www.gamma.com', members: ['gamma'] },
    ]);
  });

  test('the servers of the list are asked where the zone above cannot be', async () => {
    const authority = { zones: ['alpha.com'], servers: ['192.0.2.100', '192.0.2.101'] };
    const providers = { ...list.providers, Alpha: { services: ['Chat', 'Photos'], authority } };
    const world = await openDnsWorld({ ...gone, top: 'silent' });
    const run = await runOf(world.network, { ...list, providers });
    expect(told(run)).toMatchObject([{ rule: 'authority.unreachable', subject: 'Alpha', members: alpha }]);
    expect(world.zones['ns1.alpha.com']?.asked.length).toBeGreaterThan(0);
  });

  test('a resolver that says EDE 22 is enough where nobody else can be asked', async () => {
    const extended = [[22, 'no server of it could be reached']] as const;
    const word = { rcode: rcodes.SERVFAIL, extended };
    const world = await openDnsWorld({ own: [{ 'alpha.com': word, 'alphacdn.com': word }], top: 'silent' });
    const run = await runOf(world.network, withoutControls);
    expect(told(run)).toMatchObject([{ rule: 'authority.unreachable', subject: 'Alpha', members: alpha }]);
    expect(run.diagnoses[0]?.evidence.join('\n')).toContain('(EDE 22 No Reachable Authority)');
  });

  test('one server of the zone that answers is not silence', async () => {
    const zones = { ...fineZones, 'alpha.com': [null, null, null, fine] };
    const world = await openDnsWorld({ ...everywhere({ 'alpha.com': failing }), zones });
    const rules = told(await runOf(world.network, list)).map(({ rule }) => rule);
    expect(rules).not.toContain('authority.unreachable');
  });
});

describe('you.resolver', () => {
  test.each([
    ['is silent', null],
    ['fails', failing],
  ])('our resolver %s, others find the names', async (_, word) => {
    const named = Object.fromEntries(resolvers.map((resolver) => [resolver, {}]));
    const world = await openDnsWorld({ own: [{ com: word, net: word }], named, zones: fineZones });
    const run = await runOf(world.network, list);
    expect([told(run), run.exitCode]).toEqual([
      [
        {
          rule: 'you.resolver',
          blame: 'you',
          scope: 'all',
          subject: 'all',
          layer: 'dns',
          members: all.sort(),
        },
      ],
      3,
    ]);
    expect(run.diagnoses[0]?.sentence).toMatch(
      /^It is your name resolver: it (does not answer|fails), while /,
    );
    expect(run.results.map(({ status }) => status)).toEqual(all.map(() => 'unknown'));
  });

  test('it fails at the names of one provider, and others do not', async () => {
    const named = Object.fromEntries(resolvers.map((resolver) => [resolver, {}]));
    const world = await openDnsWorld({ own: [{ 'beta.com': failing }], named, zones: fineZones });
    const run = await runOf(world.network, list);
    expect([told(run), run.exitCode]).toMatchObject([
      [{ rule: 'you.resolver', blame: 'you', scope: 'provider', subject: 'Beta', members: ['mail', 'maps'] }],
      3,
    ]);
  });
});

describe('the owner of a zone', () => {
  test('authority.broken: its servers answer with errors', async () => {
    const zones = { ...fineZones, 'gamma.com': [failing, { rcode: rcodes.REFUSED }] };
    const world = await openDnsWorld({ ...everywhere({ 'gamma.com': failing }), zones });
    expect(told(await runOf(world.network, list))).toEqual([
      {
        rule: 'authority.broken',
        blame: 'them',
        scope: 'host',
        subject: 'www.gamma.com',
        layer: 'dns',
        members: ['gamma'],
      },
    ]);
  });

  test('authority.broken: its answers do not prove themselves', async () => {
    const bogus = { rcode: rcodes.SERVFAIL, extended: [[6, '']] as const };
    const world = await openDnsWorld({ ...everywhere({ 'gamma.com': bogus }), zones: fineZones });
    const run = await runOf(world.network, list);
    expect(told(run)).toMatchObject([{ rule: 'authority.broken', members: ['gamma'] }]);
    expect(run.diagnoses[0]?.sentence).toContain('DNSSEC');
  });

  test('domain.gone: the zone above does not know it', async () => {
    const { 'gamma.com': _, ...zones } = fineZones;
    const world = await openDnsWorld({ ...everywhere({ 'gamma.com': denied }), zones });
    const run = await runOf(world.network, list);
    expect([told(run), run.exitCode]).toEqual([
      [
        {
          rule: 'domain.gone',
          blame: 'them',
          scope: 'host',
          subject: 'gamma.com',
          layer: 'dns',
          members: ['gamma'],
        },
      ],
      1,
    ]);
    expect(run.diagnoses[0]?.sentence).toContain('may have expired');
  });

  test('domain.gone: its own servers deny one name', async () => {
    const zones = { ...fineZones, 'gamma.com': [denied] };
    const world = await openDnsWorld({ ...everywhere({ 'gamma.com': denied }), zones });
    expect(told(await runOf(world.network, list))).toMatchObject([
      { rule: 'domain.gone', subject: 'www.gamma.com', members: ['gamma'] },
    ]);
  });
});
