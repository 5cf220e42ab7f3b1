import { describe, expect, test } from 'vitest';
import { plan } from '../../src/config/plan.ts';
import type { Job, Outcome } from '../../src/model.ts';
import { createRunner, type RunnerOptions } from '../../src/run/runner.ts';
import { endpointOf, resultOf, runOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { openCollector } from '../servers/collector.ts';
import { openHttp } from '../servers/http.ts';
import { pause } from '../servers/listen.ts';
import { networkOf, site } from '../servers/network.ts';

const url = 'http://site.example/';
const never = new AbortController().signal;

function runner(network: RunnerOptions['network'], more: Partial<RunnerOptions> = {}) {
  return createRunner({ network, concurrency: 16, deadlineMs: null, interrupt: never, ...more });
}

function jobOf(written: Written = {}): Job {
  return plan([endpointOf(url, written)])[0]!;
}

function told(outcome: Outcome | undefined) {
  if (!outcome) return undefined;
  return 'observation' in outcome
    ? (outcome.observation.failure?.code ?? 'answered')
    : `${outcome.missing}, ${outcome.started ? 'started' : 'not started'}`;
}

function abortAfter(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(130), ms);
  return controller.signal;
}

produces('run.flaky', 'failed, then passed', async () => {
  const { port } = await openCollector((_, count) => ({ status: count === 1 ? 500 : 200 }));
  const result = await resultOf(site(port), url, { retry: { times: 1, after: '10ms' } });
  expect([result.status, result.attempts.length]).toEqual(['degraded', 2]);
  return result.cause;
});
produces('run.deadline', 'the run was too short', async () => {
  const result = await resultOf(site(await openHttp('is silent')), url, {}, { deadlineMs: 1000 });
  expect(result.status).toBe('unknown');
  return result.cause;
});
produces('run.interrupted', 'the user had enough', async () => {
  const result = await resultOf(site(await openHttp('is silent')), url, {}, { interrupt: abortAfter(1000) });
  expect(result.status).toBe('skipped');
  return result.cause;
});

describe('the deadline', () => {
  test('tells apart what was started and what was not', async () => {
    const network = site(await openHttp('is silent'));
    const run = runner(network, { concurrency: 1, deadlineMs: 1000 });
    const outcomes = await run([jobOf(), jobOf()]);
    expect(outcomes.map(told)).toEqual(['deadline, started', 'deadline, not started']);
  });

  test('what was over before stands', async () => {
    const network = networkOf({
      hosts: { 'site.example': ['192.0.2.1'], 'mute.example': ['192.0.2.2'] },
      tcp: { '192.0.2.1': await openHttp('answers'), '192.0.2.2': await openHttp('is silent') },
    });
    const run = await runOf(network, { endpoints: [url, 'http://mute.example/'] }, { deadlineMs: 1500 });
    expect(run.results.map(({ status }) => status)).toEqual(['up', 'unknown']);
    expect(run.exitCode).toBe(3);
    expect(run.ms).toBeLessThan(4000);
  });

  test('a time that is over when the round begins starts nothing', async () => {
    const { port, got } = await openCollector();
    const run = runner(site(port), { deadlineMs: 1 });
    await pause(20);
    expect((await run([jobOf()])).map(told)).toEqual(['deadline, not started']);
    expect(got).toEqual([]);
  });
});

describe('an interrupt', () => {
  test('starts nothing more and keeps what is known', async () => {
    const { port } = await openCollector();
    const network = networkOf({
      hosts: { 'site.example': ['192.0.2.1'], 'mute.example': ['192.0.2.2'] },
      tcp: { '192.0.2.1': port, '192.0.2.2': await openHttp('is silent') },
    });
    const endpoints = [url, 'http://mute.example/a', 'http://mute.example/b', 'http://mute.example/c'];
    const run = await runOf(network, { endpoints }, { interrupt: abortAfter(1000) });
    expect(run.results.map(({ status }) => status)).toEqual(['up', 'skipped', 'skipped', 'skipped']);
    expect(run.exitCode).toBe(130);
    expect(run.ms).toBeLessThan(4000);
  });

  test('before the start asks nobody', async () => {
    const { port, got } = await openCollector();
    const outcomes = await runner(site(port), { interrupt: AbortSignal.abort(130) })([jobOf()]);
    expect(outcomes.map(told)).toEqual(['interrupted, not started']);
    expect(got).toEqual([]);
  });
});

describe('the rounds that ask again', () => {
  test('share one budget, as long as the longest of their jobs', async () => {
    const network = site(await openHttp('is silent'));
    const run = runner(network);
    const quick = jobOf({ timeout: '200ms' });
    await run([quick]);
    const start = performance.now();
    const second = await run([{ ...quick, attempt: 2 }]);
    const third = await run([{ ...quick, attempt: 3 }]);
    expect(performance.now() - start).toBeLessThan(500);
    // It had its whole time; the next one has none left.
    expect(second.map(told)).toEqual(['http.timeout']);
    expect(third.map(told)).toEqual(['cut, not started']);
  });

  test('what is only learnt of in the first round is asked in time of its own', async () => {
    const run = runner(site(await openHttp('is silent')));
    const quick = jobOf({ timeout: '200ms' });
    await run([quick]);
    const learnt = await run([{ ...quick, address: '192.0.2.1', afterMs: 150 }]);
    expect(learnt.map(told)).toEqual(['http.timeout']);
  });

  test('an attempt that is cut early is no observation', async () => {
    const network = site(await openHttp('is silent'));
    const run = runner(network);
    const quick = jobOf({ timeout: '300ms' });
    await run([quick]);
    // Half of the budget is gone before it starts.
    const outcomes = await run([{ ...quick, attempt: 2, afterMs: 150 }]);
    expect(outcomes.map(told)).toEqual(['cut, started']);
  });

  test('an attempt that had nearly all of its time is one', async () => {
    const network = site(await openHttp('is silent'));
    const run = runner(network);
    const quick = jobOf({ timeout: '1000ms' });
    await run([quick]);
    const outcomes = await run([{ ...quick, attempt: 2, afterMs: 30 }]);
    expect(outcomes.map(told)).toEqual(['http.timeout']);
  });

  test('an answer counts, however late', async () => {
    const { port } = await openCollector();
    const run = runner(site(port));
    const quick = jobOf({ timeout: '1s' });
    await run([quick]);
    expect((await run([{ ...quick, attempt: 2, afterMs: 300 }])).map(told)).toEqual(['answered']);
  });

  test('a retry that found no time leaves the first attempt standing', async () => {
    const { port } = await openCollector(() => ({ status: 500 }));
    const result = await resultOf(site(port), url, { timeout: '1s', retry: { times: 9, after: '600ms' } });
    // The first and one more: then the one timeout that all of them share is over.
    expect([result.status, result.cause?.code, result.attempts.length]).toEqual(['down', 'http.status', 2]);
  });

  test('a wait longer than that time is cut to half of it, so that a retry is never promised in vain', async () => {
    const { port } = await openCollector(() => ({ status: 500 }));
    const result = await resultOf(site(port), url, { timeout: '1s', retry: { times: 1, after: '3s' } });
    expect([result.status, result.attempts.length]).toEqual(['down', 2]);
  });
});
