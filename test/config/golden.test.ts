import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderMistakes } from '../../src/config/diagnostic.ts';
import { casesOf, folderOf, mistakesOfCase, type Sort } from './goldens.ts';

/** Parts of literal secrets that stand in the lists of test/golden/check. */
const literals = /hunter2|0123456789abcdef/;

async function expectWords(sort: Sort, name: string): Promise<void> {
  const text = renderMistakes(mistakesOfCase(sort, name));
  expect(text).not.toBe('');
  expect(text).not.toContain('sesame');
  expect(text).not.toMatch(literals);
  await expect(text).toMatchFileSnapshot(join(folderOf(sort), name, 'expected.txt'));
}

// A case is a folder: its .yaml files are the lists, expected.txt is what the user reads.
describe('a list with this mistake is refused in these words', () => {
  test.each(casesOf('config'))('%s', (name) => expectWords('config', name));
});

describe('a list that is good but doubtful is told so by `check` in these words', () => {
  test.each(casesOf('check'))('%s', (name) => expectWords('check', name));
});

test('there are at least 40 goldens of mistakes', () => {
  expect(casesOf('config').length).toBeGreaterThanOrEqual(40);
});
