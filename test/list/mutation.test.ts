// Every expectation of the built-in list is alive: changed in a copy, it changes exactly its own row.

import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { load } from '../../src/config/load.ts';
import { plan } from '../../src/config/plan.ts';
import { checks } from '../../src/judge/checks/index.ts';
import { judge } from '../../src/judge/index.ts';
import { readWorld, startLab } from '../../src/lab/index.ts';
import type { Endpoint, Expectation, List, Outcome, Result, Source } from '../../src/model.ts';
import { createRunner } from '../../src/run/runner.ts';
import { list, report, rows } from '../cli/command.ts';

const text = readFileSync(new URL('../../probes.yaml', import.meta.url), 'utf8');
const original = read(text);
let outcomes: readonly Outcome[];

function read(yaml: string): List {
  const context = { env: {}, readFile: () => new Uint8Array() };
  return load([{ name: 'probes.yaml', folder: '.', bytes: Buffer.from(yaml) }], context);
}

beforeAll(async () => {
  const lab = await startLab({ world: readWorld() });
  const run = createRunner({
    network: lab.network,
    concurrency: 16,
    deadlineMs: null,
    interrupt: new AbortController().signal,
  });
  outcomes = await run(plan(original.endpoints));
  await lab.close();
}, 60_000);

/** The one round of observations, judged by another list. */
function judged(by: List): readonly Result[] {
  const byName = new Map(by.endpoints.map((endpoint) => [endpoint.name, endpoint]));
  const moved = outcomes.map((outcome): Outcome => {
    const endpoint = byName.get(outcome.job.endpoint.name);
    if (!endpoint) throw new Error(`${outcome.job.endpoint.name} is gone`);
    return { ...outcome, job: { ...outcome.job, endpoint } };
  });
  return judge(by.endpoints, by.controls, moved).results;
}

function notUp(results: readonly Result[]): Record<string, string> {
  const other = results.filter(({ status }) => status !== 'up');
  return Object.fromEntries(
    other.map(({ endpoint, status, cause }) => [endpoint.name, `${status} ${cause?.code}`]),
  );
}

interface Leaf {
  readonly endpoint: Endpoint;
  readonly expectation: Expectation;
}

const leaves: readonly Leaf[] = original.endpoints.flatMap((endpoint) =>
  endpoint.expect.map((expectation) => ({ endpoint, expectation })),
);

const titled = leaves.map((leaf): [string, Leaf] => {
  const { check, subject, severity } = leaf.expectation;
  return [`${leaf.endpoint.name}: ${[check, subject, severity].filter((word) => word).join(' ')}`, leaf];
});

const defaultsEnd = text.slice(0, text.indexOf('\nproviders:')).split('\n').length;

/** True for what the endpoint has only from `defaults`. */
function inherited({ source }: Expectation): boolean {
  return source === null || source.line <= defaultsEnd;
}

/** What no answer of the box fits, written as the check wants it. */
function impossible({ endpoint, expectation }: Leaf): string {
  const { check, matcher } = expectation;
  if ('not' in matcher) return `[${actualOf(endpoint, expectation)}]`;
  return { status: '599', latency: '0.000001ms', certificate: '36500d' }[check] ?? 'never-this';
}

/** What the endpoint really answered, as its own check tells it. */
function actualOf({ name }: Endpoint, { source }: Expectation): string {
  const { checks: told } = judged(original).find(({ endpoint }) => endpoint.name === name) as Result;
  const check = told.find(
    (each) => each.source?.line === source?.line && each.source?.column === source?.column,
  );
  return check?.actual ?? '';
}

const value = /\[[^\]]*\]|'[^']*'|"[^"]*"|[^\s,}\]]+/y;

/** The list with another value at this place. */
function replaced({ line, column }: Source, by: string): string {
  const lines = text.split('\n');
  const old = lines[line - 1] ?? '';
  value.lastIndex = column - 1;
  const found = value.exec(old)?.[0] ?? '';
  lines[line - 1] = old.slice(0, column - 1) + by + old.slice(column - 1 + found.length);
  return lines.join('\n');
}

/** The list with one expectation more at this endpoint. */
function added({ source }: Endpoint, expectation: string, yaml = text): string {
  const lines = yaml.split('\n');
  const first = (source?.line ?? 1) - 1;
  const rest = lines.slice(first + 1);
  const next = rest.findIndex((line) => line.startsWith('  - '));
  const block = rest.slice(0, next === -1 ? rest.length : next);
  const at = block.findIndex((line) => line.startsWith('    expect:'));
  if (at === -1) block.unshift(`    expect: {${expectation}}`);
  else if (block[at] === '    expect:') block.splice(at + 1, 0, `      ${expectation}`);
  else if (expectation.startsWith('status:')) block[at] = `    expect: {${expectation}}`;
  else block[at] = (block[at] ?? '').replace('expect: {', `expect: {${expectation}, `);
  return [...lines.slice(0, first + 1), ...block, ...rest.slice(next === -1 ? rest.length : next)].join('\n');
}

function changed(leaf: Leaf): string {
  const { check, subject, severity, source } = leaf.expectation;
  if (source && !inherited(leaf.expectation)) return replaced(source, impossible(leaf));
  return added(leaf.endpoint, `${check}: {${subject}: {${severity}: ${impossible(leaf)}}}`);
}

/** What becomes of a row whose expectation is not met. */
const fate: Readonly<Record<string, string>> = {
  'status fail': 'down http.status',
  'headers fail': 'down http.header',
  'body fail': 'down content.body',
  'json fail': 'down content.json',
  'certificate fail': 'down tls.expires',
  'rcode fail': 'down dns.records',
  'records fail': 'down dns.records',
  'ttl fail': 'down dns.records',
  'family fail': 'down tcp.family',
  'tls fail': 'down tls.alpn',
  'latency warn': 'degraded latency.slow',
  'latency fail': 'down latency.limit',
};

test('the list as it is: every endpoint is up in the box', () => {
  expect(notUp(judged(original))).toEqual({});
});

test('every endpoint expects something', () => {
  expect(leaves.length).toBeGreaterThan(80);
  expect(original.endpoints.filter(({ expect: all }) => all.length === 0)).toEqual([]);
});

test.each(titled)('changed: %s', (_, leaf) => {
  const { check, severity } = leaf.expectation;
  const results = judged(read(changed(leaf)));
  expect(notUp(results)).toEqual({ [leaf.endpoint.name]: fate[`${check} ${severity}`] });
});

test('a changed default changes every row that has it', () => {
  const total = leaves.find(({ expectation }) => expectation.check === 'latency')?.expectation
    .source as Source;
  const results = judged(read(replaced(total, '0.000001ms')));
  expect(new Set(results.map(({ status, cause }) => `${status} ${cause?.code}`))).toEqual(
    new Set(['degraded latency.slow']),
  );
});

test('the whole program: a change for each check takes just those rows down and exits 1', async () => {
  const changes: Readonly<Record<string, string>> = {
    'WhatsApp registration': 'body: {contains: never-this}',
    'WhatsApp media': 'certificate: {expires_in: {fail: 36500d}}',
    'WhatsApp profile pictures': 'headers: {server: never-this}',
    'Instagram app API': 'json: {$.never: this}',
    'Instagram media': 'latency: {dns: {fail: 0.000001ms}}',
    'X API': 'rcode: NXDOMAIN',
    'X static files': 'records: never-this',
    'X images': 'status: 599',
    'X video': 'ttl: {min: 365d}',
    'Telegram over HTTP': 'family: 6',
    'Signal media': 'tls: {alpn: never-this}',
  };
  const of = (name: string) => changes[name]?.split(':')[0] ?? '';
  expect(Object.keys(changes).map(of).sort()).toEqual(checks.map(({ key }) => key).sort());
  // From the last to the first, so that what stands before keeps its lines.
  const yaml = original.endpoints
    .filter(({ name }) => name in changes)
    .reduceRight((list, endpoint) => added(endpoint, changes[endpoint.name] ?? '', list), text);

  const { run, code } = await changedDemo(yaml);
  expect(rows(run).filter((row) => !row.endsWith(' up'))).toEqual(
    Object.keys(changes).map((name) => `${name} ${fate[`${of(name)} fail`]}`),
  );
  expect(code).toBe(1);
}, 60_000);

function changedDemo(yaml: string) {
  return report(['demo', '-c', list(yaml), '--retries', '0']);
}

test('the whole program: a warning limit that nothing meets degrades one row and exits 0', async () => {
  const [first] = original.endpoints;
  const { run, code } = await changedDemo(added(first as Endpoint, 'latency: {total: {warn: 0.000001ms}}'));
  expect(rows(run).filter((row) => !row.endsWith(' up'))).toEqual([`${first?.name} degraded latency.slow`]);
  expect(code).toBe(0);
}, 60_000);

test('the whole program: the built-in list is all up and exits 0', async () => {
  const { run, code } = await report(['demo']);
  expect(rows(run)).toEqual([...original.endpoints, ...original.feeds].map(({ name }) => `${name} up`));
  expect(code).toBe(0);
}, 60_000);
