import { expect, test } from 'vitest';
import { documentOf } from '../../src/config/document.ts';
import { parseYaml } from '../../src/config/parse.ts';
import type { Node } from '../../src/config/yaml.ts';
import { endpointOf, fileOf, loadAll, messagesOf, mistakesOf } from './list.ts';

function plain(node: Node | null): unknown {
  if (node?.kind === 'map')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
  if (node?.kind === 'list') return node.items.map(plain);
  return node?.kind === 'scalar' ? node.value : node?.kind;
}

const read = (text: string) => plain(parseYaml(documentOf('x', text)).root);

test('plain scalars are read by the core rules of YAML 1.2', () => {
  expect(read('[no, on, yes, true, ~, 0o17, 0x1f, 1e3, 12:30:45, 1_000, .inf, "1", 0644]')).toEqual([
    'no',
    'on',
    'yes',
    true,
    null,
    15,
    31,
    1000,
    '12:30:45',
    '1_000',
    '.inf',
    '1',
    644,
  ]);
});

test('a number where text is expected is taken as it is written', () => {
  expect(endpointOf('endpoints: [{url: "https://example.com", name: 0644, tags: [1.10, no]}]')).toMatchObject(
    {
      name: '0644',
      tags: ['1.10', 'no'],
    },
  );
});

test('every node knows where it stands', () => {
  const { root } = parseYaml(documentOf('x', 'a:\n  - "q"\n  - \n'));
  expect(root).toMatchObject({
    entries: [{ value: { start: 5, items: [{ start: 7, end: 10 }, { start: 13 }] } }],
  });
});

test('a byte order mark and Windows line ends change neither meaning nor place', () => {
  const text = '\ufeffendpoints:\r\n  - url: https://example.com\r\n    timeout: 5\r\n';
  const [mistake] = mistakesOf(() => loadAll([fileOf(text)]));
  expect(mistake).toMatchObject({ source: { line: 3, column: 14 }, text: '    timeout: 5' });
});

test('UTF-16 is named as such', () => {
  const bytes = new Uint8Array(Buffer.from('\ufeffendpoints: []', 'utf16le'));
  expect(messagesOf(() => loadAll([fileOf(bytes)]))).toEqual(['the file is UTF-16, a list is UTF-8']);
});

test('a byte that is not UTF-8 is found where it stands', () => {
  const bytes = new Uint8Array(Buffer.from('endpoints:\n  - https://caf\xe9.example.com\n', 'latin1'));
  expect(mistakesOf(() => loadAll([fileOf(bytes)]))[0]?.source).toMatchObject({ line: 2, column: 16 });
});

test('a key named __proto__ is unknown and changes no object', () => {
  const text = 'endpoints: [{url: "https://example.com", __proto__: {polluted: 1}}]';
  expect(messagesOf(() => loadAll([fileOf(text)]))).toEqual(['unknown key `__proto__`']);
  expect('polluted' in {}).toBe(false);
});

test('an alias means what its anchor names, and keeps the place where that stands', () => {
  expect(read('a: &x {k: [1, &y 2]}\nb: *x\nc: *y\nd: &e\ne: *e')).toEqual({
    a: { k: [1, 2] },
    b: { k: [1, 2] },
    c: 2,
    d: null,
    e: null,
  });
  const { root } = parseYaml(documentOf('x', 'a: &x one\nb: *x'));
  expect(root).toMatchObject({ entries: [{}, { value: { start: 6, end: 9 } }] });
});

test.each([
  ['the own key wins', 'a: &a {x: 1, y: 2}\nm: {<<: *a, x: 3}', { x: 3, y: 2 }],
  ['also when the merge key comes later', 'a: &a {x: 1, y: 2}\nm: {x: 3, <<: *a}', { x: 3, y: 2 }],
  [
    'the first map of a list wins',
    'a: &a {x: 1}\nb: &b {x: 2, y: 2}\nm: {<<: [*a, *b, {z: 9}]}',
    { x: 1, y: 2, z: 9 },
  ],
  ['a map merges what it merged', 'a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nm: {<<: *b}', { x: 1, y: 2 }],
  ['one level deep', 'a: &a {x: {p: 1, q: 2}}\nm: {<<: *a, x: {p: 3}}', { x: { p: 3 } }],
  ['a quoted << is a key like any other', 'a: &a {x: 1}\nm: {"<<": 1}', { '<<': 1 }],
])('merge keys: %s', (_, text, merged) => {
  expect(read(text)).toMatchObject({ m: merged });
});

test('what is merged into an endpoint points at the line that says it', () => {
  const text = `
endpoints:
  - &api
    name: one
    url: https://a.example.com
    expect: {status: 204}
  - {<<: *api, name: two, url: https://b.example.com}
`;
  const [, two] = loadAll([fileOf(text)]).endpoints;
  expect(two).toMatchObject({
    name: 'two',
    source: { line: 7, column: 5 },
    expect: [{ written: '204', source: { line: 6 } }],
  });
});

test('a mistake in what an alias stands for is told once', () => {
  const text =
    'endpoints:\n  - {name: a, url: "tcp://h:1", retry: &r {times: x}}\n  - {url: "tcp://h:2", retry: *r}';
  expect(messagesOf(() => loadAll([fileOf(text)]))).toEqual(['`x` is not a whole number from 0 to 10']);
});

test.each([
  ['lists in lists', (i: number) => `[${Array(10).fill(`*a${i}`)}]`],
  [
    'maps merged into maps',
    (i: number) => `{<<: [${Array(10).fill(`*a${i}`)}], k${i}: *a${i}, l${i}: *a${i}}`,
  ],
])('a bomb of aliases is refused at once: %s', (_, level) => {
  const levels = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} ${level(i)}`);
  expect(messagesOf(() => loadAll([fileOf(['a0: &a0 {x: y}', ...levels].join('\n'))]))).toEqual([
    expect.stringMatching(/^the aliases up to here stand for more than \d{6} values$/),
  ]);
});

test('a chain of aliases that nests too deep is refused, not followed', () => {
  const levels = Array.from({ length: 5000 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`);
  expect(messagesOf(() => loadAll([fileOf(['a0: &a0 x', ...levels].join('\n'))]))).toEqual([
    'with this alias the list is nested deeper than 64 levels',
  ]);
});

test('10,000 endpoints may share what one anchor names', () => {
  const shared =
    'expect: {status: [200, 204], headers: {a: b, c: d}, latency: {total: 1s, dns: 1s}}, tags: [a, b, c]';
  const more = Array.from({ length: 10_000 }, (_, i) => `  - {<<: *api, name: n${i}}`);
  const text = ['endpoints:', `  - &api {name: a, url: https://h.example.com, ${shared}}`, ...more].join(
    '\n',
  );
  expect(loadAll([fileOf(text)]).endpoints).toHaveLength(10_001);
});

test('20,000 open brackets are refused, not followed', () => {
  expect(messagesOf(() => loadAll([fileOf(`endpoints: ${'['.repeat(20_000)}`)]))).toEqual([
    'nested deeper than 64 levels',
  ]);
});
