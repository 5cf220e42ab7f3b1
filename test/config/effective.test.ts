import { describe, expect, test } from 'vitest';
import { type Override, type Setting, settingsOf } from '../../src/config/effective.ts';
import { inspect } from '../../src/config/load.ts';
import { optionNames } from '../../src/config/schema.ts';
import { durationText, plainText } from '../../src/config/spell.ts';
import { kindOf, kinds } from '../../src/kinds/index.ts';
import { fileOf } from './list.ts';

/** `retry.times: 3 # list.yaml:4`, one a line. */
function shown(text: string, overrides: readonly Override[] = [], name?: string): readonly string[] {
  const context = { env: { TOKEN: 'sesame' }, readFile: () => new Uint8Array() };
  const { list, drafts, services } = inspect([fileOf(text)], context);
  const index = Math.max(
    0,
    list.endpoints.findIndex((endpoint) => endpoint.name === name),
  );
  const [endpoint, draft] = [list.endpoints[index], drafts[index]];
  if (endpoint === undefined || draft === undefined) throw new Error('the list is empty');
  return flat(settingsOf(endpoint, { draft, services, overrides }));
}

function flat(settings: readonly Setting[], path = ''): readonly string[] {
  return settings.flatMap(({ key, value, origin }) =>
    typeof value === 'string' ? [`${path}${key}: ${value} # ${origin}`] : flat(value, `${path}${key}.`),
  );
}

const list = `
defaults:
  timeout: 5s
  retry: {after: 2s}
  expect: {latency: {total: {warn: 1s}}}
providers: {Meta: {services: [Shop]}}
endpoints:
  - &api
    name: api
    service: shop
    url: https://api.example.com/
    headers: {authorization: "Bearer \${env:TOKEN}", cookie: hunter2}
    expect:
      json: {$.a: {in: [1, "2"]}}
  - {<<: *api, name: other, retry: {times: 3}}
  - {name: port, url: "tcp://db.example.com:5432"}
`;

test('every setting says where it comes from', () => {
  const told = [
    'name: api # list.yaml:9',
    'service: shop # list.yaml:10',
    'provider: Meta # providers, list.yaml:6',
    'url: https://api.example.com/ # list.yaml:11',
    'atLeast: 1 # built in',
    'method: GET # built in',
    'headers.authorization: Bearer ${env:TOKEN} # list.yaml:12',
    'headers.cookie: ******** # list.yaml:12',
    'redirects: 10 # built in',
    'timeout: 5s # defaults, list.yaml:3',
    'retry.times: 1 # built in',
    'retry.after: 2s # defaults, list.yaml:4',
    'resolver: system # built in',
    'ca: those of Node # built in',
    'expect.status: 2xx # built in',
    'expect.latency.total.warn: 1s # defaults, list.yaml:5',
    'expect.json.$.a.in: [1, "2"] # list.yaml:14',
  ];
  // Options that are not named here have lines of their own.
  expect(shown(list).filter((line) => told.includes(line))).toEqual(told);
});

test('what was written is shown as it was written, however its keys are spelt', () => {
  const lines = shown(`
defaults:
  headers: {X-Api-Key: "\${env:TOKEN}"}
endpoints:
  - url: https://a.example/
    headers: {Authorization: "Bearer \${env:TOKEN}", COOKIE: hunter2}
    connect: "\${env:TOKEN}:1:b.example:2"
`);
  expect(lines.filter((line) => line.startsWith('headers'))).toEqual([
    'headers.X-Api-Key: ${env:TOKEN} # defaults, list.yaml:3',
    'headers.Authorization: Bearer ${env:TOKEN} # list.yaml:6',
    'headers.COOKIE: ******** # list.yaml:6',
  ]);
  expect(lines.join('\n')).not.toMatch(/sesame|hunter2/);
});

test('a literal beside a reference is covered', () => {
  const lines = shown(
    'endpoints: [{url: "https://a.example/", headers: {cookie: "sid=hunter2; x=${env:TOKEN}"}}]',
  );
  expect(lines).toContain('headers.cookie: *************x=${env:TOKEN} # list.yaml:1');
});

test('what an alias brought keeps the line that says it', () => {
  const lines = shown(list, [], 'other');
  expect(lines).toContain('name: other # list.yaml:15');
  expect(lines).toContain('url: https://api.example.com/ # list.yaml:11');
  expect(lines).toContain('retry.times: 3 # list.yaml:15');
});

test('a flag wins, and only for what it changes', () => {
  const context = { env: { TOKEN: 'sesame' }, readFile: () => new Uint8Array() };
  const options = inspect([fileOf(list)], context).list.endpoints[0]?.options;
  if (options === undefined) throw new Error('the list is empty');
  const lines = shown(list, [
    { flag: '--timeout', options: { ...options, timeoutMs: 90_000 } },
    { flag: '--retries', options: { ...options, retry: { ...options.retry, times: 0 } } },
  ]);
  expect(lines).toContain('timeout: 90s # --timeout');
  expect(lines).toContain('retry.times: 0 # --retries');
  expect(lines).toContain('retry.after: 2s # defaults, list.yaml:4');
});

test.each(kinds.map(({ form }) => [form]))('%s: every option of the kind is shown, and no other', (form) => {
  const url = form
    .replace('HOST[:PORT]', 'a.example')
    .replace('HOST:PORT', 'a.example:1')
    .replace('NAME', 'a.example');
  const keys = new Set(shown(`endpoints: ["${url}"]`).map((line) => line.split(/[.:]/)[0]));
  const known = kindOf(new URL(url).protocol)?.options ?? [];
  for (const [key, name] of Object.entries(optionNames))
    expect(keys.has(key), key).toBe(known.includes(name));
});

describe('the spelling of a list', () => {
  test.each([
    [0, '0s'],
    [1500, '1500ms'],
    [90_000, '90s'],
    [120_000, '2m'],
    [3_600_000, '1h'],
  ])('%d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  test.each([
    ['plain text', 'plain text'],
    ['', '""'],
    ['200', '"200"'],
    ['true', '"true"'],
    ['a: b', '"a: b"'],
    ['- a', '"- a"'],
    ['a\nb', '"a\\nb"'],
    ['https://a.example/?x=1#top', 'https://a.example/?x=1#top'],
  ])('%j is %s', (text, spelt) => {
    expect(plainText(text)).toBe(spelt);
  });
});
