// How long the built-in list may take when nothing answers: bounds that hold for the whole process. It waits, and does
// nothing else: both at once are no load for each other.

import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { load } from '../../src/config/load.ts';
import { hostOf } from '../../src/host.ts';
import { report } from '../cli/command.ts';

const list = load(
  [{ name: 'probes.yaml', folder: '.', bytes: readFileSync(new URL('../../probes.yaml', import.meta.url)) }],
  { env: {}, readFile: () => new Uint8Array() },
);

/** The endpoints of Meta that connect somewhere, and where. */
const connecting = list.endpoints.filter(
  ({ provider, urls }) => provider === 'Meta' && !urls.some((url) => url.startsWith('dns:')),
);
const hosts = [...new Set(connecting.flatMap(({ urls }) => urls.map((url) => hostOf(new URL(url)))))];

test.concurrent('with every Meta address silent the built-in list ends within 30 s', async ({ expect }) => {
  expect(hosts.length).toBeGreaterThan(30);
  const { run, code, ms } = await report([
    'demo',
    ...hosts.flatMap((host) => ['--break', `${host}=tcp.timeout`]),
  ]);
  expect(ms).toBeLessThan(30_000);
  expect(code).toBe(1);
  const down = run.results.filter(({ status }) => status === 'down');
  expect(down.map(({ endpoint, cause }) => `${endpoint.name} ${cause?.code}`).sort()).toEqual(
    connecting.map(({ name }) => `${name} tcp.timeout`).sort(),
  );
  expect(run.results.filter(({ status }) => status !== 'up' && status !== 'down')).toEqual([]);
  expect(new Set(run.diagnoses.map(({ blame }) => blame))).toEqual(new Set(['them']));
}, 60_000);

test.concurrent('with all DNS silent it ends within 35 s', async ({ expect }) => {
  const { run, code, ms } = await report(['demo', '--break', '*=dns.timeout']);
  expect(ms).toBeLessThan(35_000);
  // What is asked by address answers: it is the names of this machine that are gone.
  expect([code, run.diagnoses.map(({ rule }) => rule)]).toEqual([3, ['you.resolver']]);
  const byAddress = list.endpoints.filter(({ urls }) =>
    urls.every((url) => /^\[|^\d/.test(hostOf(new URL(url)))),
  );
  const up = run.results.filter(({ status }) => status === 'up').map(({ endpoint }) => endpoint.name);
  expect(up).toEqual(byAddress.map(({ name }) => name));
  const rest = run.results.filter(({ status }) => status !== 'up').map(({ cause }) => cause?.code);
  expect(new Set(rest)).toEqual(new Set(['dns.timeout']));
}, 60_000);
