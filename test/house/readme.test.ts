// What the README says, held against the program.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderMistakes, UserError } from '../../src/config/diagnostic.ts';
import { documentOf } from '../../src/config/document.ts';
import { listSchema } from '../../src/config/json-schema.ts';
import { load } from '../../src/config/load.ts';
import { parseYaml } from '../../src/config/parse.ts';
import { defaultsFields } from '../../src/config/schema.ts';
import {
  controlWords,
  endpointWords,
  feedWords,
  listWords,
  partWords,
  providerWords,
} from '../../src/config/words.ts';
import { feedFormats } from '../../src/feeds/index.ts';
import { checks } from '../../src/judge/checks/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import { faults } from '../../src/lab/index.ts';
import { reports } from '../../src/report/index.ts';
import { plain } from '../config/plain.ts';
import { validator } from '../json-schema.ts';
import { block, codeIn, firstColumn, readme, rowsOf, section } from './readme.ts';

function read(text: string) {
  const bytes = Buffer.from(text);
  const context = { env: { API_TOKEN: 'sesame' }, readFile: () => new Uint8Array() };
  return load([{ name: 'probes.yaml', folder: '.', bytes }], context);
}

test('the README shows the two commands', () => {
  expect(readme).toContain('npm ci && npm start');
  expect(readme).toContain('npm cit');
});

test('the list in the README is good', () => {
  const { endpoints, controls } = read(block('yaml', 'API_TOKEN'));
  expect(endpoints.map(({ name }) => name)).toEqual(['https://www.example.com', 'api', 'database']);
  expect(controls).toHaveLength(1);
});

test('the mistake in the README is told in just these words', () => {
  const shown = block('text', 'timout');
  const list = `${'#\n'.repeat(9)}endpoints:\n  - url: https://example.com\n    timout: 3s`;
  try {
    read(list);
    expect.unreachable();
  } catch (error) {
    expect(error instanceof UserError ? renderMistakes(error.mistakes) : error).toBe(shown);
  }
});

test('the tables of keys say what the JSON Schema says', () => {
  const table = (words: object) =>
    Object.entries(words).map(([key, { meaning, otherwise }]) => [`\`${key}\``, meaning, otherwise]);
  expect(rowsOf(section('### Keys')).toSorted()).toEqual(table(endpointWords).toSorted());
  const file = table({ ...listWords, ...controlWords, ...providerWords });
  expect(rowsOf(section('### The file')).toSorted()).toEqual(file.toSorted());
  const formats = feedFormats.map(({ name, about }) => [`\`${name}\``, about]);
  const feeds = [...table({ ...feedWords, ...partWords }), ...formats];
  expect(rowsOf(section('### Feeds')).toSorted()).toEqual(feeds.toSorted());
});

test('the options that defaults can hold come last in the table of keys', () => {
  const table = firstColumn(section('### Keys'));
  expect(table.slice(table.indexOf('method')).toSorted()).toEqual(Object.keys(defaultsFields).toSorted());
});

test('every scheme stands in the table of targets', () => {
  const shown = firstColumn(section('### Targets')).map((target) => target.slice(0, target.indexOf(':') + 1));
  expect(shown.sort()).toEqual(kinds.flatMap((kind) => kind.schemes).sort());
});

test('the table of expectations says what the JSON Schema says', () => {
  const shown = rowsOf(section('### Expectations')).map(([check, about]) => [check, about]);
  expect(shown.toSorted()).toEqual(checks.map(({ key, shape }) => [`\`${key}\``, shape.about]).toSorted());
});

test('every example of an expectation is good, and fits the JSON Schema', () => {
  const fits = validator(listSchema());
  const examples = rowsOf(section('### Expectations')).flatMap(([check = '', , cell = '']) =>
    codeIn(cell).map((example) => `${codeIn(check)[0]}: ${example}`),
  );
  expect(examples.length).toBeGreaterThan(checks.length);
  for (const example of examples) {
    // What can be expected hangs on the kind: one of them takes it.
    const lists = kinds.map(({ form }) => `endpoints: [{url: "${targetOf(form)}", expect: {${example}}}]`);
    const good = lists.filter((list) => mistakesIn(list).length === 0);
    expect(good, example).not.toEqual([]);
    for (const list of good) {
      const { root } = parseYaml(documentOf('list.yaml', list));
      expect(root && fits(plain(root)), example).toBe(true);
    }
  }
});

test('an editor shows the examples of the README', () => {
  const shown = rowsOf(section('### Expectations')).map(([check = '', , cell = '']) => {
    const whole = codeIn(cell).filter((example) => !example.includes('…'));
    const values = whole.map((example) => parseYaml(documentOf('list.yaml', example)).root);
    return [codeIn(check)[0], values.map((value) => value && plain(value))];
  });
  expect(Object.fromEntries(shown)).toEqual(
    Object.fromEntries(checks.map(({ key, shape }) => [key, shape.examples])),
  );
});

/** A target of the form that a kind shows. */
function targetOf(form: string): string {
  return form
    .replace(/\[.*?\]/g, '')
    .replace(/HOST|NAME/, 'a.example')
    .replace('PORT', '443');
}

function mistakesIn(text: string): readonly unknown[] {
  try {
    read(text);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.mistakes;
    throw error;
  }
}

test('every format and every fault is named', () => {
  expect(readme).toContain(`\`--format ${Object.keys(reports).join('\\|')}\``);
  const page = readFileSync(new URL('../../docs/replays.md', import.meta.url), 'utf8');
  for (const fault of Object.keys(faults)) expect(page).toContain(`\`${fault}\``);
});
