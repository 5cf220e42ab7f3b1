// What each format makes of what it is given: what is known, what is not, and what is hostile.

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedFormatOf, feedFormats } from '../../src/feeds/index.ts';
import type { Json, Observation } from '../../src/model.ts';

function answer(body: string, addresses: readonly string[] = []): Observation {
  const http = { version: '2', status: 200, reason: null, headers: {}, body };
  const dns = { from: 'server' as const, records: [], addresses };
  return {
    url: 'https://status.example/',
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: 20,
    hops: [{ url: 'https://status.example/', steps: [], facts: { http, dns } }],
  };
}

/** `id state words`, or why nothing can be told. */
function told(
  format: string,
  body: Json | string,
  addresses?: readonly string[],
): readonly string[] | string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reading = feedFormatOf(format)?.read(answer(text, addresses));
  if (reading === undefined) throw new Error(`there is no ${format}`);
  if ('unreadable' in reading) return reading.unreadable;
  return reading.entries.map(({ id, state, words }) => `${id} ${state} ${words}`);
}

describe('metastatus', () => {
  const product = (id: Json, ...statuses: readonly Json[]): Json => ({
    id,
    services: statuses.map((status) => ({ name: 'Login', status, time: 0 })),
  });

  test('says of each service of a product how it does', () => {
    expect(
      told('metastatus', [
        product('facebook-login', 'High disruptions', 'Resolved'),
        product('graph-api', 'No known issues'),
      ]),
    ).toEqual([
      'facebook-login disrupted Login: High disruptions',
      'facebook-login fine Login: Resolved',
      'graph-api fine Login: No known issues',
    ]);
  });

  test('says of each outage how it stands', () => {
    expect(
      told('metastatus', [
        { service_id: 4, status: 'Medium disruptions', posts: [{ description: 'We are on it' }] },
        { service_id: 'cloud-api', status: 'Resolved', posts: [] },
      ]),
    ).toEqual(['4 disrupted Medium disruptions', 'cloud-api fine Resolved']);
  });

  test('has nothing to say where there are no outages', () => {
    expect(told('metastatus', [])).toEqual([]);
  });

  test.each(['Investigating', 'no known', 'High disruptions?', 'None'])(
    'does not know the word %s',
    (word) => {
      expect(told('metastatus', [product('a', word)])).toEqual([`a unknown Login: ${word}`]);
    },
  );
});

describe('statuspage', () => {
  const summary = (indicator: Json, components: Json = []): Json => ({
    page: { name: 'Cloudflare' },
    status: { indicator, description: 'Some words' },
    components,
    incidents: [{ impact: 'critical', status: 'investigating' }],
  });

  test.each([
    ['none', 'fine'],
    ['minor', 'fine'],
    ['maintenance', 'fine'],
    ['major', 'disrupted'],
    ['critical', 'disrupted'],
    ['orange', 'unknown'],
    ['constructor', 'unknown'],
  ])('with the indicator %s is %s', (indicator, state) => {
    expect(told('statuspage', summary(indicator))).toEqual([`page ${state} Some words`]);
  });

  test.each([
    ['operational', 'fine'],
    ['degraded_performance', 'fine'],
    ['under_maintenance', 'fine'],
    ['partial_outage', 'disrupted'],
    ['major_outage', 'disrupted'],
    ['on_fire', 'unknown'],
  ])('with the component status %s is %s', (status, state) => {
    expect(told('statuspage', summary('none', [{ name: 'CDN', status }]))).toEqual([
      'page fine Some words',
      `CDN ${state} ${status}`,
    ]);
  });
});

describe('signal', () => {
  test.each([
    ['up', ['127.0.0.1'], ['signal fine up']],
    ['up, said twice', ['127.0.0.1', '127.0.0.1'], ['signal fine up']],
    ['down', ['127.0.0.2'], ['signal disrupted down']],
    ['nothing, by another address', ['203.0.113.9'], 'its address is neither 127.0.0.1 nor 127.0.0.2'],
    ['nothing, by both', ['127.0.0.1', '127.0.0.2'], 'its address is neither 127.0.0.1 nor 127.0.0.2'],
    ['nothing, by none', [], 'its address is neither 127.0.0.1 nor 127.0.0.2'],
  ])('says %s', (_, addresses, expected) => {
    expect(told('signal', '', addresses)).toEqual(expected);
  });
});

const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
const hostile: readonly (readonly [string, Json | string])[] = [
  ['no JSON', '<!DOCTYPE html><title>Status</title>'],
  ['nothing', ''],
  ['JSON that is cut', '[{"id":"a","services":[{"status":"High dis'],
  ['null', null],
  ['a number', 7],
  ['a text', '"fine"'],
  ['a map of nothing', {}],
  ['lists within lists', [[[]], [null], []]],
  [
    'wrong types',
    [{ id: {}, services: 'all' }, { service_id: [], status: 5 }, { status: { indicator: [] } }],
  ],
  ['wrong types in a page', { status: { indicator: { none: true } }, components: 'all' }],
  ['a status that is no map', { status: 'none', components: [] }],
  ['deep nesting', deep],
  ['names of parts of objects', '{"__proto__":{"status":{"indicator":"none"}},"constructor":1}'],
];

describe.each(feedFormats.map(({ name }) => name))('%s takes for fine', (format) => {
  test.each(hostile)('nothing of %s', (_, body) => {
    const entries = told(format, body);
    expect(typeof entries === 'string' ? [] : entries.filter((each) => each.includes(' fine '))).toEqual([]);
  });
});

test('components that are not understood do not hide the others', () => {
  const components = [
    null,
    4,
    { name: 'A' },
    { status: 'major_outage' },
    { name: 'B', status: 'major_outage' },
  ];
  expect(told('statuspage', { status: { indicator: 'none' }, components })).toEqual([
    'page fine none',
    'B disrupted major_outage',
  ]);
});

test('whatever JSON it is given, a format gives texts and known states, and throws nothing', () => {
  const words = fc.constantFrom(
    'id',
    'services',
    'status',
    'name',
    'indicator',
    'components',
    'service_id',
    'none',
  );
  const texts = fc.oneof(
    words,
    fc.string(),
    fc.constantFrom('No known issues', 'High disruptions', '__proto__'),
  );
  const { json } = fc.letrec((tie) => ({
    json: fc.oneof(
      { maxDepth: 5 },
      texts,
      fc.integer(),
      fc.constant(null),
      fc.boolean(),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(words, tie('json'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(json, fc.constantFrom(...feedFormats), (value, format) => {
      const reading = format.read(answer(JSON.stringify(value)));
      if ('unreadable' in reading) return;
      for (const { id, state, words: said } of reading.entries) {
        expect([typeof id, typeof said]).toEqual(['string', 'string']);
        expect(['fine', 'disrupted', 'unknown']).toContain(state);
      }
    }),
    { numRuns: 2000 },
  );
});
