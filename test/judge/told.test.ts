// What is told of an expectation: what was looked at, and both sides.

import { describe, expect, test } from 'vitest';
import { makeCheck } from '../../src/judge/checks/make.ts';
import type { DnsFacts, Expectation, Facts, Json, Observation } from '../../src/model.ts';
import { heard, judged, seen } from './sketch.ts';

const dns = (more: Partial<DnsFacts> = {}): Facts => ({
  dns: heard({ rcode: 'NOERROR', types: ['A'], ...more }),
});

const addresses = (...all: readonly (readonly [data: string, ttl: number])[]) =>
  dns({ records: all.map(([data, ttl]) => ({ name: 'site.example', type: 'A', ttl, data })) });

/** The one check beside that of the status. */
function checkOf(expected: object, observation: Observation) {
  const { checks } = judged(observation, { expect: { status: '100-999', ...expected } });
  return checks.find(({ expected }) => expected !== '100-999');
}

const actual = (expected: object, sketch: Parameters<typeof seen>[0]) =>
  checkOf(expected, seen(sketch))?.actual;

test.each<[object, Parameters<typeof seen>[0], string, string, string | null, string, string]>([
  [{ body: 'no' }, { body: '' }, 'body', 'content.body', 'content', 'no', 'an empty body'],
  [{ body: 'no' }, { body: 'yes' }, 'body', 'content.body', 'content', 'no', 'yes'],
  [
    { certificate: { expires_in: '14d' } },
    { days: [10.9] },
    'certificate expires_in',
    'tls.expires',
    'tls',
    'at least 14d',
    '10 days',
  ],
  [
    { headers: { 'X-Up': { contains: 'b' } } },
    { headers: { 'x-up': 'a' } },
    'header x-up',
    'http.header',
    'http',
    'contains b',
    'a',
  ],
  [{ json: { '$.a': 1 } }, { body: '{"a":2}' }, 'json $.a', 'content.json', 'content', '1', '2'],
  [
    { latency: { ttfb: '10ms' } },
    { took: { ttfb: 20 } },
    'latency ttfb',
    'latency.limit',
    'http',
    'at most 10ms',
    '20ms',
  ],
  [{ rcode: 'NXDOMAIN' }, { facts: dns() }, 'rcode', 'dns.records', 'dns', 'NXDOMAIN', 'NOERROR'],
  [
    { records: '192.0.2.9' },
    { facts: addresses(['192.0.2.1', 60]) },
    'records',
    'dns.records',
    'dns',
    '192.0.2.9',
    '192.0.2.1',
  ],
  [{ status: 204 }, { status: 200, reason: 'OK' }, 'status', 'http.status', 'http', '204', '200 OK'],
  [{ status: 204 }, { status: 200 }, 'status', 'http.status', 'http', '204', '200'],
  [{ ttl: 60 }, { facts: addresses(['192.0.2.1', 90]) }, 'ttl', 'dns.records', 'dns', '60', '90'],
])('what %j misses', (expected, sketch, what, code, layer, wanted, got) => {
  const told = { what, code, layer, expected: wanted, actual: got, pass: false };
  expect(checkOf(expected, seen(sketch))).toMatchObject(told);
});

test('the least and the most of many times to live are told, whatever their order', () => {
  const ttls = [300, 9, 3600, 60];
  for (const turn of ttls.keys()) {
    const turned = [...ttls.slice(turn), ...ttls.slice(0, turn)];
    const facts = addresses(...turned.map((ttl, at) => [`192.0.2.${at}`, ttl] as const));
    expect(actual({ ttl: 60 }, { facts })).toBe('9 to 3600');
  }
});

describe('how long it took', () => {
  test.each([
    [9.94, '9.9ms'],
    [10, '10ms'],
    [10.4, '10ms'],
  ])('%d ms is %s', (ms, told) => {
    expect(actual({ latency: { total: '1ms' } }, { ms })).toBe(told);
  });

  test('a limit that is missed only because this machine was busy is its own trouble', () => {
    const slow = { ...seen({ ms: 1500 }), stalledMs: 900 };
    const { status, cause } = judged(slow, { expect: { latency: { total: '1s' } } });
    expect([status, cause?.code, cause?.layer]).toEqual(['unknown', 'local.stalled', 'local']);
    expect(cause?.message).toMatch(/got 1500ms, for 900ms of which this machine was busy$/);
  });

  test('one that is missed besides is that of the target', () => {
    const slow = { ...seen({ ms: 1500 }), stalledMs: 400 };
    const { status, cause } = judged(slow, { expect: { latency: { total: '1s' } } });
    expect([status, cause?.code]).toEqual(['down', 'latency.limit']);
    expect(cause?.message).toMatch(/got 1500ms$/);
  });
});

describe('a value of JSON', () => {
  test.each([
    ['null', 'null'],
    ['true', 'true'],
    ['"text"', 'text'],
    ['5.50', '5.5'],
    ['1e999', 'Infinity'],
    ['[]', '[]'],
    ['{}', '{}'],
    ['["a",null,[1,2],-1e999]', '["a",null,[1,2],-Infinity]'],
    ['{"a":{"b":[]},"c d":"\\n"}', '{"a":{"b":[]},"c d":"\\n"}'],
  ])('%s is told as %s', (body, told) => {
    expect(actual({ json: { $: 'other' } }, { body })).toBe(told);
  });

  test.each([
    [5, '"5"', '5 (a text)'],
    ['5', '5', '5 (a number)'],
    ['true', 'true', 'true (no text)'],
  ])('%j is not %s, which reads the same: %s', (wanted, body, told) => {
    expect(actual({ json: { $: wanted } }, { body })).toBe(told);
  });

  test('200 characters are shown whole, and of more the beginning', () => {
    expect(actual({ body: 'no' }, { body: 'x'.repeat(200) })).toBe('x'.repeat(200));
    expect(actual({ body: 'no' }, { body: 'x'.repeat(201) })).toBe(`${'x'.repeat(200)}…`);
    const list = Array.from({ length: 150 }, (_, at) => at);
    const whole = JSON.stringify(list);
    expect(actual({ json: { $: 0 } }, { body: whole })).toBe(`${whole.slice(0, 200)}…`);
    expect(actual({ json: { $: 0 } }, { body: `{"a":${whole}}` })).toBe(`{"a":${whole.slice(0, 195)}…`);
  });

  test('of thousands of values no more are read than are shown', () => {
    const values: Json[] = Array.from({ length: 5000 }, (_, at) => at);
    let read = 0;
    for (const at of values.keys()) Object.defineProperty(values, at, { get: () => (read += 1) });
    const expectation: Expectation = {
      check: 'json',
      subject: '$[*]',
      matcher: { equals: 1 },
      written: '1',
      severity: 'fail',
      source: null,
    };
    const heading = () => ({ what: 'json $[*]', code: 'content.json', layer: 'content' }) as const;
    makeCheck({ heading }, expectation, { actual: values });
    expect(read).toBeLessThan(200);
  });
});
