import { describe, expect, test } from 'vitest';
import { describe as describeMatcher, fits, not } from '../../src/judge/matcher.ts';
import type { Matcher } from '../../src/model.ts';
import { judged, seen } from './sketch.ts';

describe('matchers', () => {
  test.each<[Matcher, unknown, boolean]>([
    [{ equals: 1 }, 1, true],
    [{ equals: 1 }, '1', false],
    [{ equals: [1, { a: 2 }] }, [1, { a: 2 }], true],
    [{ equals: { a: 1, b: 2 } }, { b: 2, a: 1 }, true],
    [{ equals: { a: 1 } }, { a: 1, b: 2 }, false],
    [{ equals: { a: 1, b: 2 } }, { a: 1 }, false],
    [{ equals: { a: 1, b: 2 } }, { a: 1, b: 3 }, false],
    [{ equals: { a: 1, b: 2 } }, { a: 1, c: 2 }, false],
    [{ equals: [] }, {}, false],
    [{ equals: {} }, 5, false],
    [{ equals: {} }, null, false],
    [{ equals: 5 }, {}, false],
    [{ equals: null }, {}, false],
    [{ contains: 'ell' }, 'hello', true],
    [{ contains: '1' }, 'v1', true],
    [{ contains: 2 }, [1, 2], true],
    [{ contains: 'a' }, 5, false],
    [{ matches: '^h.*o$' }, 'hello', true],
    [{ matches: '^.$' }, '🙂', true],
    [{ matches: '5' }, 5, false],
    [{ in: [1, 2] }, 2, true],
    [{ in: [1, 2] }, 3, false],
    [{ min: 2 }, 2, true],
    [{ min: 2 }, 1.9, false],
    [{ min: 2 }, '3', false],
    [{ max: 2 }, 2, true],
    [{ max: 2 }, '1', false],
    [{ not: { equals: 1 } }, 2, true],
    [{ not: { not: { equals: 1 } } }, 1, true],
  ])('%j of %j is %s', (matcher, actual, expected) => {
    expect(fits(matcher, actual as never)).toBe(expected);
  });

  test.each<[Matcher, string]>([
    [{ equals: 1 }, 'x'],
    [{ in: [1] }, 'x'],
    [{ contains: 'x' }, 'contains x'],
    [{ matches: 'x' }, 'matches x'],
    [{ min: 1 }, 'at least x'],
    [{ max: 1 }, 'at most x'],
    [{ not: { contains: 'x' } }, 'not contains x'],
  ])('%j written as x reads "%s"', (matcher, words) => {
    expect(describeMatcher(matcher, 'x')).toBe(words);
  });

  test('what cannot be told does not pass, `not` neither', () => {
    expect([true, false, null].map(not)).toEqual([false, true, null]);
  });

  test('what is not there passes `not` and nothing else', () => {
    for (const matcher of [
      { equals: null },
      { contains: '' },
      { matches: '' },
      { in: [] },
      { min: 0 },
    ] as Matcher[]) {
      expect(fits(matcher, undefined)).toBe(false);
      expect(fits({ not: matcher }, undefined)).toBe(true);
    }
  });
});

/** The one check that this expectation makes of what was seen. */
function check(expected: object, observation: Parameters<typeof seen>[0]) {
  const result = judged(seen(observation), { expect: { status: '100-999', ...expected } });
  const found = result.checks.find(({ what }) => what !== 'status');
  return { pass: found?.pass, actual: found?.actual, status: result.status, code: result.cause?.code, found };
}

describe('json', () => {
  const body = '{"status":"ok","n":5,"items":[{"id":1},{"id":2}]}';

  test.each([
    ['a value', { '$.status': 'ok' }, true],
    ['a number', { '$.n': { min: 5, max: 5 } }, true],
    ['several values are a list', { '$.items[*].id': { equals: 1 } }, false],
    ['one of several values', { '$.items[*].id': { contains: 2 } }, true],
    ['nothing', { '$.missing': 'ok' }, false],
    ['nothing, which is not so', { '$.missing': { not: 'ok' } }, true],
    ['nothing, which is not one of', { '$.missing': { not: { in: [1, 2] } } }, true],
  ])('%s', (_, json, pass) => {
    expect(check({ json }, { body }).pass).toBe(pass);
  });

  test('a number that reads as the wanted text is told as one', () => {
    expect(check({ json: { '$.n': '5' } }, { body }).actual).toBe('5 (a number)');
  });

  test('a body nested beyond reason is refused, and harms nobody', () => {
    const body = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(check({ json: { $: 1 } }, { body }).pass).toBe(false);
  });

  test('a body that is no JSON fails `not` too', () => {
    const { pass, actual, code } = check({ json: { '$.error': { not: 'x' } } }, { body: '<html>' });
    expect([pass, actual, code]).toEqual([
      false,
      'a body that is not JSON, or nested beyond reason',
      'content.json',
    ]);
  });
});

describe('headers', () => {
  const headers = { 'content-type': 'application/json', constructor: 'x' };

  test.each([
    ['whatever the spelling', { 'Content-TYPE': { contains: 'json' } }, true],
    ['that are not there', { 'x-none': { contains: '' } }, false],
    ['that should not be there', { 'x-none': { not: { contains: '' } } }, true],
    ['of names that objects have', { toString: { not: { contains: '' } } }, true],
  ])('%s', (_, expected, pass) => {
    expect(check({ headers: expected }, { headers }).pass).toBe(pass);
  });
});

describe('body', () => {
  test.each([
    [{ contains: 'ell' }, true],
    [{ matches: 'h.llo' }, true],
    [{ not: { contains: 'error' } }, true],
    ['hello', true],
    ['hell', false],
  ])('%j of "hello" is %s', (body, pass) => {
    expect(check({ body }, { body: 'hello' }).pass).toBe(pass);
  });

  test('a long body is shown in part', () => {
    expect(check({ body: 'no' }, { body: 'x'.repeat(5000) }).actual?.length).toBeLessThan(300);
  });
});

describe('status', () => {
  test.each([
    [200, 200, true],
    [[200, 204], 204, true],
    ['2xx', 299, true],
    ['200-299', 300, false],
    [{ not: '5xx' }, 404, true],
    [{ not: '5xx' }, 503, false],
  ])('%j of %i is %s', (expected, status, pass) => {
    expect(judged(seen({ status }), { expect: { status: expected } }).status).toBe(pass ? 'up' : 'down');
  });
});

describe('certificate', () => {
  const limits = { certificate: { expires_in: { warn: '14d', fail: '3d' } } };

  test.each([
    [20, 'up', undefined],
    [10, 'degraded', 'tls.expires'],
    [2, 'down', 'tls.expires'],
  ])('%i days left is %s', (days, status, code) => {
    const result = judged(seen({ days: [days] }), { expect: limits });
    expect([result.status, result.cause?.code, result.cause?.layer ?? undefined]).toEqual([
      status,
      code,
      code === undefined ? undefined : 'tls',
    ]);
  });

  test('a redirect does not hide the certificate of the host that was asked', () => {
    expect(judged(seen({ days: [2, 60] }), { expect: limits }).status).toBe('down');
  });

  test('that it expires soon is said before that it was slow', () => {
    const both = { ...limits, latency: { total: { warn: '1ms' } } };
    expect(judged(seen({ days: [10], ms: 50 }), { expect: both }).cause?.code).toBe('tls.expires');
  });
});

describe('latency', () => {
  test.each([
    [{ ttfb: { warn: '100ms', fail: '1s' } }, { ttfb: 50 }, 'up', undefined, undefined],
    [{ ttfb: { warn: '100ms', fail: '1s' } }, { ttfb: 500 }, 'degraded', 'latency.slow', 'http'],
    [{ ttfb: { warn: '100ms', fail: '1s' } }, { ttfb: 1500 }, 'down', 'latency.limit', 'http'],
    [{ dns: '100ms' }, { dns: 150, ttfb: 5 }, 'down', 'latency.limit', 'dns'],
    [{ tls: '100ms' }, { ttfb: 5 }, 'down', 'latency.limit', 'tls'],
  ] as const)('%j where it took %j is %s', (latency, took, status, code, layer) => {
    const result = judged(seen({ took }), { expect: { latency } });
    expect([result.status, result.cause?.code, result.cause?.layer]).toEqual([status, code, layer]);
  });

  test('the total is of no single layer', () => {
    const { cause } = judged(seen({ ms: 1500 }), { expect: { latency: { total: '1s' } } });
    expect([cause?.code, cause?.layer]).toEqual(['latency.limit', null]);
  });

  test('a failed attempt has no total, and its failure is the cause', () => {
    const result = judged(seen({ fails: 'http.timeout', ms: 5000 }), {
      expect: { latency: { total: '1s' } },
    });
    expect([result.cause?.code, result.checks]).toEqual(['http.timeout', []]);
  });
});

test('a failed expectation says where it stands in the list', () => {
  const { source } = judged(seen({ status: 500 }), { expect: { status: 200 } }).cause ?? {};
  expect(source).toMatchObject({ file: 'list.yaml', line: 1 });
});
