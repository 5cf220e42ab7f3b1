// The comparison page: tables that are whole, and a test behind each thing that whydown is said to do.

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from './sources.ts';

const peers = ['blackbox_exporter', 'gatus', 'goss', 'check_curl', 'curl', 'hurl'];
const header = ['what', 'whydown', ...peers];

interface Row {
  readonly what: string;
  /** Of whydown first, then of the peers in their order. */
  readonly cells: readonly string[];
}

interface Reference {
  readonly what: string;
  readonly file: string;
  readonly title: string;
}

interface Page {
  readonly headers: readonly (readonly string[])[];
  readonly rows: readonly Row[];
  readonly references: readonly Reference[];
  /** Items of the lists below the tables that are no reference. */
  readonly unread: readonly string[];
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** `- ROW: \`FILE\`, "TITLE"; \`FILE\`, "TITLE"`; empty when an item is not of that form. */
function referencesIn(item: string): Reference[] {
  const [, what = '', shown = ''] = /^- (.+?): (`test\/.+)$/.exec(item) ?? [];
  const each = [...shown.matchAll(/`(test\/[\w./-]+)`, "(.+?)"(?:; (?=`)|$)/g)];
  const whole = each.map(([text]) => text).join('') === shown;
  return whole ? each.map(([, file = '', title = '']) => ({ what, file, title })) : [];
}

/** Reads the sections that have a table with a column of whydown, and the lists below those tables. */
function read(page: string): Page {
  const sections = page.split(/^## /m).filter((text) => text.includes('\n| what | whydown |'));
  const lines = (text: string, start: string) => text.split('\n').filter((line) => line.startsWith(start));
  const tables = sections.map((text) => lines(text, '|').map(cellsOf));
  const items = sections.flatMap((text) => lines(text, '- '));
  return {
    headers: tables.map(([first = []]) => first),
    rows: tables.flatMap((table) => table.slice(2).map(([what = '', ...cells]) => ({ what, cells }))),
    references: items.flatMap(referencesIn),
    unread: items.filter((item) => referencesIn(item).length === 0),
  };
}

/** The names of tests, groups and cases, as a file writes them; `%s` stays. What is skipped for good has none. */
function titlesIn(text: string): Set<string> {
  const before = String.raw`\b(?:test|it|describe)(?:\.(?!skip\(|todo\()\w+)*\(|\)\(|\bproduces\(\s*'[\w.]+',|\[`;
  const title = String.raw`(?:'([^'\n]+)'|"([^"\n]+)"|\`([^\`\n]+)\`)`;
  const found = text.matchAll(new RegExp(`(?:${before})\\s*${title}\\s*,`, 'g'));
  return new Set([...found].map(([, single, double, back]) => single ?? double ?? back ?? ''));
}

function exists({ file, title }: Reference): boolean {
  return existsSync(root + file) && titlesIn(readFileSync(root + file, 'utf8')).has(title);
}

const page = readFileSync(`${root}docs/comparison.md`, 'utf8');
const { headers, rows, references, unread } = read(page);
const named = new Set(references.map(({ what }) => what));
/** Whether the cell of whydown begins with one of the words. */
const says = (words: RegExp) => rows.filter(({ cells }) => words.test(cells[0] ?? ''));

test('every table has the same columns, and every row all of them', () => {
  expect(rows.length).toBeGreaterThan(50);
  for (const each of headers) expect(each).toEqual(header);
  expect(rows.filter(({ cells }) => cells.length !== header.length - 1)).toEqual([]);
});

test('no row stands twice', () => {
  const names = rows.map(({ what }) => what);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('a cell says yes, partly or no before anything else, and partly says which part', () => {
  const cells = rows.flatMap((row) => row.cells.map((cell) => `${row.what}: ${cell}`));
  expect(cells.filter((cell) => !/: (yes|no)(, .+)?$|: partly, .+$/.test(cell))).toEqual([]);
});

test('the version of every peer that was read is told', () => {
  const told = page
    .split('\n')
    .filter((line) => /^\| \[.+ \| .*[0-9a-f]{7}.* \| \d{4}-\d\d-\d\d \|/.test(line));
  expect(told.map((line) => /\[(\w+)\]/.exec(line)?.[1])).toEqual(peers);
});

test('what whydown does names a test', () => {
  expect(says(/^(yes|partly)/).filter(({ what }) => !named.has(what))).toEqual([]);
});

test('what whydown does not do names none', () => {
  expect(says(/^no/).length).toBeGreaterThan(15);
  expect(says(/^no/).filter(({ what }) => named.has(what))).toEqual([]);
});

test('every test that is named belongs to a row, and exists', () => {
  expect(unread).toEqual([]);
  expect([...named].filter((what) => !rows.some((row) => row.what === what))).toEqual([]);
  expect(references.filter((reference) => !exists(reference))).toEqual([]);
});

test('a page with a mistake does not pass', () => {
  const wrong = read(
    `## A\n\n| ${header.join(' | ')} |\n| --- |\n| rows | yes | no |\n\n- rows: \`test/x.ts\`, no title\n`,
  );
  expect(wrong.rows).toEqual([{ what: 'rows', cells: ['yes', 'no'] }]);
  expect(wrong.unread).toHaveLength(1);
  const here = 'test/house/comparison.test.ts';
  expect(exists({ what: '', file: here, title: 'no row stands twice' })).toBe(true);
  expect(exists({ what: '', file: here, title: 'no row stands' })).toBe(false);
  expect(exists({ what: '', file: 'test/house/nowhere.test.ts', title: 'no row stands twice' })).toBe(false);
});
