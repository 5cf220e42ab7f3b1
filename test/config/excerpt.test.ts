// The line of a list that travels with an expectation, for a caret in the report.

import { expect, test } from 'vitest';
import { rootPem } from '../servers/certificates.ts';
import { endpointOf, fileOf, loadAll } from './list.ts';

function sources(text: string) {
  return endpointOf(text).expect.map(({ source }) => source);
}

test('an expectation has its line in three parts, around its value', () => {
  const text = 'endpoints:\n  - url: https://a.example\n    expect:\n      status: [200, 204] # fine\n';
  expect(sources(text)).toEqual([
    {
      file: 'list.yaml',
      line: 4,
      column: 15,
      excerpt: { before: '      status: ', value: '[200, 204]', after: ' # fine' },
    },
  ]);
});

test('one that comes from the defaults has the line that says it', () => {
  const text = 'defaults: {expect: {status: 204}}\nendpoints: [https://a.example]\n';
  expect(sources(text)[0]).toMatchObject({ line: 1, excerpt: { value: '204', after: '}}' } });
});

test('what nobody wrote has a place and no line', () => {
  expect(sources('endpoints: [https://a.example]\n')[0]).toEqual({ file: 'list.yaml', line: 1, column: 13 });
});

test('a value of several lines ends with the first, and tabs are two blanks', () => {
  const start = 'endpoints:\n  - url: https://a.example\n    expect:\n';
  expect(sources(`${start}      body: [one,\n        two]\n`)[1]?.excerpt).toEqual({
    before: '      body: ',
    value: '[one,',
    after: '',
  });
  expect(sources(`${start}      body: one\t#\ttwo\n`)[1]?.excerpt?.after).toBe('  #  two');
});

test('what came out of the environment is not in it, nor a password of a URL', () => {
  const text = `endpoints: [{url: "https://a.example", expect: {body: "\${env:KEY} https://me:pw@x/"}}]\n`;
  const [, body] = loadAll([fileOf(text)], { env: { KEY: 'sesame' } }).endpoints[0]?.expect ?? [];
  expect(body?.source?.excerpt?.value).toBe(`"\${env:KEY} https://*****@x/"`);
});

test('a very long line is cut around the value', () => {
  const text = `endpoints: [{url: "https://a.example", tags: [${'x'.repeat(500)}], expect: {body: ${'y'.repeat(500)}}, name: ${'z'.repeat(500)}}]\n`;
  const excerpt = sources(text)[1]?.excerpt;
  expect(excerpt?.before).toMatch(/^…x+\], expect: \{body: $/);
  expect(excerpt?.value).toMatch(/^y{200}…$/);
  expect(excerpt?.after).toMatch(/^y{200}…$/);
});

test('a password is covered even where its URL is cut before it', () => {
  const before = (length: number) => {
    const text = `endpoints: [{url: "https://a.example", name: "https://me:${'p'.repeat(150)}@x ${'n'.repeat(length)}", expect: {body: b}}]\n`;
    return sources(text)[1]?.excerpt?.before;
  };
  for (const length of [5, 20, 60, 100, 180]) expect(before(length)).not.toMatch(/p{3}/);
});

test('ten thousand expectations in one line are read in no time', () => {
  const one = '{url: "https://a.example/NUMBER", expect: {status: 200}}';
  const all = Array.from({ length: 10_000 }, (_, index) => one.replace('NUMBER', String(index)));
  const { endpoints } = loadAll([fileOf(`endpoints: [${all.join(', ')}]`)]);
  expect(endpoints.at(-1)?.expect[0]?.source?.excerpt?.value).toBe('200');
});

test('a CA file is known as seen from the working directory, PEM text has none', () => {
  const ca = (where: string, name: string) =>
    loadAll([fileOf(`endpoints: [{url: "https://a.example", ca: ${JSON.stringify(where)}}]\n`, name)], {
      files: { '/lists/ca/root.pem': rootPem },
    }).endpoints[0]?.options.caFile;
  expect(ca('ca/root.pem', 'conf/list.yaml')).toBe('conf/ca/root.pem');
  expect(ca('/lists/ca/root.pem', 'conf/list.yaml')).toBe('/lists/ca/root.pem');
  expect(ca(rootPem, 'list.yaml')).toBeUndefined();
});
