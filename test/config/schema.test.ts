// The JSON Schema against the loader: it accepts every list that the loader accepts, and refuses what the loader
// refuses, unless every mistake in it breaks a rule that a schema cannot state (`unstatable.ts`).

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { starter } from '../../src/commands/starter.ts';
import { decode } from '../../src/config/document.ts';
import { listSchema } from '../../src/config/json-schema.ts';
import { load } from '../../src/config/load.ts';
import { parseYaml } from '../../src/config/parse.ts';
import { validator } from '../json-schema.ts';
import { anyList, mutantOf } from './generated.ts';
import { messagesOf } from './list.ts';
import { plain } from './plain.ts';
import { unstatable } from './unstatable.ts';

const fits = validator(listSchema());
const root = fileURLToPath(new URL('../../', import.meta.url));
const goldens = `${root}test/golden/config/`;
const env = { TOKEN: 'sesame', BAD_HOST: 'sesame sesame', LINES: 'sesame\nsesame', API_TOKEN: 'sesame' };

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

const starterList = starter.replace(/^(\s*)#(?! )/gm, '$1');

test.each<[string, fc.Arbitrary<unknown>, number]>([
  ['1,000 lists out of the tables', anyList, 1000],
  ['300 lists with one place changed', mutantOf(said(starterList)?.value), 300],
])('%s: the schema and the loader agree', { timeout: 60_000 }, (_, lists, numRuns) => {
  const seen = { good: 0, refusedByBoth: 0, unstatable: 0 };
  fc.assert(
    fc.property(lists, (list) => {
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
    { numRuns, seed: 20_261_122 },
  );
  // Each of the three is tried often enough to count.
  expect(seen.good / numRuns).toBeGreaterThan(0.05);
  expect(seen.refusedByBoth / numRuns).toBeGreaterThan(0.15);
  expect(seen.unstatable / numRuns).toBeGreaterThan(0.02);
});
