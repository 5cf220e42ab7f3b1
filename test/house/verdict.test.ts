// docs/verdict.md tells of every rule there is, and of no other.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { rules } from '../../src/verdict/rules/index.ts';
import { firstColumn, section } from './readme.ts';
import { root } from './sources.ts';

const page = readFileSync(`${root}docs/verdict.md`, 'utf8');

test('the table of rules has every rule', () => {
  expect(firstColumn(section('## The rules', page)).sort()).toEqual(rules.map(({ id }) => id).sort());
});
