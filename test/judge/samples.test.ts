// Many samples of one endpoint become one result.

import { describe, expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import type { Against } from '../../src/judge/regression.ts';
import type { Observation, RegressLimit, Result, Step } from '../../src/model.ts';
import { judged, sampled, seen } from './sketch.ts';

const one = ['https://a.example/'];
const two = [...one, 'https://b.example/'];
const took = (ms: number) => seen({ ms: ms + 2, took: { tcp: 1, ttfb: ms } });
const lost = seen({ fails: 'tcp.timeout', took: { tcp: 9 } });
const refused = seen({ status: 503 });
const guarded = seen({ status: 429 });

function told({ status, cause }: Result): readonly unknown[] {
  return [status, cause?.code];
}

describe('samples that all passed', () => {
  const result = sampled(one, [[took(30), took(10), took(20), took(40)]]);

  test('are up, with the numbers of the lower median', () => {
    expect([...told(result), result.decidedBy, result.attempts.length]).toEqual(['up', undefined, 2, 4]);
  });

  test('are told phase by phase, in the order in which they were taken', () => {
    const [samples] = result.samples ?? [];
    expect(samples).toMatchObject({ url: one[0], asked: 4, count: 4, lost: 0, unjudged: 0, causes: [] });
    expect(samples?.durations).toEqual({
      tcp: [1, 1, 1, 1],
      ttfb: [30, 10, 20, 40],
      total: [32, 12, 22, 42],
    });
    expect(samples?.phases.ttfb).toMatchObject({ count: 4, lost: 0, min: 10, median: 20, max: 40, mean: 25 });
    expect(samples?.phases.dns).toBeUndefined();
  });

  test('are not told where each was asked once', () => {
    expect(judged(took(5))).not.toHaveProperty('samples');
    expect(judged(took(5))).not.toHaveProperty('unasked');
  });
});

describe('samples of which some were lost', () => {
  const result = sampled(one, [[took(10), lost, took(30), refused, lost, took(20)]]);

  test('are degraded, and say how many and why', () => {
    expect(told(result)).toEqual(['degraded', 'run.flaky']);
    expect(result.cause?.message).toBe('3 of 6 samples lost: tcp.timeout 2, http.status 1');
  });

  test('give their numbers by those that passed', () => {
    expect(result.decidedBy).toBe(5);
    const [samples] = result.samples ?? [];
    expect(samples?.durations.ttfb).toEqual([10, null, 30, null, null, 20]);
    expect(samples?.phases.ttfb?.median).toBe(20);
  });

  test('say in which phase a sample ended; the total counts them all', () => {
    const broken = seen({ fails: 'tcp.timeout' });
    const hops = [
      {
        url: one[0] ?? '',
        facts: {},
        steps: [{ layer: 'tcp', name: 'tcp', at: 0, ms: 9, failure: broken.failure! }],
      },
    ] as const;
    const { samples } = sampled(one, [[took(1), { ...broken, hops }, refused]]);
    expect(samples?.[0]?.phases.tcp?.lost).toBe(1);
    expect(samples?.[0]?.phases.ttfb?.lost).toBe(0);
    expect(samples?.[0]?.phases.total?.lost).toBe(2);
  });

  test('one of many is not hidden, and one that no one could judge neither', () => {
    const all = [...Array.from({ length: 18 }, () => took(5)), guarded, lost];
    const result = sampled(one, [all]);
    expect(result.cause?.message).toBe(
      '1 of 20 samples lost, 1 of 20 not to be judged: http.guarded 1, tcp.timeout 1',
    );
    expect(result.samples?.[0]).toMatchObject({ count: 20, lost: 1, unjudged: 1 });
  });
});

describe('why samples were lost', () => {
  const messageOf = (...told: Parameters<typeof sampled>[1][number]) => sampled(one, [told]).cause?.message;

  test('the most frequent first, whichever came first', () => {
    expect(messageOf(took(1), refused, lost, lost)).toBe('3 of 4 samples lost: tcp.timeout 2, http.status 1');
    expect(messageOf(took(1), lost, lost, refused)).toBe('3 of 4 samples lost: tcp.timeout 2, http.status 1');
  });

  test('those that nobody could judge are told apart', () => {
    expect(messageOf(took(1), guarded, guarded)).toBe('2 of 3 not to be judged: http.guarded 2');
    expect(messageOf(took(1), guarded, lost)).toBe(
      '1 of 3 samples lost, 1 of 3 not to be judged: http.guarded 1, tcp.timeout 1',
    );
  });

  test('one that was slow, and passed, was not', () => {
    const tries = [{ address: '192.0.2.1:443', at: 0, ms: 1, failure: failure('tcp.refused') }];
    const slow = seen({ took: { tcp: 1, ttfb: 5 }, tries });
    expect(messageOf(slow, lost)).toBe('1 of 2 samples lost: tcp.timeout 1');
  });
});

test('a phase that only one hop has is told, and what ended in it', () => {
  const step = (name: 'tcp' | 'tls', failed = false): Step => ({
    layer: name,
    name,
    at: 0,
    ms: 5,
    ...(failed ? { failure: failure('tls.reset') } : {}),
  });
  const redirected = (failed: boolean): Observation => ({
    ...seen(failed ? { fails: 'tls.reset' } : {}),
    hops: [
      { url: one[0] ?? '', facts: {}, steps: [step('tcp')] },
      { url: one[0] ?? '', facts: seen().hops[0]?.facts ?? {}, steps: [step('tcp'), step('tls', failed)] },
    ],
  });
  const [samples] = sampled(one, [[redirected(false), redirected(true)]]).samples ?? [];
  expect(samples?.durations).toMatchObject({ tcp: [10, null], tls: [5, null] });
  expect(samples?.phases.tls?.lost).toBe(1);
  expect(samples?.phases.tcp?.lost).toBe(0);
});

describe('samples of which none passed', () => {
  test('are down for the reason of the one that got furthest', () => {
    const result = sampled(one, [[lost, refused, lost]]);
    expect([...told(result), result.decidedBy]).toEqual(['down', 'http.status', 1]);
    expect(result.samples?.[0]).toMatchObject({ count: 3, lost: 3 });
    expect(result.samples?.[0]?.phases.total).toMatchObject({ count: 0, lost: 3, median: null });
  });

  test('are unknown when a guard answered them all', () => {
    expect(told(sampled(one, [[guarded, guarded]]))).toEqual(['unknown', 'http.guarded']);
  });

  test('because none was taken are not judged', () => {
    const result = sampled(one, [['deadline', 'deadline']]);
    expect([...told(result), result.samples?.[0]?.count]).toEqual(['skipped', 'run.deadline', 0]);
  });
});

test('what is known when the run is stopped counts, and how much that is', () => {
  const result = sampled(one, [[took(10), took(20), 'interrupted', 'interrupted']]);
  expect(told(result)).toEqual(['up', undefined]);
  expect(result.samples?.[0]).toMatchObject({ asked: 4, count: 2, lost: 0 });
});

describe('limits on time', () => {
  const slowFirst = [took(900), took(10), took(12), took(11), took(13)];

  test('are held against the median, not against each sample', () => {
    const result = sampled(one, [slowFirst], { expect: { latency: { ttfb: '50ms' } } });
    expect(told(result)).toEqual(['up', undefined]);
    expect(result.checks.find(({ what }) => what === 'latency ttfb')).toMatchObject({
      actual: '12ms',
      pass: true,
    });
  });

  test('each against the median of its own phase', () => {
    const samples = [
      seen({ ms: 10, took: { tcp: 9, ttfb: 1 } }),
      seen({ ms: 11, took: { tcp: 2, ttfb: 9 } }),
      seen({ ms: 12, took: { tcp: 1, ttfb: 11 } }),
    ];
    const result = sampled(one, [samples], { expect: { latency: { tcp: '5ms', ttfb: '8ms' } } });
    expect(result.checks.filter(({ code }) => code === 'latency.limit')).toMatchObject([
      { what: 'latency tcp', actual: '2.0ms', pass: true },
      { what: 'latency ttfb', actual: '9.0ms', pass: false },
    ]);
    expect(told(result)).toEqual(['down', 'latency.limit']);
  });

  test('whichever sample that is, and whichever was taken in the middle', () => {
    const samples = [
      seen({ ms: 10, took: { ttfb: 9 } }),
      seen({ ms: 20, took: { ttfb: 1 } }),
      seen({ ms: 30, took: { ttfb: 5 } }),
    ];
    const result = sampled(one, [samples], { expect: { latency: { ttfb: '4ms' } } });
    expect([...told(result), result.decidedBy]).toEqual(['down', 'latency.limit', 1]);
    expect(result.checks.map(({ what, actual }) => `${what} ${actual}`)).toEqual([
      'status 200',
      'latency ttfb 5.0ms',
    ]);
  });

  test('of those that have the phase', () => {
    const samples = [seen(), seen({ took: { tls: 5, ttfb: 1 } }), seen(), seen(), seen()];
    const result = sampled(one, [samples], { expect: { latency: { tls: '6ms' } } });
    expect(told(result)).toEqual(['up', undefined]);
  });

  test('that are missed make it down, however many were lost besides', () => {
    const result = sampled(one, [[took(10), lost, took(12)]], { expect: { latency: { ttfb: '5ms' } } });
    expect(told(result)).toEqual(['down', 'latency.limit']);
  });

  test('that are missed in each of two places are counted with them', () => {
    const result = sampled(two, [slowFirst, slowFirst], { expect: { latency: { ttfb: '5ms' } } });
    expect(result.cause?.message).toBe(
      'expected latency ttfb at most 5ms, got 12ms (0 of 2 passed, 1 needed)',
    );
    expect([...told(result), result.passed]).toEqual(['down', 'latency.limit', []]);
  });

  test('that are missed because this machine was busy tell nothing, and might have been met', () => {
    const stalled = { ...took(900), stalledMs: 890 };
    const written = { expect: { latency: { total: '50ms' } } };
    expect(told(sampled(one, [[stalled, stalled, stalled]], written))).toEqual(['unknown', 'local.stalled']);
    const slow = [took(900), took(900)];
    expect(told(sampled(two, [[stalled, stalled], slow], written))).toEqual(['unknown', 'local.stalled']);
  });

  test('that only warn make it slow, beside being flaky', () => {
    const result = sampled(one, [[took(10), lost, took(12)]], {
      expect: { latency: { ttfb: { warn: '5ms' } } },
    });
    expect([...told(result), result.codes]).toEqual(['degraded', 'run.flaky', ['run.flaky', 'latency.slow']]);
  });
});

describe('several URLs', () => {
  test('are told apart, and one that always passed is enough', () => {
    const result = sampled(two, [
      [lost, took(10)],
      [took(20), took(30)],
    ]);
    expect(told(result)).toEqual(['up', undefined]);
    expect(result.samples?.map(({ url, lost: some }) => [url, some])).toEqual([
      ['https://a.example/', 1],
      ['https://b.example/', 0],
    ]);
  });

  test('when all must pass, the loss of one makes it flaky', () => {
    const observations = [
      [lost, took(10)],
      [took(20), took(30)],
    ];
    expect(told(sampled(two, observations, { atLeast: 2 }))).toEqual(['degraded', 'run.flaky']);
  });
});

describe('against a baseline', () => {
  const limit: RegressLimit = { span: 'ttfb', by: { percent: 20 }, written: '20%' };
  const earlier = [30, 31, 32, 33, 34, 35, 36, 37];
  const baseline = (
    limits: readonly RegressLimit[] = [limit],
    ttfb: readonly number[] = earlier,
  ): Against => ({
    limits,
    find: (name, ask) => ({ ...ask, name, durations: { ttfb } }),
  });
  const now = (...numbers: readonly number[]) => [numbers.map(took)];
  const slower = now(50, 51, 52, 53, 54, 55, 56, 57);

  test('a growth beyond limit and noise is degraded, with the test, its p and both medians', () => {
    const result = sampled(one, slower, {}, baseline());
    expect(told(result)).toEqual(['degraded', 'latency.regressed']);
    // One in C(16, 8) = 12,870 orders.
    expect(result.cause?.message).toBe(
      'expected latency ttfb at most 20% over the baseline of 33ms, got 53ms (+61%, Mann-Whitney U, p < 0.0001)',
    );
    expect(result.samples?.[0]?.compared?.[0]).toMatchObject({ before: 33, after: 53, regressed: true });
    expect(result.samples?.[0]?.compared?.[0]?.p).toBeCloseTo(1 / 12_870, 12);
  });

  // Twice twelve samples of one server on loopback, ms.
  const loopback = [3.18, 2.91, 4.23, 2.11, 7.13, 1.99, 3.83, 2.71, 3.75, 3.23, 4.88, 9.22];
  const again = [2.44, 3.31, 3.06, 8.7, 2.29, 3.46, 5.64, 1.74, 4.59, 2.19, 3.91, 6.02];

  test('twelve samples of the same server are no regression, 30 ms more are one', () => {
    const limits = [{ span: 'ttfb', by: { percent: 5 }, written: '5%' } as const];
    const against = baseline(limits, loopback);
    expect(told(sampled(one, now(...again), {}, against))).toEqual(['up', undefined]);
    const later = again.map((ms) => ms + 30);
    expect(told(sampled(one, now(...later), {}, against))).toEqual(['degraded', 'latency.regressed']);
  });

  test('a growth within the limit passes, however certain', () => {
    const result = sampled(one, now(38, 39, 39.1, 39.2, 39.3, 39.4, 39.5, 39.6), {}, baseline());
    expect(told(result)).toEqual(['up', undefined]);
    expect(result.checks.find(({ code }) => code === 'latency.regressed')).toMatchObject({ pass: true });
    expect(result.samples?.[0]?.compared?.[0]?.p).toBeLessThan(0.01);
  });

  test('a growth that may be chance passes, however large', () => {
    const result = sampled(one, now(10, 11, 12, 90, 91, 92, 93, 94), {}, baseline());
    expect(told(result)).toEqual(['up', undefined]);
    expect(result.samples?.[0]?.compared?.[0]?.p).toBeGreaterThan(0.01);
  });

  test('a limit may be a time', () => {
    const by = (ms: number) => baseline([{ span: 'ttfb', by: { ms }, written: `${ms}ms` }]);
    expect(told(sampled(one, slower, {}, by(25)))).toEqual(['up', undefined]);
    expect(told(sampled(one, slower, {}, by(15)))).toEqual(['degraded', 'latency.regressed']);
  });

  test('fewer than five on a side are not compared, and that is told', () => {
    for (const result of [
      sampled(one, now(50, 51, 52, 53), {}, baseline()),
      sampled(one, slower, {}, baseline([limit], [1, 2, 3, 4])),
    ]) {
      expect(told(result)).toEqual(['up', undefined]);
      expect(result.samples?.[0]?.compared).toMatchObject([{ p: null, regressed: false }]);
    }
  });

  test('a phase that one side lacks is told as such', () => {
    const result = sampled(one, slower, {}, baseline([{ ...limit, span: 'tls' }]));
    expect(result.samples?.[0]?.compared).toMatchObject([{ before: null, after: null, p: null }]);
    expect(result.status).toBe('up');
  });

  test('an endpoint that the baseline does not know passes, and that is told', () => {
    const result = sampled(one, slower, {}, { limits: [limit], find: () => null });
    expect([result.status, result.samples?.[0]?.compared]).toEqual(['up', null]);
  });

  test('an endpoint that is down is down, and nothing else', () => {
    const result = sampled(one, [[lost, lost, lost, lost, lost]], {}, baseline());
    expect([result.status, result.codes]).toEqual(['down', ['tcp.timeout']]);
  });

  test('a second URL that became slower is told too, by its name', () => {
    const result = sampled(two, [...now(30, 31, 32, 33, 34, 35, 36, 37), ...slower], {}, baseline());
    expect(told(result)).toEqual(['degraded', 'latency.regressed']);
    expect(result.cause?.message).toContain('latency ttfb of https://b.example/');
  });
});
