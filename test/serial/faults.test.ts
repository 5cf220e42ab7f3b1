// Whatever a peer does, an attempt is over with its timeout; and a flood neither fills the memory of the process nor
// keeps it.

import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machineNetwork } from '../../src/net/machine.ts';
import { runOf } from '../ask.ts';
import { folder, program } from '../cli/command.ts';
import { peers } from '../faults/all.ts';
import { asked, type Endpoint } from '../faults/fault.ts';

const timeoutMs = 500;
/** For a machine with other work; the best of three counts, without the time in which it did not run us. */
const slackMs = 100;
const mostBytes = 150 * 2 ** 20;
const lingerMs = 1500;

test.each(peers)('on time: $fault', async ({ open }) => {
  const endpoint = asked(await open(), `${timeoutMs}ms`);
  let best = Infinity;
  for (let left = 3; left > 0 && best > timeoutMs + slackMs; left -= 1) {
    const { results } = await runOf(machineNetwork(), { endpoints: [endpoint] });
    const { ms = Infinity, stalledMs = 0 } = results[0]?.attempts.at(-1) ?? {};
    best = Math.min(best, ms - stalledMs);
  }
  expect(best).toBeLessThan(timeoutMs + slackMs);
});

/** The largest memory a process had, in bytes, and how long it lived after its report. */
async function footprint(endpoint: Endpoint): Promise<{ bytes: number; afterMs: number }> {
  const path = join(folder(), 'list.yaml');
  writeFileSync(path, JSON.stringify({ endpoints: [asked(endpoint, '2s')] }));
  // The last word of the process: what getrusage(2) says of it, in KiB.
  const hook = `process.on('exit', () => process.stderr.write('peak=' + process.resourceUsage().maxRSS + '\\n'))`;
  const child = spawn(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, program, '-c', path, '--format', 'json'],
    { env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8' }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printedAt = 0;
  let told = '';
  child.stdout.on('data', () => {
    printedAt = performance.now();
  });
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  await new Promise((resolve) => child.on('close', resolve));
  const afterMs = performance.now() - printedAt;
  const [, peak = 'NaN'] = /peak=(\d+)/.exec(told) ?? [];
  return { bytes: Number(peak) * 1024, afterMs };
}

test.each(peers.filter(({ floods }) => floods))('small and soon gone: $fault', async ({ open }) => {
  const { bytes, afterMs } = await footprint(await open());
  expect(bytes).toBeLessThan(mostBytes);
  expect(afterMs).toBeLessThan(lingerMs);
});
