// What the README says, held against the program.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderMistakes, UserError } from '../../src/config/diagnostic.ts';
import { load } from '../../src/config/load.ts';
import { defaultsFields, endpointFields } from '../../src/config/schema.ts';
import { checks } from '../../src/judge/checks/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import { faults } from '../../src/lab/index.ts';
import { reports } from '../../src/report/index.ts';
import { whydown } from '../cli/command.ts';

const readme = readFileSync('README.md', 'utf8');

/** The text below a heading, up to the next of its level or higher. */
function section(heading: string): string {
  const level = heading.split(' ')[0] ?? '';
  const after = readme.slice(readme.indexOf(`\n${heading}\n`) + heading.length + 2);
  const end = after.search(new RegExp(`\n#{2,${level.length}} `));
  return end === -1 ? after : after.slice(0, end);
}

/** The words in backticks of a table's first column. */
function firstColumn(text: string): string[] {
  const cells = text.split('\n').filter((line) => /^\| [`-]/.test(line));
  return cells.flatMap((line) =>
    [...(line.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1]!),
  );
}

function block(language: string, containing: string): string {
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))];
  return blocks.map((match) => match[1]!).find((text) => text.includes(containing))!;
}

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

test('every key of an endpoint stands in the table of keys', () => {
  expect(firstColumn(section('### Keys')).sort()).toEqual(Object.keys(endpointFields).sort());
  const options = Object.keys(defaultsFields);
  const table = firstColumn(section('### Keys'));
  expect(table.slice(table.indexOf('method'))).toEqual(expect.arrayContaining(options));
});

test('every scheme stands in the table of targets', () => {
  const shown = firstColumn(section('### Targets')).map((target) => target.slice(0, target.indexOf(':') + 1));
  expect(shown.sort()).toEqual(kinds.flatMap((kind) => kind.schemes).sort());
});

test('every check stands in the table of expectations', () => {
  const shown = firstColumn(section('### Expectations'));
  expect(shown.sort()).toEqual(checks.map((check) => check.key).sort());
});

test('every format and every fault is named', () => {
  expect(readme).toContain(`\`--format ${Object.keys(reports).join('\\|')}\``);
  for (const fault of Object.keys(faults)) expect(section('## Flags')).toContain(`\`${fault}\``);
});

test('the table of flags and the help name the same flags', async () => {
  const helps = await Promise.all(['run', 'demo'].map((command) => whydown([command, '--help'])));
  const flagsIn = (text: string) => new Set(text.match(/--[a-z][a-z-]*/g));
  const helped = flagsIn(helps.map(({ stdout }) => stdout).join('\n'));
  helped.delete('--help');
  expect(flagsIn(section('## Flags'))).toEqual(helped);
});
