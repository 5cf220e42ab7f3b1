// Many samples over real sockets: taken in turn, told together, compared without false alarm.

import { createServer, type RequestListener } from 'node:http';
import { describe, expect, test } from 'vitest';
import { baselineOf } from '../../src/baseline.ts';
import { compare } from '../../src/judge/regression.ts';
import type { ReportedResult, Run } from '../../src/model.ts';
import { runOf } from '../ask.ts';
import { listen } from '../servers/listen.ts';
import { networkOf, site } from '../servers/network.ts';

/** More retries than samples: none of them may happen. */
const unhurried = { timeout: '5s', retry: { times: 9, after: '0s' } };

async function openWeb(answer: RequestListener): Promise<number> {
  return listen(createServer({ keepAlive: false }, answer));
}

/** Answers as the nth request is to be answered, and remembers how many were open at once. */
async function openCounter(statusOf: (count: number) => number = () => 200) {
  const seen = { count: 0, now: 0, most: 0 };
  const port = await openWeb((request, response) => {
    seen.count += 1;
    seen.now += 1;
    seen.most = Math.max(seen.most, seen.now);
    request.socket.once('close', () => {
      seen.now -= 1;
    });
    const status = statusOf(seen.count);
    setTimeout(() => response.writeHead(status, { connection: 'close' }).end('ok'), 5);
  });
  return { seen, port };
}

function list(...urls: readonly string[]) {
  return { endpoints: urls.map((url, index) => ({ name: `e${index}`, url, ...unhurried })) };
}

function first(run: Run): ReportedResult {
  const [result] = run.results;
  if (!result) throw new Error('no result');
  return result;
}

describe('the samples of one endpoint', () => {
  test('are as many as asked, never two at once, a pause apart, each over a connection of its own', async () => {
    const { seen, port } = await openCounter();
    const result = first(await runOf(site(port), list('http://site.example/'), { samples: 6 }));
    expect([seen.count, seen.most, result.status]).toEqual([6, 1, 'up']);
    const gaps = result.attempts.slice(1).map(({ startedAt }, index) => {
      const previous = result.attempts[index];
      return Date.parse(startedAt) - Date.parse(previous?.startedAt ?? '') - (previous?.ms ?? 0);
    });
    // Of 50 ms; wall times are whole milliseconds.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(45);
    expect(result.samples).toMatchObject([{ asked: 6, count: 6, lost: 0, phases: { ttfb: { count: 6 } } }]);
    expect(result.attempts).toHaveLength(6);
  });

  test('are not asked again when some are lost', async () => {
    const { seen, port } = await openCounter((count) => (count % 3 === 0 ? 503 : 200));
    const result = first(await runOf(site(port), list('http://site.example/'), { samples: 6 }));
    expect(seen.count).toBe(6);
    expect([result.status, result.cause?.code]).toEqual(['degraded', 'run.flaky']);
    expect(result.cause?.message).toBe('2 of 6 samples lost: http.status 2');
  });

  test('are not asked again when all are lost', async () => {
    const { seen, port } = await openCounter(() => 503);
    const result = first(await runOf(site(port), list('http://site.example/'), { samples: 3 }));
    expect([seen.count, result.status, result.samples?.[0]?.lost]).toEqual([3, 'down', 3]);
  });

  test('keep the facts of the one that decided, and the steps of all', async () => {
    const { port } = await openCounter();
    const { attempts, decidedBy } = first(
      await runOf(site(port), list('http://site.example/'), { samples: 3 }),
    );
    const facts = attempts.map(({ hops }) => hops[0]?.facts.http?.status ?? null);
    expect(facts.map((status, index) => (index === decidedBy ? status : status === null))).toEqual(
      facts.map((_, index) => (index === decidedBy ? 200 : true)),
    );
    expect(attempts.every(({ hops }) => hops[0]?.steps.some(({ name }) => name === 'ttfb'))).toBe(true);
  });

  test('that are known when the deadline comes count', async () => {
    const port = await openWeb((_, response) => void setTimeout(() => response.end(), 50));
    const manner = { samples: 1000, deadlineMs: 1500 };
    const result = first(await runOf(site(port), list('http://site.example/'), manner));
    const [samples] = result.samples ?? [];
    expect([result.status, samples?.asked]).toEqual(['up', 1000]);
    expect(samples?.count).toBeGreaterThan(0);
    expect(samples?.count).toBeLessThan(30);
  });

  test('that are known when it is interrupted count', async () => {
    const controller = new AbortController();
    const { port } = await openCounter((count) => {
      if (count === 3) controller.abort(130);
      return 200;
    });
    const manner = { samples: 50, interrupt: controller.signal };
    const run = await runOf(site(port), list('http://site.example/'), manner);
    expect(run.exitCode).toBe(130);
    expect(first(run).samples?.[0]).toMatchObject({ asked: 50, count: 2, lost: 0 });
  });
});

test('controls are asked once, however many samples there are', async () => {
  const { seen, port } = await openCounter();
  const network = networkOf({
    hosts: { 'public.example.com': ['192.0.2.1'], 'control.example.com': ['192.0.2.2'] },
    tcp: { '192.0.2.2': port, '192.0.2.1': 1 },
  });
  const control = { operator: 'Control', url: 'http://control.example.com/', expect: { status: 200 } };
  const endpoints = [{ name: 'dead', url: 'http://public.example.com/', ...unhurried }];
  const result = first(await runOf(network, { controls: [control], endpoints }, { samples: 4 }));
  expect([result.status, result.samples?.[0]?.lost, seen.count]).toEqual(['down', 4, 1]);
});

describe('twelve samples each, taken side by side', () => {
  // All at the same time, so that whatever else this machine does meets them alike.
  async function durations() {
    const port = await openWeb(({ url }, response) => {
      const answer = () => response.writeHead(200, { connection: 'close' }).end('ok');
      if (url === '/slower') setTimeout(answer, 30);
      else answer();
    });
    const hosts = ['before.example', 'same.example', 'slower.example'];
    const network = networkOf({
      hosts: Object.fromEntries(hosts.map((host) => [host, ['192.0.2.1']])),
      tcp: { '192.0.2.1': port },
    });
    const urls = ['http://before.example/', 'http://same.example/', 'http://slower.example/slower'];
    const run = await runOf(network, list(...urls), { samples: 12 });
    const [entry] = baselineOf(run).baseline.entries;
    return { entry, results: run.results };
  }

  interface Told {
    readonly regressed: readonly (boolean | undefined)[];
    /** Whether this machine itself made one sample differ from the next by a good part of what is looked for. */
    readonly noisy: boolean;
  }

  async function tell(): Promise<Told> {
    const { entry, results } = await durations();
    if (!entry) throw new Error('no baseline');
    const against = {
      limits: [{ span: 'ttfb', by: { ms: 15 }, written: '15ms' } as const],
      find: () => entry,
    };
    const samples = results.flatMap((result) => result.samples ?? []);
    return {
      regressed: samples.map((one) => compare(against, 'any', one, one.durations)?.[0]?.regressed),
      noisy: samples.some(({ phases }) => (phases.ttfb?.jitter ?? 0) > 10),
    };
  }

  test('the same server is no regression, 30 ms more is one', async () => {
    let told = await tell();
    // Where even the samples of one server lie 30 ms apart, 30 ms cannot be seen; a quiet machine needs one try.
    for (let tries = 1; tries < 4 && told.noisy && !told.regressed[2]; tries += 1) {
      expect(told.regressed.slice(0, 2)).toEqual([false, false]);
      told = await tell();
    }
    expect(told.regressed.slice(0, 2)).toEqual([false, false]);
    expect(told.regressed[2] || told.noisy).toBe(true);
  });
});
