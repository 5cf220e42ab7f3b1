import { describe, expect, test } from 'vitest';
import { askKey, asksOf } from '../../src/asks.ts';
import { plan } from '../../src/config/plan.ts';
import { judge } from '../../src/judge/index.ts';
import type { Endpoint, Evidence, Job, Outcome, Result } from '../../src/model.ts';
import { followUp } from '../../src/verdict/index.ts';
import { askedFor, controls, degraded, down, endpoint, evidence, skipped, unknown, up } from './builder.ts';

function told(jobs: readonly Job[]): string[] {
  return jobs.map(({ purpose, url, attempt, afterMs }) => `${purpose} ${url} ${attempt} after ${afterMs}`);
}

/** What is asked after the first round of these results. */
function next(results: readonly Result[], more: Partial<Evidence> = {}): string[] {
  const asked = results.flatMap((result) => askedFor(result.endpoint));
  return told(followUp(results, evidence({ asked, ...more })));
}

describe('the retry', () => {
  const a = endpoint('a');

  test('asks a failed endpoint once more, after a second', () => {
    expect(next([down(a)])).toEqual(['endpoint https://a.example.com/ 2 after 1000']);
  });

  test('leaves alone whatever did not fail', () => {
    expect(next([up(a), degraded(endpoint('b')), unknown(endpoint('c')), skipped(endpoint('d'))])).toEqual(
      [],
    );
  });

  test('waits as long as the list says', () => {
    const slow = endpoint('slow', { retry: { times: 1, afterMs: 250 } });
    expect(next([down(slow)])).toEqual(['endpoint https://slow.example.com/ 2 after 250']);
  });

  test('does not happen with times: 0', () => {
    expect(next([down(endpoint('a', { retry: { times: 0, afterMs: 1000 } }))])).toEqual([]);
  });

  test('happens as often as the list says, and then no more', () => {
    const often = endpoint('often', { retry: { times: 3, afterMs: 10 } });
    const attempts = [1, 2, 3, 4].map((times) =>
      told(followUp([down(often)], evidence({ asked: askedFor(often, times) }))),
    );
    expect(attempts).toEqual([
      ['endpoint https://often.example.com/ 2 after 10'],
      ['endpoint https://often.example.com/ 3 after 10'],
      ['endpoint https://often.example.com/ 4 after 10'],
      [],
    ]);
  });

  test('asks only the URLs that failed', () => {
    const urls = ['tcp://a.example.com:1', 'tcp://a.example.com:2', 'tcp://a.example.com:3'];
    const several = endpoint('several', { urls, atLeast: 2 });
    const result = { ...down(several), passed: asksOf(several).slice(1, 2).map(askKey) };
    expect(next([result])).toEqual([
      'endpoint tcp://a.example.com:1 2 after 1000',
      'endpoint tcp://a.example.com:3 2 after 1000',
    ]);
  });

  test('keeps the timeout and what must be collected', () => {
    const [first] = plan([a]);
    const [again] = followUp([down(a)], evidence({ asked: plan([a]) }));
    expect(again).toMatchObject({ timeoutMs: first?.timeoutMs, collect: first?.collect, endpoint: a });
  });
});

describe('the controls', () => {
  const a = endpoint('a');
  const askedControls = controls.map((control) => `control ${control.urls[0]} 1 after 0`);

  test('are asked in the same round as the retry', () => {
    expect(next([down(a)], { controls })).toEqual([
      ...askedControls,
      'endpoint https://a.example.com/ 2 after 1000',
    ]);
  });

  test('are asked once, however many endpoints failed', () => {
    const many = Array.from({ length: 20 }, (_, index) => down(endpoint(`n${index}`)));
    expect(next(many, { controls }).filter((line) => line.startsWith('control'))).toEqual(askedControls);
  });

  test('are not asked again in a later round, answered or not', () => {
    const asked = [...askedFor(a, 2), ...controls.flatMap((control) => askedFor(control))];
    expect(followUp([down(a)], evidence({ controls, asked }))).toEqual([]);
  });

  test('are not asked when all is well, guarded or not asked itself', () => {
    expect(
      next([up(a), degraded(endpoint('b')), unknown(endpoint('c')), skipped(endpoint('d'))], { controls }),
    ).toEqual([]);
  });

  test('are not asked for a target of the command line', () => {
    expect(next([down(endpoint('example.com', { adHoc: true }))], { controls })).toHaveLength(1);
  });

  test.each([
    'tcp://127.0.0.1:1',
    'http://localhost/',
    'tcp://[::1]:1',
    'https://10.1.2.3/',
    'https://192.168.1.1/',
    'https://[fd00::1]/',
    'https://intranet/',
    'https://db.internal/',
    'https://printer.local/',
    'https://git.corp/',
    'https://nas.home.arpa/',
    'dns:db.internal?type=A',
  ])('are not asked because of %s', (url) => {
    expect(next([down(endpoint('private', { urls: [url] }))], { controls })).toHaveLength(1);
  });

  test('are not asked for a public name that leads to a private address', () => {
    expect(next([down(a, 'http.status', '10.0.0.9')], { controls })).toHaveLength(1);
  });

  test('are asked when one of several failures is public', () => {
    const loopback = endpoint('loopback', { urls: ['tcp://127.0.0.1:1'] });
    expect(next([down(loopback), down(a)], { controls })).toHaveLength(2 + controls.length);
  });
});

describe('rounds end', () => {
  type Answer = (job: Job) => Outcome;
  const failed: Answer = (job) => ({
    job,
    observation: {
      url: job.url,
      startedAt: '2026-11-22T10:00:00.000Z',
      ms: 10,
      hops: [{ url: job.url, steps: [], facts: {} }],
      failure: { code: 'tcp.timeout', layer: 'tcp', message: 'no answer' },
    },
  });
  const cut: Answer = (job) => ({ job, missing: 'cut', started: false });

  /** The loop of the program with answers out of a function; how many jobs each round had. */
  function rounds(endpoints: readonly Endpoint[], answer: (job: Job, round: number) => Outcome): number[] {
    const outcomes: Outcome[] = [];
    const sizes: number[] = [];
    let jobs: readonly Job[] = plan(endpoints);
    while (jobs.length > 0 && sizes.length < 50) {
      sizes.push(jobs.length);
      const round = sizes.length;
      outcomes.push(...jobs.map((job) => answer(job, round)));
      const { results, evidence: known } = judge(endpoints, controls, outcomes);
      jobs = followUp(results, known);
    }
    return sizes;
  }

  const three = endpoint('three', { retry: { times: 3, afterMs: 0 } });

  test('when everything fails every time', () => {
    expect(rounds([endpoint('a'), three], failed)).toEqual([2, 2 + controls.length, 1, 1]);
  });

  test('when every later round is cut before it starts', () => {
    expect(rounds([endpoint('a'), three], (job, round) => (round === 1 ? failed(job) : cut(job)))).toEqual([
      2,
      2 + controls.length,
      1,
      1,
    ]);
  });

  test('at once when the first round was stopped', () => {
    expect(rounds([three], (job) => ({ job, missing: 'deadline', started: true }))).toEqual([1]);
  });
});
