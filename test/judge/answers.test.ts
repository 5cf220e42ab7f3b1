// What name servers say, held against what is expected of it, without one.

import { describe, expect, test } from 'vitest';
import { checks } from '../../src/judge/checks/index.ts';
import type { DnsFacts, Expectation, FailureCode, Observation } from '../../src/model.ts';
import { heard, judged, seen } from './sketch.ts';

const dns = (more: Partial<DnsFacts> = {}): DnsFacts => heard({ types: ['A'], ...more });

describe('a code that is expected is no failure', () => {
  test.each<[string, FailureCode]>([
    ['NXDOMAIN', 'dns.nxdomain'],
    ['SERVFAIL', 'dns.servfail'],
    ['REFUSED', 'dns.refused'],
    ['FORMERR', 'dns.formerr'],
    ['NOTIMP', 'dns.refused'],
    ['NOTAUTH', 'dns.refused'],
  ])('%s', (rcode, fails) => {
    const observation = seen({ fails, facts: { dns: dns({ rcode }) } });
    expect(judged(observation, { expect: { rcode } }).status).toBe('up');
    expect(judged(observation, { expect: { rcode: 'NOERROR' } }).cause?.code).toBe(fails);
  });

  test('of the name that was asked, not of one that a redirect led to', () => {
    const failed = seen({ fails: 'dns.nodata', facts: { dns: dns({ rcode: 'NOERROR' }) } });
    const redirected = { ...failed, hops: [...seen().hops, ...failed.hops] };
    expect(judged(failed, { expect: { rcode: 'NODATA' } }).status).toBe('up');
    expect(judged(redirected, { expect: { rcode: 'NODATA' } }).cause?.code).toBe('dns.nodata');
  });
});

describe('of more records than are kept', () => {
  const records = ['192.0.2.1', '192.0.2.2'].map((data) => ({
    name: 'site.example',
    type: 'A',
    ttl: 60,
    data,
  }));
  const result = (wanted: unknown, leftOut?: number) =>
    judged(seen({ facts: { dns: dns({ records, ...(leftOut ? { leftOut } : {}) }) } }), {
      expect: { records: wanted },
    });

  test.each([
    [{ contains: '192.0.2.1' }, 'up', 'up'],
    [{ matches: '2$' }, 'up', 'up'],
    [{ contains: '192.0.2.3' }, 'down', 'down'],
    [{ matches: '3$' }, 'down', 'down'],
    [['192.0.2.1', '192.0.2.2'], 'up', 'down'],
    [{ in: ['192.0.2.1', '192.0.2.2', '192.0.2.3'] }, 'up', 'down'],
    [{ not: { contains: '192.0.2.3' } }, 'up', 'down'],
  ])('%j can be told or not', (wanted, ofAll, ofSome) => {
    expect([result(wanted).status, result(wanted, 7).status]).toEqual([ofAll, ofSome]);
  });

  test('those are shown that are known, and how many there are besides', () => {
    expect(result('192.0.2.1', 7).cause?.message).toMatch(
      /got 192\.0\.2\.1, 192\.0\.2\.2 and 7 more that were not read$/,
    );
    expect(result('192.0.2.1').cause?.message).toMatch(/got 192\.0\.2\.1, 192\.0\.2\.2$/);
  });
});

describe('what an attempt did not get to', () => {
  const expectation = (check: string): Expectation => ({
    check,
    subject: null,
    matcher: { not: { equals: 1 } },
    written: '1',
    severity: 'fail',
    source: null,
  });
  const nowhere: Observation = { ...seen({ fails: 'tcp.timeout' }), hops: [] };

  test.each(checks.map(({ key }) => key))('is nothing to judge %s by', (key) => {
    const rule = checks.find((each) => each.key === key);
    expect(rule?.judge(expectation(key), nowhere)).toBeNull();
    expect(rule?.judge(expectation(key), seen({ fails: 'tcp.timeout' }))).toBeNull();
    expect(rule?.excuses?.(expectation(key), nowhere) ?? false).toBe(false);
  });

  test('an answer whose body was not read is none to judge it by', () => {
    for (const key of ['body', 'json']) {
      const rule = checks.find((each) => each.key === key);
      expect(rule?.judge(expectation(key), seen())).toBeNull();
    }
  });

  test('an attempt that did not fail needs no excuse', () => {
    const observation = seen({ facts: { dns: dns({ rcode: 'NOERROR' }) } });
    const wanted = { ...expectation('rcode'), matcher: { equals: 'NOERROR' } };
    expect(checks.map((rule) => rule.excuses?.(wanted, observation) ?? false)).not.toContain(true);
  });
});
