import { describe, expect, test } from 'vitest';
import type { Endpoint, Feed, Report, Result } from '../../src/model.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { settle } from '../../src/verdict/settle.ts';
import { controlsWith, down, endpoint, evidence, unknown, up } from './builder.ts';

const feedOf = (provider: string, edge: string | null = null): Endpoint => {
  const feed: Feed = { format: 'metastatus', map: {} };
  return { ...endpoint(`${provider} status feed`, { provider }), edge, feed };
};

function saying(
  of: Endpoint,
  ...reports: readonly (Partial<Report> & { service?: string; component?: string })[]
): Result {
  return {
    ...up(of),
    reports: reports.map(({ service = null, component = null, ...report }) => ({
      id: 'entry',
      state: 'disrupted',
      words: 'High disruptions',
      part: { service, component },
      ...report,
    })),
  };
}

const meta = (name: string, service: string, component: string) =>
  endpoint(name, { provider: 'Meta', service, component });
const chat = meta('chat', 'WhatsApp', 'messaging');
const login = meta('register', 'WhatsApp', 'login');
const graph = meta('graph', 'Facebook', 'login');
const x = endpoint('X', { provider: 'X', service: 'X', edge: 'cloudflare' });

function told(results: readonly Result[], ...feeds: readonly Result[]): string[] {
  return diagnose(results, evidence({ feeds })).map(
    ({ rule, blame, scope, subject, members }) =>
      `${rule} ${blame}, ${scope} ${subject}: ${members.join(' ')}`,
  );
}

describe('what an operator reports and nothing shows', () => {
  test.each([
    [
      'a component of one service',
      { service: 'WhatsApp', component: 'messaging' },
      'component messaging of WhatsApp',
    ],
    ['a component of all services', { component: 'login' }, 'component login of Meta'],
    ['a service', { service: 'WhatsApp' }, 'service WhatsApp'],
    ['all of it', {}, 'provider Meta'],
  ])('is told of %s', (_, part, extent) => {
    const feed = saying(feedOf('Meta'), part);
    expect(told([up(chat), up(login), up(graph)], feed)).toEqual([`feed.reported them, ${extent}: `]);
  });

  test('is told of an edge', () => {
    expect(told([up(x)], saying(feedOf('Cloudflare', 'cloudflare'), {}))).toEqual([
      'feed.reported them, edge cloudflare: ',
    ]);
  });

  test('is called reported, not measured, and moves no exit code', () => {
    const feed = saying(feedOf('Meta'), { id: 'facebook-login', component: 'login' });
    const results = [up(login), up(graph)];
    const diagnoses = diagnose(results, evidence({ feeds: [feed] }));
    expect(diagnoses[0]).toMatchObject({
      layer: null,
      sentence:
        'Meta reports a disruption of login; nothing measured from here shows it (reported, not measured).',
      evidence: [
        'Meta status feed: facebook-login: High disruptions',
        'measured from here: 2 of 2 checks of it are fine',
      ],
    });
    const circumstances = {
      version: '0',
      startedAt: '',
      ms: 0,
      simulated: false,
      failOn: ['unknown', 'feed.reported'],
      signal: null,
    };
    expect(settle([...results, feed], diagnoses, circumstances).exitCode).toBe(0);
  });

  test.each<Report['state']>(['fine', 'unknown'])('is nothing when the feed says %s', (state) => {
    expect(told([up(chat)], saying(feedOf('Meta'), { state }))).toEqual([]);
  });
});

describe('a measured failure', () => {
  test('is told as measured, with what the operator reports of the same thing', () => {
    const feed = saying(feedOf('Meta'), {
      id: 'whatsapp-business-api',
      service: 'WhatsApp',
      component: 'messaging',
    });
    const [only, ...more] = diagnose([down(chat, 'http.status'), up(login)], evidence({ feeds: [feed] }));
    expect([only?.rule, more]).toEqual(['service.down', []]);
    expect(only?.evidence).toContain(
      'Meta status feed reports it too: whatsapp-business-api: High disruptions',
    );
  });

  test('stands whatever a feed says that is fine', () => {
    const fine = saying(feedOf('Meta'), { state: 'fine', service: 'WhatsApp' });
    const without = diagnose([down(chat, 'http.status')], evidence());
    expect(diagnose([down(chat, 'http.status')], evidence({ feeds: [fine] }))).toEqual(without);
  });

  test('of another part leaves what is reported as it is', () => {
    const feed = saying(feedOf('Meta'), { component: 'login' });
    expect(told([down(chat, 'http.status'), up(login)], feed).toSorted()).toEqual([
      'feed.reported them, component login of Meta: ',
      'service.down them, component messaging of WhatsApp: chat',
    ]);
  });
});

test('a feed that loads or not says nothing of one’s own network', () => {
  for (const feed of [up(feedOf('Meta')), unknown(feedOf('Meta'), 'content.json')]) {
    const known = { ...controlsWith(3), feeds: [{ ...feed, reports: [] }] };
    expect(diagnose([down(chat)], known).map(({ rule }) => rule)).toEqual(['you.network']);
  }
});
