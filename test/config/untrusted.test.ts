// What a list of somebody else's may not say, and how much of it.

import { expect, test } from 'vitest';
import { inspect, type LoadContext, load } from '../../src/config/load.ts';
import { noFiles } from '../../src/config/unreadable.ts';
import { rootPem } from '../servers/certificates.ts';
import { fileOf, mistakesOf } from './list.ts';

const untrusted = (env: readonly string[] = []): LoadContext => ({
  env: { TOKEN: 'sesame', HOST: 'a.example' },
  readFile: (path) => {
    throw Object.assign(new Error(path), { code: noFiles.code });
  },
  untrusted: { env },
});

function told(text: string, context = untrusted()): readonly string[] {
  const read = [() => load([fileOf(text)], context), () => inspect([fileOf(text)], context)];
  const [run, check] = read.map((work) =>
    mistakesOf(work).map(({ source, message }) => `${source?.line}:${source?.column} ${message}`),
  );
  expect(check).toEqual(run);
  return run ?? [];
}

test('it uses no environment, set or not, with a default or not', () => {
  const text = `endpoints:
  - url: https://a.example/
    tags: ["\${env:TOKEN}"]
    headers: {x-key: "\${env:NOT_SET:-none}"}
`;
  expect(told(text)).toEqual([
    '3:13 an untrusted list may not use the environment variable TOKEN',
    '4:23 an untrusted list may not use the environment variable NOT_SET',
  ]);
});

test('it uses what it is allowed', () => {
  const [endpoint] = load([fileOf('endpoints: ["https://${env:HOST}/"]')], untrusted(['HOST'])).endpoints;
  expect(endpoint?.urls).toEqual(['https://a.example/']);
  expect(told('endpoints: ["https://${env:HOST}/${env:TOKEN}"]', untrusted(['HOST']))).toHaveLength(1);
});

test('it reads no file; roots may stand in it', () => {
  const pem = rootPem.trim().replaceAll('\n', '\n        ');
  const text = `endpoints:
  - url: "https://a.example/\${file:/etc/passwd}"
  - url: https://b.example/
    ca: /etc/ssl/key.pem
  - url: https://c.example/
    ca: |
        ${pem}
`;
  expect(told(text)).toEqual([
    '2:29 `${file:/etc/passwd}` is not read: with --untrusted a list reads no files',
    '4:9 `/etc/ssl/key.pem` cannot be read: with --untrusted a list reads no files',
  ]);
});

test('it does not choose where we connect from, also by its defaults', () => {
  const text = `defaults: {source: 10.0.0.1}
endpoints: [https://a.example/, https://b.example/, {url: https://c.example, source: 10.0.0.2}]
`;
  const problem = 'an untrusted list does not choose the address to connect from';
  expect(told(text)).toEqual([`1:20 ${problem}`, `2:86 ${problem}`]);
});

const lines = (count: number, more = '') =>
  Array.from({ length: count }, (_, at) => `  - {name: n${at}, url: "http://a${at}.example"${more}}\n`).join(
    '',
  );

test('it asks a thousand times at most, each resolver of each URL', () => {
  const problem = 'up to here an untrusted list asks more than 1000 times';
  expect(told(`endpoints:\n${lines(1000)}`)).toEqual([]);
  expect(told(`endpoints:\n${lines(1002)}`)).toEqual([`1002:5 ${problem}`]);
  expect(told(`endpoints:\n${lines(335, ', resolver: [system, os, 1.1.1.1]')}`)).toEqual([
    `335:5 ${problem}`,
  ]);
  const both = `controls: [{operator: A, url: http://b.example}]\nendpoints:\n${lines(1000)}`;
  expect(told(both)).toEqual([`1:12 ${problem}`]);
});

test('it looks through two hundred bodies at most', () => {
  const problem = 'up to here an untrusted list looks through more than 200 bodies';
  const text = (count: number) =>
    `defaults: {expect: {body: {not: {matches: x}}, json: {$..a: 1, $.b: 2}}}\nendpoints:\n${lines(count)}`;
  expect(told(text(100))).toEqual([]);
  expect(told(text(102))).toEqual([`103:5 ${problem}`]);
});

test('it has a mebibyte at most', () => {
  expect(told(`#${'x'.repeat(2 ** 20)}\nendpoints: [https://a.example]`)).toEqual([
    '1:1 an untrusted list has at most 1 MiB',
  ]);
});
