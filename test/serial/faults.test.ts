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
import { asked, type Endpoint, type PeerFault } from '../faults/fault.ts';

const timeoutMs = 500;
/** For a machine with other work; the best of three counts, without the time in which it did not run us. */
const slackMs = 100;
const mostBytes = 150 * 2 ** 20;
const lingerMs = 1500;

/** How long each was waited for, by its name. */
async function waited(faults: readonly PeerFault[]): Promise<ReadonlyMap<string, number>> {
  const endpoints = await Promise.all(
    faults.map(async ({ fault, open }) => ({ ...asked(await open(), `${timeoutMs}ms`), name: fault })),
  );
  const { results } = await runOf(machineNetwork(), { endpoints }, { concurrency: 4 });
  return new Map(
    results.map(({ endpoint, attempts }) => {
      const { ms = Infinity, stalledMs = 0 } = attempts.at(-1) ?? {};
      return [endpoint.name, ms - stalledMs];
    }),
  );
}

test('whatever a peer does, an attempt is over with its timeout', { timeout: 300_000 }, async () => {
  const isLate = (ms: number | undefined) => ms === undefined || ms >= timeoutMs + slackMs;
  const first = await waited(peers);
  const late = peers.filter(({ fault }) => isLate(first.get(fault)));
  for (const peer of late) {
    const again = [await waited([peer]), await waited([peer])].map((all) => all.get(peer.fault));
    expect(again.every(isLate), `${peer.fault}: ${[first.get(peer.fault), ...again]} ms`).toBe(false);
  }
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

const floods = peers.filter((peer) => peer.floods);
const pairs = floods.flatMap((_, index) => (index % 2 === 0 ? [floods.slice(index, index + 2)] : []));

test.each(pairs.map((pair) => [pair.map(({ fault }) => fault).join('; '), pair] as const))(
  'small and soon gone: %s',
  async (_, pair) => {
    const prints = await Promise.all(pair.map(async ({ open }) => footprint(await open())));
    for (const { bytes, afterMs } of prints) {
      expect(bytes).toBeLessThan(mostBytes);
      expect(afterMs).toBeLessThan(lingerMs);
    }
  },
);
