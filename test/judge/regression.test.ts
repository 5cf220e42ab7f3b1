import { describe, expect, test } from 'vitest';
import { compare, regressionChecks } from '../../src/judge/regression.ts';
import type { Comparison, RegressLimit, Samples } from '../../src/model.ts';
import { endpointOf } from '../ask.ts';

const ask = { url: 'https://site.example/', resolver: null, address: null };
const twenty: RegressLimit = { span: 'total', by: { percent: 20 }, written: '20%' };

function held(
  earlier: readonly number[] | null,
  later: readonly (number | null)[] | null,
  limit: RegressLimit = twenty,
): Comparison | undefined {
  const find = () => ({ ...ask, name: 'site', durations: earlier === null ? {} : { total: earlier } });
  return compare({ limits: [limit], find }, 'site', ask, later === null ? {} : { total: later })?.[0];
}

const times = (count: number, ms: number): readonly number[] => Array(count).fill(ms);

describe('new samples against those of a baseline', () => {
  test('five on each side are enough, and those that were lost do not count', () => {
    const later = [null, 200, 201, null, 202, 203, 204];
    expect(held([100, 101, 102, 103, 104], later)).toMatchObject({
      limit: '20%',
      before: 102,
      after: 202,
      regressed: true,
    });
    expect(held([100, 101, 102, 103, 104], later.slice(0, -1))).toMatchObject({ p: null, regressed: false });
    expect(held([100, 101, 102, 103], later)).toMatchObject({ p: null, regressed: false });
  });

  test('nothing on a side is nothing to compare', () => {
    const none = { span: 'total', limit: '20%', test: 'Mann-Whitney U', p: null, regressed: false };
    expect(held(null, times(9, 1))).toEqual({ ...none, before: null, after: 1 });
    expect(held(times(9, 1), null)).toEqual({ ...none, before: 1, after: null });
    expect(held(null, null)).toEqual({ ...none, before: null, after: null });
  });

  test('just as much as the limit is allowed', () => {
    expect(held(times(9, 100), times(9, 120))?.regressed).toBe(false);
    expect(held(times(9, 100), times(9, 121))?.regressed).toBe(true);
    const limit: RegressLimit = { span: 'total', by: { ms: 30 }, written: '30ms' };
    expect(held(times(9, 100), times(9, 130), limit)?.regressed).toBe(false);
    expect(held(times(9, 100), times(9, 131), limit)?.regressed).toBe(true);
  });
});

describe('what is said of it', () => {
  const grown: Comparison = {
    span: 'ttfb',
    limit: '20%',
    before: 9.96,
    after: 10,
    test: 'Mann-Whitney U',
    p: 0.001,
    regressed: true,
  };
  const one = endpointOf('https://a.example/');
  const two = endpointOf(['https://a.example/', 'https://b.example/']);
  const said = (endpoint: typeof one, more: Partial<Samples>, comparison: Partial<Comparison> = {}) =>
    regressionChecks(endpoint, {
      ...ask,
      url: 'https://a.example/',
      asked: 9,
      count: 9,
      lost: 0,
      unjudged: 0,
      causes: [],
      durations: {},
      phases: {},
      compared: [{ ...grown, ...comparison }],
      ...more,
    });

  test('the phase, the limit, both medians, the test and its p', () => {
    expect(said(one, {})).toEqual([
      {
        what: 'latency ttfb',
        expected: 'at most 20% over the baseline of 10.0ms',
        actual: '10ms (+0%, Mann-Whitney U, p = 0.001)',
        pass: false,
        severity: 'warn',
        code: 'latency.regressed',
        layer: 'http',
        source: one.source,
      },
    ]);
    const [total] = said(one, {}, { span: 'total', regressed: false, before: 0, after: 12.4 });
    expect(total).toMatchObject({ pass: true, layer: null, actual: '12ms (Mann-Whitney U, p = 0.001)' });
  });

  test('which way to ask it was, where there are several', () => {
    expect(said(two, {})[0]?.what).toBe('latency ttfb of https://a.example/');
    expect(said(two, { resolver: '192.0.2.53', address: '192.0.2.1' })[0]?.what).toBe(
      'latency ttfb of https://a.example/ via 192.0.2.53 at 192.0.2.1',
    );
    expect(said(one, { address: '192.0.2.1' })[0]?.what).toBe('latency ttfb at 192.0.2.1');
  });

  test('nothing where it could not be compared', () => {
    expect(said(one, { compared: null })).toEqual([]);
    for (const lacking of [{ before: null }, { after: null }, { p: null }]) {
      expect(said(one, {}, lacking)).toEqual([]);
    }
  });
});
