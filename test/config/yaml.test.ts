import { expect, test } from 'vitest';
import { documentOf } from '../../src/config/document.ts';
import { type Node, parseYaml } from '../../src/config/yaml.ts';
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

test('a bomb of aliases is refused at once', () => {
  const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`);
  const started = performance.now();
  expect(messagesOf(() => loadAll([fileOf(['a0: &a0 x', ...levels].join('\n'))]))).toContain(
    'aliases are not supported',
  );
  expect(performance.now() - started).toBeLessThan(1000);
});

test('an alias that refers to itself is refused', () => {
  expect(messagesOf(() => loadAll([fileOf('endpoints: &a [*a]')]))).toContain('aliases are not supported');
});

test('20,000 open brackets are refused, not followed', () => {
  expect(messagesOf(() => loadAll([fileOf(`endpoints: ${'['.repeat(20_000)}`)]))).toEqual([
    'nested deeper than 64 levels',
  ]);
});
