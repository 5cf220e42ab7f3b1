// One total deadline an attempt, whatever phase the server is slow in; and the process ends with the run.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Network } from '../../src/net/network.ts';
import { attempt, type Written } from '../ask.ts';
import { namedBy, openNameServer } from '../servers/dns.ts';
import { openFrames } from '../servers/frames.ts';
import { openHttp } from '../servers/http.ts';
import { silentPort } from '../servers/listen.ts';
import { site } from '../servers/network.ts';
import { openNoHandshake } from '../servers/tls.ts';

const timeoutMs = 500;
/** For a machine with other work; the best of three counts. */
const slackMs = 100;

const body: Written = { expect: { body: { contains: 'never' } } };

test.each<[string, () => Promise<Network>, string, string, Written]>([
  ['silent name servers', async () => namedBy([await openNameServer(() => [])]), 'http', 'dns.timeout', {}],
  ['no answer to SYN', async () => site(await silentPort()), 'http', 'tcp.timeout', {}],
  [
    'silence in the handshake',
    async () => site(await openNoHandshake('is silent')),
    'https',
    'tls.timeout',
    {},
  ],
  [
    'a handshake that drips',
    async () => site(await openNoHandshake('drips a record')),
    'https',
    'tls.timeout',
    {},
  ],
  ['silence after the request', async () => site(await openHttp('is silent')), 'http', 'http.timeout', {}],
  [
    'silence after the request, h2',
    async () => site(await openFrames('is silent')),
    'https',
    'http.timeout',
    {},
  ],
  ['headers that drip', async () => site(await openHttp('drips headers')), 'http', 'http.timeout', {}],
  [
    'a body that stops',
    async () => site(await openHttp('stops in the body')),
    'http',
    'content.timeout',
    body,
  ],
  ['a body that drips', async () => site(await openHttp('drips a body')), 'http', 'content.timeout', body],
])('%s: over on time', async (_, open, scheme, code, written) => {
  const network = await open();
  const times: number[] = [];
  for (let count = 0; count < 3; count++) {
    const start = performance.now();
    const observation = await attempt(network, `${scheme}://site.example/`, {
      timeout: `${timeoutMs}ms`,
      ...written,
    });
    times.push(performance.now() - start);
    expect(observation.failure?.code).toBe(code);
    expect(observation.ms).toBeGreaterThan(timeoutMs - 2);
  }
  expect(Math.min(...times)).toBeLessThan(timeoutMs + slackMs);
});

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the built command; how long it lived after it had printed its report. */
function lingering(words: readonly string[]): Promise<{ afterMs: number; stdout: string }> {
  const child = spawn(process.execPath, ['bin/whydown.cjs', '--retries', '0', '--format', 'json', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  let printedAt = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    stdout += chunk;
    printedAt = performance.now();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', () => resolve({ afterMs: performance.now() - printedAt, stdout }));
  });
}

test.each([
  ['an answer', 'answers and stays', []],
  ['a silent server', 'is silent', ['--timeout', '500ms']],
  ['an endless body', 'has an endless body', []],
  ['headers that drip', 'drips headers', ['--timeout', '500ms']],
] as const)('after %s the process is gone', async (_, behaviour, words) => {
  const port = await openHttp(behaviour);
  const { afterMs, stdout } = await lingering([`http://127.0.0.1:${port}/`, ...words]);
  expect(JSON.parse(stdout).results).toHaveLength(1);
  expect(afterMs).toBeLessThan(1500);
});

test('after silent name servers the process is gone', async () => {
  const server = await openNameServer(() => []);
  const words = ['http://site.example/', '--resolver', `127.0.0.1:${server.udp}`, '--timeout', '500ms'];
  const { afterMs, stdout } = await lingering(words);
  expect(JSON.parse(stdout).results[0].cause.code).toBe('dns.timeout');
  expect(afterMs).toBeLessThan(1500);
});
