// blackbox_exporter: a process for each question, so that its memory is that of this one; asked over its /probe as
// Prometheus asks it, with a module written for the row.

import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../real/process.mjs';
import { moduleFor, targetFor } from './module.ts';
import { beyond, watchPeak } from './process.ts';
import { refusal, steady, unjudged } from './question.ts';
import type { Answer, Question, Tool } from './tool.ts';

const program = 'prometheus-blackbox-exporter';
const patienceMs = 20_000;
const judged: Readonly<Record<string, readonly string[]>> = {
  'http:': ['status', 'body'],
  'https:': ['status', 'body'],
  'dns:': ['rcode'],
};
const keys: Readonly<Record<string, readonly string[]>> = {
  'http:': ['ca', 'headers', 'ip', 'method', 'redirects'],
  'https:': ['ca', 'headers', 'ip', 'method', 'redirects'],
  'tcp:': ['ca', 'ip', 'source'],
  'tls:': ['ca', 'ip', 'source'],
  'dns:': ['ca', 'ip', 'source'],
};

export const blackbox: Tool = {
  version: () => {
    const { stdout, stderr } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    return /version ([\d.]+)/.exec(stdout + stderr)?.[1] ?? '';
  },
  ask: async (question) => {
    const { protocol } = question.url;
    const no = refusal(question, Object.keys(keys), keys[protocol] ?? []);
    if (no !== null) return no;
    const target = targetFor(question);
    return typeof target === 'string' ? asked(question, target) : target;
  },
};

async function asked(question: Question, target: string): Promise<Answer> {
  const { endpoint, url, timeoutMs, folder, within } = question;
  const file = join(folder, 'blackbox.yml');
  // YAML takes JSON.
  writeFileSync(file, JSON.stringify({ modules: { row: moduleFor(question) } }));
  const [port] = await freePorts(1);
  const [command = '', ...args] = [
    ...within,
    program,
    `--config.file=${file}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child = spawn(command, args, { stdio: 'ignore', env: { PATH: process.env.PATH ?? '' } });
  const watch = watchPeak(child.pid);
  try {
    await healthy(`http://127.0.0.1:${port}/-/healthy`);
    const query = new URLSearchParams({ module: 'row', target, debug: 'true' });
    const startedAt = performance.now();
    const log = await fetch(`http://127.0.0.1:${port}/probe?${query}`, {
      signal: AbortSignal.timeout(timeoutMs + patienceMs),
    }).then(
      (response) => response.text(),
      () => null,
    );
    // By its own clock: ours also serves the row.
    const [, own] = /^probe_duration_seconds (\S+)$/m.exec(log ?? '') ?? [];
    const ms = own === undefined ? performance.now() - startedAt : Number(own) * 1000;
    const kept = { ...unjudged(endpoint, judged[url.protocol] ?? []), ...beyond(ms, timeoutMs, watch.end()) };
    if (log === null) return { verdict: 'down', words: 'did not end', ...kept };
    if (/^probe_success 1$/m.test(log)) return { verdict: 'up', words: 'probe_success 1', ...kept };
    return { verdict: 'down', words: reason(log), ...kept };
  } finally {
    watch.end();
    child.kill('SIGKILL');
  }
}

async function healthy(url: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const fine = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (fine) return;
    await sleep(50);
  }
  throw new Error(`${program} did not start`);
}

/** The last error of its log; what it wanted and did not get is told beside it, as news. */
function reason(log: string): string {
  const told = log.split('\n').flatMap((line) => (/ msg=/.test(line) ? [fields(line)] : []));
  const wanted = /^(?:Invalid|Body did|Answer RRs|Rcode|.* validation failed)/;
  const last =
    told.findLast(({ err }) => err !== undefined) ?? told.findLast(({ msg = '' }) => wanted.test(msg)) ?? {};
  const text = (last.err ?? last.msg ?? 'probe_success 0').replaceAll('\\"', '"');
  // `Get "http://…": net/http: …: dial tcp: i/o timeout`: what was asked comes first, the reason last.
  const [, answered = text] = /^[A-Z][a-z]+ "[^"]*": (.*)$/s.exec(text) ?? [];
  return steady(answered.split(': ').slice(-2).join(': ')).slice(0, 80);
}

function fields(line: string): Readonly<Record<string, string>> {
  const found = line.matchAll(/ (\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g);
  return Object.fromEntries([...found].map(([, key = '', quoted, bare]) => [key, quoted ?? bare ?? '']));
}
