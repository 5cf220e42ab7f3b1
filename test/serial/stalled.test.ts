// A machine that does not run us: what is told then, and what is still told of the target.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { machineNetwork } from '../../src/net/machine.ts';
import { resultOf } from '../ask.ts';
import { stopped } from '../faults/time.ts';
import { produces } from '../produces.ts';
import { openHttp } from '../servers/http.ts';

/** A web server of a process of its own, which has time when we have none. */
async function serverApart(): Promise<string> {
  const serve = `const server = require('node:http').createServer((_, response) => response.end('fine'));
    server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;
  const child = spawn(process.execPath, ['-e', serve], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill());
  const [port] = await once(child.stdout.setEncoding('utf8'), 'data');
  return `http://127.0.0.1:${Number(port)}/`;
}

/** Blocks this process for so long, again and again. */
function block(ms: number): void {
  const timer = setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms), 5);
  onTestFinished(() => clearInterval(timer));
}

produces('local.stalled', 'a limit on the latency that only our own stall exceeds', async () => {
  const url = await serverApart();
  block(100);
  const result = await resultOf(machineNetwork(), url, { expect: { latency: { total: '80ms' } } });
  expect([result.status, result.attempts.length]).toEqual(['unknown', 2]);
  expect(result.cause?.message).toMatch(
    /^expected latency total .*, for \d+ms of which this machine was busy$/,
  );
  return result.cause;
});

test('a limit that is exceeded without any stall is down all the same', async () => {
  const url = `http://127.0.0.1:${await openHttp('is slow')}/`;
  const { status, cause } = await resultOf(machineNetwork(), url, { expect: { latency: { ttfb: '1ms' } } });
  expect([status, cause?.code]).toEqual(['down', 'latency.limit']);
});

test('a silence that outlasts its timeout after the process was stopped is one', async () => {
  const told = await stopped(() => {}, 1200, { timeout: '1s' });
  expect(told).toBe('down http.timeout, exit 1');
});

test('how long we did not run is told of the attempt and of its steps', async () => {
  const url = await serverApart();
  block(100);
  const { status, attempts } = await resultOf(machineNetwork(), url);
  const [attempt] = attempts;
  expect(status).toBe('up');
  // One block at least, less what may pass of it before the pulse, every 20 ms, is missed.
  expect(attempt?.stalledMs).toBeGreaterThan(70);
  const steps = attempt?.hops[0]?.steps.map(({ stalledMs = 0 }) => stalledMs) ?? [];
  const sum = steps.reduce((all, ms) => all + ms, 0);
  expect(sum).toBeGreaterThan(50);
  expect(sum).toBeLessThanOrEqual((attempt?.stalledMs ?? 0) + 1);
  expect(attempt?.stalledMs).toBeLessThanOrEqual(attempt?.ms ?? 0);
});
