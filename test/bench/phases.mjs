// Our phases beside those of curl for the same endpoint, on real servers: unbound, and nginx before a web
// server that takes 30 ms. Run it after a build: `npm run bench:phases`. Needs nginx, unbound, openssl, curl
// and the leave to make namespaces; exit 1 when a phase is not within 5 ms or 10 %.
//
// curl on Debian has no c-ares, so it asks whom the system asks, at port 53. To be fair both ask that one: the
// script starts itself anew in a namespace of its own, where unbound has port 53 and resolv.conf names it.
// curl -w gives running totals; the phases are their differences:
//   dns time_namelookup   tcp time_connect − time_namelookup   tls time_appconnect − time_connect
//   ttfb time_starttransfer − time_pretransfer                 total time_total
// (ttfb is thus without the moment between the end of TLS and the request, as ours is.) curl is a new process for
// every attempt, and libcurl starts a thread to resolve, which its dns phase includes.

import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { makeKey, makeLeaf, makeRoot } from '../real/certificates.mjs';
import { startNginx } from '../real/nginx.mjs';
import { haveParts, program } from '../real/parts.mjs';
import { makeFolder, removeFolder } from '../real/process.mjs';
import { startUnbound } from '../real/unbound.mjs';

const thinkMs = 30;
const attempts = 20;
const toleranceMs = 5;
const tolerancePart = 0.1;
const zone = 'bench.test';
const phases = ['dns', 'tcp', 'tls', 'ttfb', 'total'];

/** @typedef {Record<string, number>} Times milliseconds by phase */

/** Starts this script again where it may do as it likes; answers its exit code. */
function startInside() {
  if (!haveParts('nginx', 'unbound', 'openssl', 'curl', 'ip', 'mount', 'namespaces')) {
    console.error('bench: needs nginx, unbound, openssl, curl, ip, mount, and the leave to make namespaces');
    return 2;
  }
  const script = `${program('ip')} link set lo up && exec "$@"`;
  const inside = ['sh', '-c', script, 'sh', process.execPath, fileURLToPath(import.meta.url), 'inside'];
  const { status } = spawnSync(program('unshare'), ['-r', '-n', '-m', ...inside], { stdio: 'inherit' });
  return status ?? 2;
}

/** @param {string} folder */
async function startServers(folder) {
  const resolvConf = join(folder, 'resolv.conf');
  writeFileSync(resolvConf, 'nameserver 127.0.0.1\n');
  const mounted = spawnSync(program('mount'), ['--bind', resolvConf, '/etc/resolv.conf'], {
    stdio: 'inherit',
  });
  if (mounted.status !== 0) throw new Error('cannot lay a resolv.conf over the system’s');

  const root = makeRoot(join(folder, 'root'), 'A root of the bench');
  const keyFile = makeKey(join(folder, 'server'));
  const leafFile = join(folder, 'leaf.pem');
  const ca = join(folder, 'ca.pem');
  writeFileSync(leafFile, makeLeaf(root, keyFile, { names: [`*.${zone}`] }));
  writeFileSync(ca, root.pem);

  const worker = new Worker(new URL('./slow-web.mjs', import.meta.url), { workerData: thinkMs });
  const upstream = await new Promise((resolve, reject) =>
    worker.once('message', resolve).once('error', reject),
  );
  const unbound = await startUnbound(folder, { zone, records: ['* A 127.0.0.1'], port: 53 });
  const nginx = await startNginx(
    folder,
    1,
    ([port]) => `server { listen 127.0.0.1:${port} ssl http2; ssl_protocols TLSv1.2 TLSv1.3;
      ssl_certificate ${leafFile}; ssl_certificate_key ${keyFile};
      location / { proxy_pass http://127.0.0.1:${upstream}; } }`,
  );
  const stop = async () => {
    await Promise.all([nginx.stop(), unbound.stop(), worker.terminate()]);
  };
  return { url: `https://www.${zone}:${nginx.ports[0]}/`, ca, stop };
}

/**
 * What asks once in this process: a whole run of the program for a list of one.
 * @param {string} url
 * @param {string} ca
 * @returns {Promise<() => Promise<Times>>}
 */
async function ours(url, ca) {
  const built = (/** @type {string} */ name) => import(new URL(`../../dist/${name}`, import.meta.url).href);
  const { main } = await built('main.js');
  const { machineNetwork } = await built('net/machine.js');
  const { phaseMs } = await built('phases.js');
  // The body is read to its end, as curl does.
  const endpoint = { url, ca, expect: { body: { matches: '.' } } };
  const list = { version: 1, defaults: { retry: { times: 0, after: '1s' } }, endpoints: [endpoint] };
  const request = {
    files: [{ name: 'bench.yaml', folder: '/', bytes: Buffer.from(JSON.stringify(list)) }],
    context: { env: {}, readFile: readFileSync },
    words: [],
    tags: [],
    flags: {},
    network: machineNetwork(),
    concurrency: 1,
    deadlineMs: null,
    failOn: [],
    interrupt: new AbortController().signal,
  };
  return async () => {
    const { results } = await main(request);
    const [attempt] = results[0].attempts;
    if (results[0].status !== 'up') throw new Error(`not up: ${JSON.stringify(attempt.failure)}`);
    const named = phases
      .filter((phase) => phase !== 'total')
      .map((phase) => [phase, phaseMs(attempt, phase)]);
    return { ...Object.fromEntries(named), total: attempt.ms };
  };
}

/**
 * What asks once with curl, in a process of its own.
 * @param {string} url
 * @param {string} ca
 * @returns {() => Promise<Times>}
 */
function curls(url, ca) {
  const names = ['namelookup', 'connect', 'appconnect', 'pretransfer', 'starttransfer', 'total'];
  const format = `{${names.map((name) => `"${name}":%{time_${name}}`).join(',')}}`;
  const quiet = ['--silent', '--fail', '--noproxy', '*', '--output', '/dev/null', '--write-out', format];
  return async () => {
    const { stdout } = await promisify(execFile)(program('curl'), [...quiet, '--cacert', ca, url]);
    const { namelookup, connect, appconnect, pretransfer, starttransfer, total } = JSON.parse(stdout);
    const seconds = {
      dns: namelookup,
      tcp: connect - namelookup,
      tls: appconnect - connect,
      ttfb: starttransfer - pretransfer,
      total,
    };
    return Object.fromEntries(Object.entries(seconds).map(([phase, value]) => [phase, value * 1000]));
  };
}

/**
 * By turns, so that whatever else the machine does hits both; the first attempt of each only warms up.
 * @param {readonly (() => Promise<Times>)[]} askers
 */
async function measure(askers) {
  /** @type {Times[][]} */
  const all = askers.map(() => []);
  for (let count = 0; count <= attempts; count += 1) {
    for (const [index, ask] of askers.entries()) {
      const times = await ask();
      if (count > 0) all[index]?.push(times);
    }
  }
  return all;
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/**
 * Prints the comparison; true when every phase is near enough.
 * @param {readonly Times[][]} measured ours, then those of curl
 */
function compare([own = [], other = []]) {
  console.log(`medians of ${attempts}, in ms; near: within ${toleranceMs} ms or ${tolerancePart * 100} %`);
  console.log('phase   whydown      curl  difference');
  const near = phases.map((phase) => {
    const [ms = NaN, curlMs = NaN] = [own, other].map((all) =>
      median(all.map((times) => times[phase] ?? NaN)),
    );
    const good = Math.abs(ms - curlMs) <= Math.max(toleranceMs, tolerancePart * curlMs);
    const cells = [ms, curlMs, ms - curlMs].map((value) => value.toFixed(2).padStart(8));
    console.log(`${phase.padEnd(6)}${cells.join('  ')}    ${good ? 'near' : 'OFF'}`);
    return good;
  });
  return near.every(Boolean);
}

async function compareInside() {
  const folder = makeFolder();
  try {
    const { url, ca, stop } = await startServers(folder);
    try {
      return compare(await measure([await ours(url, ca), curls(url, ca)])) ? 0 : 1;
    } finally {
      await stop();
    }
  } finally {
    removeFolder(folder);
  }
}

process.exitCode = process.argv[2] === 'inside' ? await compareInside() : startInside();
