import { expect, test } from 'vitest';
import { tableOf } from '../../src/commands/table.ts';
import { displayWidth } from '../../src/text.ts';

const heads = ['NAME', 'TAGS', 'URL'];
const rows = [
  ['a name that is rather long for its column', '', 'https://www.example.com/a/long/path/to/somewhere'],
  ['短い名前', '', 'tcp://a:1'],
];

test('a column that holds nothing is left out', () => {
  expect(tableOf(heads, rows, 200, '…')[0]).toMatch(/^NAME +URL$/);
});

test.each([120, 80, 60, 40])('in %d columns no line is longer, and the widest cells give way', (width) => {
  const lines = tableOf(heads, rows, width, '…');
  expect(lines).toHaveLength(3);
  expect(lines.filter((line) => displayWidth(line) > width)).toEqual([]);
  expect(lines[2]).toContain('短い名前');
  expect(lines[2]).toContain('tcp://a:1');
});

test('with room without end nothing is cut', () => {
  const lines = tableOf(heads, rows, Number.POSITIVE_INFINITY, '…');
  for (const cell of rows.flat()) expect(lines.join('\n')).toContain(cell);
});

test('where nothing more can give way the lines are longer than the room', () => {
  expect(tableOf(['A', 'B'], [['x'.repeat(20), 'y'.repeat(20)]], 5, '…')[1]).toMatch(/^x+…x+ {2}y+…y+$/);
});

test('a table without rows is its head alone', () => {
  expect(tableOf(['A'], [], 80, '…')).toEqual(['']);
});
