// The page on the verdict, held against the rules.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reports } from '../../src/report/index.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { rules } from '../../src/verdict/rules/index.ts';
import { settle } from '../../src/verdict/settle.ts';
import { after, fine } from '../verdict/outages.ts';
import { block, codeIn, rowsOf } from './readme.ts';
import { root } from './sources.ts';

const page = readFileSync(`${root}docs/verdict.md`, 'utf8');

/** The rows of the table of rules: whose first cell is an id. */
const rows = rowsOf(page).flatMap(([cell = '', blame = '']) => codeIn(cell).map((id) => ({ id, blame })));

test('every rule has its row, and every row its rule', () => {
  expect(rows.map(({ id }) => id).toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
});

test('a row begins with whom its rule suspects, or says that it is unclear', () => {
  const suspects = new Map(rules.map(({ id, suspects: whom }) => [id, whom]));
  for (const { id, blame } of rows) {
    expect([suspects.get(id), 'unclear'], id).toContain(/^\w+/.exec(blame)?.[0]);
  }
});

test('the verdict in the README is what is told of such an outage', () => {
  const results = after([[/^(tcp|https):.*\.whatsapp\.net/, 'tcp.timeout']]).filter(
    ({ endpoint }) => endpoint.service === 'WhatsApp',
  );
  const run = settle(results, diagnose(results, fine), {
    version: '0.1.0',
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: 1,
    simulated: false,
    failOn: [],
    signal: null,
  });
  const shown = reports.table(run, { width: 80, colour: 0, unicode: true, verbose: false });
  const [above = '', below = ''] = block('text', 'it takes no\nconnection').split('\n[…]\n');
  expect(shown.startsWith(above)).toBe(true);
  expect(shown).toContain(below);
});
