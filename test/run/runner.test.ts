import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { plan } from '../../src/config/plan.ts';
import type { Job, Outcome } from '../../src/model.ts';
import type { SocketAddress } from '../../src/net/network.ts';
import { createRunner, type RunnerOptions } from '../../src/run/runner.ts';
import { endpointOf, runOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { openHttp } from '../servers/http.ts';
import { listen } from '../servers/listen.ts';
import { networkOf, site } from '../servers/network.ts';

const never = new AbortController().signal;

function runner(network: RunnerOptions['network'], more: Partial<RunnerOptions> = {}) {
  return createRunner({ network, concurrency: 100, deadlineMs: null, interrupt: never, ...more });
}

function jobs(
  count: number,
  urlOf: (index: number) => string,
  written: Written = {},
  provider?: string,
): Job[] {
  return Array.from({ length: count }, (_, index) => {
    const endpoint = endpointOf(urlOf(index), { timeout: '300ms', ...written });
    return plan([{ ...endpoint, provider: provider ?? null }])[0]!;
  });
}

/** A server that holds every connection for a while, and how many attempts were open at most. */
async function openHolder(heldMs = 60) {
  const server = createServer((socket) => {
    socket.on('data', () => {}).on('error', () => {});
    setTimeout(() => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'), heldMs);
  });
  const port = await listen(server);
  const hosts = new Map(Array.from({ length: 60 }, (_, index) => [`h${index}.example`, ['192.0.2.1']]));
  const seen = { now: 0, most: 0 };
  const place = (): SocketAddress => {
    seen.most = Math.max(seen.most, ++seen.now);
    return { address: '127.0.0.1', port };
  };
  return { seen, network: { ...site(port), hosts, place }, onOutcome: () => void seen.now-- };
}

const hostOf = (index: number) => `http://h${index}.example/`;

describe('bounds', () => {
  test('at most so many attempts are open at once', async () => {
    const { seen, network, onOutcome } = await openHolder();
    const outcomes = await runner(network, { concurrency: 5, onOutcome })(jobs(20, hostOf));
    expect(outcomes).toHaveLength(20);
    expect(seen.most).toBe(5);
  });

  test('at most two are open to one host', async () => {
    const { seen, network, onOutcome } = await openHolder();
    await runner(network, { onOutcome })(jobs(6, (index) => `http://h0.example/${index}`));
    expect(seen.most).toBe(2);
  });

  test('a busy host does not hold up the others', async () => {
    const { seen, network, onOutcome } = await openHolder();
    const slow = jobs(8, (index) => `http://h0.example/${index}`);
    await runner(network, { concurrency: 4, onOutcome })([...slow, ...jobs(4, (index) => hostOf(index + 1))]);
    expect(seen.most).toBeGreaterThan(2);
  });

  test('starts to one provider are 100 ms apart', async () => {
    const { network } = await openHolder();
    expectSpaced(await runner(network)(jobs(4, hostOf, {}, 'Meta')));
  });

  test('also when several of them waited for the same place', async () => {
    const { network } = await openHolder(400);
    const others = jobs(3, (index) => hostOf(index + 10), { timeout: '2s' });
    const outcomes = await runner(network, { concurrency: 3 })([
      ...others,
      ...jobs(3, hostOf, { timeout: '2s' }, 'Meta'),
    ]);
    expectSpaced(outcomes.filter(({ job }) => job.endpoint.provider === 'Meta'));
  });

  test('at most 16 are open to one provider', async () => {
    // Longer than 16 starts take.
    const { seen, network, onOutcome } = await openHolder(2000);
    await runner(network, { onOutcome })(jobs(18, hostOf, { timeout: '5s' }, 'Meta'));
    expect(seen.most).toBe(16);
  });

  test('waiting for a place is in no phase and takes no timeout', async () => {
    const network = site(await openHttp('is silent'));
    const outcomes = await runner(network, { concurrency: 1 })(jobs(3, () => 'http://site.example/'));
    for (const outcome of outcomes) {
      expect('observation' in outcome && outcome.observation.failure?.code).toBe('http.timeout');
      expect('observation' in outcome && outcome.observation.ms).toBeGreaterThan(290);
      expect('observation' in outcome && outcome.observation.ms).toBeLessThan(600);
    }
  });
});

describe('one outcome a job', () => {
  test('in the order in which they end', async () => {
    const network = networkOf({
      hosts: { 'slow.example': ['192.0.2.1'], 'fast.example': ['192.0.2.2'] },
      tcp: { '192.0.2.1': await openHttp('is slow'), '192.0.2.2': await openHttp('answers') },
    });
    const told: string[] = [];
    const both = [...jobs(1, () => 'http://slow.example/'), ...jobs(1, () => 'http://fast.example/')];
    const run = runner(network, { onOutcome: ({ job }) => void told.push(job.url) });
    const outcomes = await run(both);
    expect(outcomes.map(({ job }) => job.url)).toEqual(['http://fast.example/', 'http://slow.example/']);
    expect(told).toEqual(['http://fast.example/', 'http://slow.example/']);
  });

  test('the same job twice has two outcomes', async () => {
    const [job] = jobs(1, () => 'http://site.example/');
    const outcomes = await runner(site(await openHttp('answers')))([job!, job!]);
    expect(outcomes).toHaveLength(2);
  });
});

produces('local.bug', 'what throws in an attempt', async () => {
  const broken = {
    ...site(await openHttp('answers')),
    place: () => {
      throw new Error('lost the map');
    },
  };
  const [outcome] = await runner(broken)(jobs(1, () => 'http://site.example/'));
  if (!outcome || !('observation' in outcome)) throw new Error('no observation');
  expect(outcome.observation.failure?.detail).toBe('lost the map');
  return outcome.observation.failure;
});

test('our own bug is never counted as down', async () => {
  const broken = {
    ...site(1),
    place: () => {
      throw new Error('lost the map');
    },
  };
  const run = await runOf(broken, { endpoints: ['http://site.example/'] });
  expect([run.results[0]?.status, run.results[0]?.cause?.code, run.exitCode]).toEqual([
    'unknown',
    'local.bug',
    3,
  ]);
});

function expectSpaced(outcomes: readonly Outcome[]): void {
  const starts = outcomes
    .flatMap((outcome) => ('observation' in outcome ? [Date.parse(outcome.observation.startedAt)] : []))
    .sort((a, b) => a - b);
  expect(starts).toHaveLength(outcomes.length);
  const gaps = starts.slice(1).map((at, index) => at - (starts[index] ?? 0));
  // A late timer takes from the gap that follows.
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(80);
}
