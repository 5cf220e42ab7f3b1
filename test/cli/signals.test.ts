import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import type { ReportedResult } from '../../src/model.ts';
import { list, parse, program, rows, start } from './command.ts';
import { http } from './servers.ts';

/** A list of one endpoint that answers, two that keep waiting and one not asked yet; told when both wait. */
async function halfway() {
  let waiting = 0;
  let tell = () => {};
  const bothWait = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const port = await http((request, response) => {
    if (request.url === '/fine') response.end('fine');
    else if (++waiting === 2) setTimeout(tell, 200);
  });
  const endpoint = (name: string) =>
    `  - {name: ${name}, url: "http://127.0.0.1:${port}/${name}", timeout: 60s}\n`;
  return { path: list(`endpoints:\n${['fine', 'one', 'two', 'three'].map(endpoint).join('')}`), bothWait };
}

describe.concurrent.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s', (signal, code) => {
  test(`prints what is known, calls the rest skipped, and exits ${code}`, async () => {
    const { path, bothWait } = await halfway();
    const { child, ended } = start(['-c', path, '--format', 'json']);
    await bothWait;
    child.kill(signal);
    const end = await ended;
    const run = parse(end);
    expect(rows(run)).toEqual([
      'fine up',
      ...['one', 'two', 'three'].map((name) => `${name} skipped run.interrupted`),
    ]);
    expect([end.code, run.exitCode, end.stderr]).toEqual([code, code, '']);
    expect(run.diagnoses).toEqual([]);
  });
});

test.concurrent.each<[string, RegExp]>([
  ['table', /fine .* up\n[\s\S]*three .*skipped/i],
  ['quiet', /^1 of 4 endpoints is up from here; 3 were not asked\.\n[\s\S]*SKIPPED, .*: one, two, three\n/],
  ['ndjson', /"fine".*"up"[\s\S]*"three".*"skipped"[\s\S]*\n\{"run":.*"exitCode":130.*\n$/],
])('as %s what is known is told too, and what was not asked', async (format, expected) => {
  const { path, bothWait } = await halfway();
  const { child, ended } = start(['-c', path, '--format', format]);
  await bothWait;
  child.kill('SIGINT');
  const { stdout, stderr, code } = await ended;
  expect(stdout).toMatch(expected);
  expect([code, stderr]).toEqual([130, '']);
});

test.concurrent('an interrupted run asks nobody again: no retry, no controls', async () => {
  let asked = 0;
  let tell = () => {};
  const refused = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const port = await http((_, response) => {
    asked += 1;
    response.statusCode = 500;
    response.end(tell);
  });
  const path = list(`endpoints: [{url: "http://127.0.0.1:${port}/", retry: {times: 3, after: 30s}}]\n`);
  const { child, ended } = start(['-c', path, '--format', 'json']);
  await refused;
  setTimeout(() => child.kill('SIGINT'), 300);
  const end = await ended;
  expect([parse(end).results[0]?.status, end.code, asked]).toEqual(['down', 130, 1]);
});

test('the built-in list, with nothing answering, stops when it is told to', async () => {
  const { child, ended } = start([
    'demo',
    '--break',
    '*=tcp.timeout',
    '--timeout',
    '1s',
    '--format',
    'ndjson',
  ]);
  let stopped = false;
  child.stdout?.on('data', (lines: string) => {
    // Once: a second one would end it at once.
    if (!stopped && lines.includes('tcp.timeout')) stopped = child.kill('SIGINT');
  });
  const end = await ended;
  const lines = end.stdout.trimEnd().split('\n');
  const told = lines.flatMap((line) => (JSON.parse(line) as { result?: ReportedResult }).result ?? []);
  const last = new Map(
    told.map((result) => [result.endpoint.name, `${result.status} ${result.cause?.code}`]),
  );
  expect([...last.values()]).toContain('skipped run.interrupted');
  expect([...last.values()]).toContain('down tcp.timeout');
  expect([last.size, end.code]).toEqual([52, 130]);
});

/** A report too large for any pipe and a reader that does not read; `waits` is asked for last and never answers. */
async function unread(waits: boolean, onTestFinished: (then: () => void) => void) {
  let asked = 0;
  const port = await http((request, response) => {
    asked += 1;
    if (request.url === '/waits') return;
    for (let i = 0; i < 10; i++) response.setHeader(`x-${i}`, 'x'.repeat(1200));
    response.end();
  });
  const paths = [...Array.from({ length: 60 }, (_, i) => String(i)), ...(waits ? ['waits'] : [])];
  const endpoints = paths.map((path) => `  - {url: "http://127.0.0.1:${port}/${path}", timeout: 60s}\n`);
  const file = list(`endpoints:\n${endpoints.join('')}`);
  const child = spawn(process.execPath, [program, '-c', file, '--format', 'json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await vi.waitFor(() => expect(asked).toBe(paths.length), 15_000);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return child;
}

test.concurrent('a second signal ends it at once', async ({ onTestFinished }) => {
  const child = await unread(true, onTestFinished);
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(child.exitCode).toBe(null);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
});

test.concurrent('a signal while nobody reads the report ends it at once', async ({ onTestFinished }) => {
  const child = await unread(false, onTestFinished);
  expect(child.exitCode).toBe(null);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
});
