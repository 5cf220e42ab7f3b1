// Lists out of the grammar's own tables: every key with its example, every check with its examples, and values
// that fit nowhere. About a third of them are good.

import * as fc from 'fast-check';
import { documentOf } from '../../src/config/document.ts';
import type { Field } from '../../src/config/fields.ts';
import { parseYaml } from '../../src/config/parse.ts';
import { controlFields, defaultsFields, endpointFields } from '../../src/config/schema.ts';
import { checks } from '../../src/judge/checks/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import { plain } from './plain.ts';

type Table = Readonly<Record<string, Field<unknown>>>;

/** What an example of the grammar says. */
function parsed(yaml: string): unknown {
  const { root } = parseYaml(documentOf('example', yaml));
  return root === null ? null : plain(root);
}

/** Values to put where they hardly ever fit. */
const strange = fc.constantFrom<unknown>(
  ...[null, true, 0, -1, 3, 1.5, 999, 1000, 99_999],
  ...[
    '',
    ' ',
    'x',
    'GET',
    'get',
    '5',
    '5s',
    '0s',
    '2h',
    '5min',
    '1 s',
    'two\nlines',
    '☺',
    '2xx',
    '299-200',
    '(',
  ],
  ...['${env:TOKEN}', '${env:NOT_SET}', '${TOKEN}', '${env:TOKEN', '$${x}', 'a${env:TOKEN}b', '${file:}'],
  ...['https://a.example', 'tcp://a.example', 'tls://a.example:443/x', 'gopher://a', 'https://u:p@a.example'],
  ...['dns:a.example?type=WKS', 'https://a b', '9.9.9.9', '9.9.9.900', '::1', 'PEM', 'a\0b'],
  ...[[], [[]], [1], ['x'], ['x', 'x'], [null], {}, { x: 1 }, { times: 1 }, { after: '1s', times: 11 }],
  ...[{ warn: '1s' }, { warn: '3s', fail: '1s' }, { contains: 'x' }, { not: 'x' }, { not: { not: 1 } }],
  ...[
    { in: [1, 'x'] },
    { matches: '(' },
    { min: 1 },
    { max: 'x' },
    { 'a b': 'x' },
    { te: 'x' },
    { a: 1, A: 2 },
  ],
);

/** One value in many is strange: with `odds` 1 in so many. */
const mostly = (odds: number, good: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ arbitrary: good, weight: odds - 1 }, { arbitrary: strange, weight: 1 });

/** A copy of a list with one place in it changed: another value, another key, or nothing there. */
export function mutantOf(list: unknown): fc.Arbitrary<unknown> {
  const paths = pathsIn(list, []);
  const change = fc.constantFrom('value', 'key', 'gone');
  return fc.tuple(fc.constantFrom(...paths), change, strange).map(([path, how, value]) => {
    const copy: unknown = structuredClone(list);
    const last = path.at(-1) ?? '';
    const parent = path.slice(0, -1).reduce((at, key) => at[key] as Tree, copy as Tree);
    if (how === 'value') parent[last] = value;
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else {
      if (how === 'key') parent[`${last.slice(0, -1)}x`] = parent[last];
      delete parent[last];
    }
    return copy;
  });
}

interface Tree {
  [key: string]: unknown;
}

function pathsIn(value: unknown, path: readonly string[]): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...path, key], ...pathsIn(inner, [...path, key])]);
}

/** Some keys of a table, each with its example or something strange; now and then a key that is in no table. */
function someOf(table: Table, except: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const entries = Object.entries(table).filter(([key]) => !except.includes(key));
  const known = fc.record(
    Object.fromEntries(entries.map(([key, { example }]) => [key, mostly(14, fc.constant(parsed(example)))])),
    { requiredKeys: [] },
  );
  const few = known.chain((all) =>
    fc
      .subarray(Object.keys(all))
      .map((keys) => keys.slice(0, 2))
      .map((keys) => Object.fromEntries(keys.map((k) => [k, all[k]]))),
  );
  const odd = fc.constantFrom('timout', 'provider', 'status', '__proto__', 'url ', '');
  return fc.oneof(
    { arbitrary: few, weight: 15 },
    {
      arbitrary: fc.tuple(few, odd, strange).map(([map, key, value]) => ({ ...map, [key]: value })),
      weight: 1,
    },
  );
}

const expectation = fc.constantFrom(...checks).chain((rule) => {
  const { examples, subjects } = rule.shape;
  const names = subjects !== null && 'names' in subjects ? subjects.names : ['$.a', 'x-a'];
  const odd = fc
    .tuple(fc.constantFrom(...names, 'odd one'), strange)
    .map(([name, value]) => ({ [name]: value }));
  const value = fc.oneof(
    { arbitrary: fc.constantFrom<unknown>(...examples), weight: 8 },
    { arbitrary: strange, weight: 1 },
    { arbitrary: odd, weight: 1 },
  );
  return value.map((said) => ({ [rule.key]: said }));
});

const expect = mostly(
  15,
  fc.array(expectation, { maxLength: 2 }).map((maps) => Object.assign({}, ...maps)),
);

const schemes = kinds.flatMap((kind) => kind.schemes);
const urlOf = (scheme: string, host: string) =>
  scheme === 'dns:' ? `dns:${host}.example` : `${scheme}//${host}.example:443`;
/** Not https alone, and of several now and then two schemes. */
const url = fc.oneof(
  {
    arbitrary: fc.constantFrom('https:', 'https:', 'https:', ...schemes).map((scheme) => urlOf(scheme, 'a')),
    weight: 12,
  },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...schemes), fc.constantFrom(...schemes), fc.boolean())
      .map(([one, other, alike]) => [urlOf(one, 'a'), urlOf(alike ? one : other, 'b')]),
    weight: 2,
  },
  { arbitrary: strange, weight: 1 },
);

/** A map with a URL and perhaps expectations. */
function asked(table: Table, more: fc.Arbitrary<Record<string, unknown>>): fc.Arbitrary<unknown> {
  return fc
    .tuple(someOf(table, ['url', 'expect', 'ca', 'name']), url, fc.option(expect), more)
    .map(([map, where, wanted, extra]) => ({
      ...map,
      ...extra,
      url: where,
      ...(wanted === null ? {} : { expect: wanted }),
    }));
}

const named = fc.constantFrom<Record<string, unknown>>(
  ...[{}, {}, {}, {}, { name: 'api' }, { ca: 'missing.pem' }],
);
const operated = fc.constantFrom<Record<string, unknown>>(...Array(9).fill({ operator: 'Google' }), {});

/** A list as JSON, which is YAML too. */
export const anyList: fc.Arbitrary<unknown> = fc
  .record(
    {
      version: mostly(20, fc.constant(1)),
      defaults: mostly(
        20,
        fc
          .tuple(someOf(defaultsFields, ['ca', 'expect']), fc.option(expect))
          .map(([map, wanted]) => (wanted === null ? map : { ...map, expect: wanted })),
      ),
      providers: mostly(
        10,
        fc.constantFrom<unknown>(
          { Meta: { services: ['WhatsApp'] } },
          { A: { services: 'X' }, B: { services: ['x'] } },
          { A: { services: 'X', feed: { format: 'statuspage', url: 'https://a.example/', map: {} } } },
          { A: { edge: 'fast', feed: { format: 'signal', url: 'dns:a.example' } } },
          { A: { edge: 'fast', feed: { format: 'rss', url: 'https://a.example/' } } },
          { A: { services: 'X', feed: { format: 'metastatus', url: 'https://a.example/', map: { b: {} } } } },
          {
            A: {
              services: 'X',
              feed: { format: 'metastatus', url: 'a.example', map: { b: { component: 'c' } } },
            },
          },
          { A: { feed: { format: 'metastatus', url: 'https://a.example/' } } },
        ),
      ),
      controls: mostly(10, fc.array(asked(controlFields, operated), { minLength: 1, maxLength: 1 })),
      endpoints: mostly(
        30,
        fc.array(mostly(12, asked(endpointFields, named)), { minLength: 1, maxLength: 2 }),
      ),
    },
    { requiredKeys: ['endpoints'] },
  )
  .chain((all) =>
    // Most parts left out, so that most lists have one mistake at most.
    fc
      .subarray(Object.keys(all).filter((key) => key !== 'endpoints'))
      .map((keys) => keys.slice(0, 1))
      .map((keys) => ({
        ...Object.fromEntries(keys.map((key) => [key, all[key as keyof typeof all]])),
        endpoints: all.endpoints,
      })),
  );
