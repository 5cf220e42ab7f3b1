// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how a list refers to the environment
// The JSON Schema against the loader: it accepts every list that the loader accepts, and refuses what the loader
// refuses, unless every mistake in it breaks a rule that a schema cannot state (`unstatable.ts`).

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/config/document.ts';
import { listSchema } from '../../src/config/json-schema.ts';
import { load } from '../../src/config/load.ts';
import { parseYaml } from '../../src/config/parse.ts';
import type { Node } from '../../src/config/yaml.ts';
import { validator } from '../json-schema.ts';
import { anyList } from './generated.ts';
import { messagesOf } from './list.ts';
import { unstatable } from './unstatable.ts';

const fits = validator(listSchema());
const root = fileURLToPath(new URL('../../', import.meta.url));
const goldens = `${root}test/golden/config/`;
const env = { TOKEN: 'sesame', BAD_HOST: 'sesame sesame', LINES: 'sesame\nsesame', API_TOKEN: 'sesame' };

/** A node as an editor sees it. */
function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind === 'map')
    return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
  return undefined;
}

/** What a text says, or null for what is not YAML in our sense: there is nothing to hold against a schema. */
function said(text: string | Uint8Array): { readonly value: unknown } | null {
  const document = decode('list.yaml', typeof text === 'string' ? Buffer.from(text) : text);
  if (!('lineStarts' in document)) return null;
  const { root: node, mistakes } = parseYaml(document);
  return node === null || mistakes.length > 0 ? null : { value: plain(node) };
}

function mistakesIn(text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text);
  const readFile = () => {
    throw Object.assign(new Error(), { code: 'ENOENT' });
  };
  return messagesOf(() => load([{ name: 'list.yaml', folder: '/lists', bytes }], { env, readFile }));
}

const isUnstatable = (message: string) => unstatable.some(({ says }) => says.test(message));

describe('a list that is good fits the schema', () => {
  const readme = readFileSync(`${root}README.md`, 'utf8');
  const lists: readonly [string, string][] = [
    ['the built-in list', readFileSync(`${root}probes.yaml`, 'utf8')],
    ['the list of the README', /```yaml\n(version: 1[\s\S]*?)```/.exec(readme)?.[1] ?? ''],
    ['the shortest', 'endpoints: ["https://example.com"]'],
    ['one with a blank in a reference', 'endpoints: [{url: "tcp://${env:TOKEN}:1", tags: ["${env:TOKEN}"]}]'],
    ['one with a dollar sign', 'endpoints: [{url: "tcp://a:1", name: "$${env:A} costs $5 or $$"}]'],
    ['one with a scheme in capitals', 'endpoints: ["HTTPS://EXAMPLE.com"]'],
    [
      'one with numbers for texts',
      'endpoints: [{url: "https://a.example", name: 1, headers: {a: 2, b: true}}]',
    ],
  ];
  test.each(lists)('%s', (_, text) => {
    expect(mistakesIn(text)).toEqual([]);
    expect(said(text)).not.toBeNull();
    expect(fits(said(text)?.value)).toBe(true);
  });
});

describe('a golden is refused by the schema, unless YAML is broken or all its mistakes are what no schema can state', () => {
  test.each(readdirSync(goldens))('%s', (name) => {
    const folder = goldens + name;
    const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
    const files = names.map((file) => ({ name: file, folder, bytes: readFileSync(`${folder}/${file}`) }));
    const values = files.map(({ bytes }) => said(bytes));
    if (values.includes(null)) return;
    const messages = messagesOf(() => load(files, { env, readFile: (path) => readFileSync(path) }));
    const accepted = values.every((each) => fits(each?.value));
    expect(accepted, messages.filter((message) => !isUnstatable(message)).join('\n')).toBe(
      messages.every(isUnstatable),
    );
  });
});

describe('a rule that a schema cannot state', () => {
  test.each(unstatable.map((rule): [string, typeof rule] => [String(rule.says), rule]))(
    '%s is broken by a list that the schema accepts and the loader refuses for that alone',
    (_, { says, list, because }) => {
      expect(because).not.toBe('');
      const mistakes = mistakesIn(list);
      expect(mistakes).not.toEqual([]);
      expect(mistakes.filter((message) => !says.test(message))).toEqual([]);
      expect(fits(said(list)?.value)).toBe(true);
    },
  );
});

test('1,000 generated lists: the schema and the loader agree', { timeout: 60_000 }, () => {
  const seen = { good: 0, refusedByBoth: 0, unstatable: 0 };
  fc.assert(
    fc.property(anyList, (list) => {
      const text = JSON.stringify(list);
      const mistakes = mistakesIn(text);
      const accepted = fits(said(text)?.value);
      if (mistakes.length === 0) {
        seen.good += 1;
        expect(accepted, `good, and refused by the schema: ${text}`).toBe(true);
      } else if (accepted) {
        seen.unstatable += 1;
        expect(
          mistakes.filter((message) => !isUnstatable(message)),
          text,
        ).toEqual([]);
      } else seen.refusedByBoth += 1;
    }),
    { numRuns: 1000, seed: 20_261_122 },
  );
  expect(seen.good).toBeGreaterThan(150);
  expect(seen.refusedByBoth).toBeGreaterThan(150);
  expect(seen.unstatable).toBeGreaterThan(20);
});

test('the schema is printed, and lies in dist for editors', () => {
  const built: unknown = JSON.parse(readFileSync(`${root}dist/schema.json`, 'utf8'));
  expect(built).toEqual(JSON.parse(JSON.stringify(listSchema())));
});
