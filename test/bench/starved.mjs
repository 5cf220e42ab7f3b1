// Probes of healthy servers, real ones (nginx, unbound), while other processes burn all CPU: how many are called down?
// `npm run bench:starved [-- PROBES [BURNERS]]` after a build; 10,000 probes unless told otherwise, beside twice as many
// burners as there are processors. Exit 1 when a single one is called down.

import { execFile, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNginx } from '../real/nginx.mjs';
import { haveParts } from '../real/parts.mjs';
import { makeFolder, removeFolder } from '../real/process.mjs';
import { startUnbound } from '../real/unbound.mjs';

const zone = 'bench.test';
const launcher = fileURLToPath(new URL('../../bin/whydown.cjs', import.meta.url));

/**
 * @typedef {object} Told
 * @property {number} probes
 * @property {number} burners
 * @property {Record<string, number>} statuses how many results have each, `down tcp.timeout`
 * @property {number} again how many were asked more than once
 * @property {number} stalledMs the longest time for which whydown did not run within one attempt
 * @property {number} medianMs of one attempt
 * @property {number} slowestMs
 * @property {number} seconds
 */

/**
 * Half of the probes are of nginx over HTTP by a name, the others of unbound alone; everything else is as by default.
 * @param {{ probes: number, burners: number }} wish
 * @returns {Promise<Told>}
 */
export async function starve({ probes, burners }) {
  const folder = makeFolder();
  /** @type {(() => unknown)[]} */
  const stops = [() => removeFolder(folder)];
  try {
    const unbound = await startUnbound(folder, { zone, records: ['* A 127.0.0.1'] });
    stops.push(unbound.stop);
    const nginx = await startNginx(
      folder,
      1,
      ([port]) => `server { listen 127.0.0.1:${port} backlog=4096; location / { return 200 "fine"; } }`,
    );
    stops.push(nginx.stop);
    const list = join(folder, 'list.json');
    const report = join(folder, 'report.json');
    writeFileSync(list, listText(probes, nginx.ports[0] ?? 0, unbound.port));
    for (let count = 0; count < burners; count += 1) stops.push(burn());
    const start = performance.now();
    await new Promise((resolve) =>
      execFile(
        process.execPath,
        [launcher, '-c', list, '--format', 'quiet', '--output', `json=${report}`],
        resolve,
      ),
    );
    const seconds = (performance.now() - start) / 1000;
    return { probes, burners, seconds, ...countsOf(JSON.parse(readFileSync(report, 'utf8'))) };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/**
 * A name each, so that the bound on one host does not leave the machine idle.
 * @param {number} probes
 * @param {number} web
 * @param {number} dns
 */
function listText(probes, web, dns) {
  const endpoints = Array.from({ length: probes }, (_, index) => {
    const host = `h${index}.${zone}`;
    return { name: host, url: index % 2 === 0 ? `http://${host}:${web}/` : `dns:${host}` };
  });
  return JSON.stringify({ defaults: { resolver: `127.0.0.1:${dns}` }, endpoints });
}

/** A process that takes all CPU it can get; what ends it. */
function burn() {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' });
  return () => child.kill('SIGKILL');
}

/**
 * @param {import('../cli/command.ts').Reported} run
 */
function countsOf({ results }) {
  /** @type {Record<string, number>} */
  const statuses = {};
  for (const { status, cause } of results) {
    const word = cause ? `${status} ${cause.code}` : status;
    statuses[word] = (statuses[word] ?? 0) + 1;
  }
  const attempts = results.flatMap((result) => result.attempts);
  const times = attempts.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    statuses,
    again: results.filter((result) => result.attempts.length > 1).length,
    stalledMs: attempts.reduce((most, { stalledMs = 0 }) => Math.max(most, stalledMs), 0),
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    slowestMs: times.at(-1) ?? 0,
  };
}

/** @param {Told} told */
function tell({ probes, burners, statuses, again, stalledMs, medianMs, slowestMs, seconds }) {
  const counts = Object.entries(statuses).map(([word, count]) => `${count} ${word}`);
  const down = Object.entries(statuses).filter(([word]) => word.startsWith('down'));
  const falsely = down.reduce((sum, [, count]) => sum + count, 0);
  console.log(`${probes} probes beside ${burners} burners: ${counts.join(', ')}; ${seconds.toFixed(1)} s`);
  console.log(`false downs: ${falsely}; asked again: ${again}`);
  console.log(
    `an attempt took ${medianMs.toFixed(1)} ms in the median, ${slowestMs.toFixed(0)} ms at most; whydown did not run for up to ${stalledMs.toFixed(0)} ms of one`,
  );
  return falsely === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [probes = 10_000, burners = 2 * availableParallelism()] = process.argv.slice(2).map(Number);
  if (!haveParts('nginx', 'unbound')) {
    console.error('bench: needs nginx and unbound');
    process.exitCode = 2;
  } else {
    process.exitCode = tell(await starve({ probes, burners }));
  }
}
