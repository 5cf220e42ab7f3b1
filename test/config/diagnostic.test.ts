import { expect, test } from 'vitest';
import { didYouMean, type Mistake, renderMistakes, UserError } from '../../src/config/diagnostic.ts';

const mistake = (text: string, column: number, length = 1): Mistake => ({
  message: 'wrong',
  source: { file: 'list.yaml', line: 12, column },
  text,
  length,
});

const caretLine = (text: string) => text.split('\n')[2];

test('the caret stands under what it means', () => {
  expect(renderMistakes([mistake('  timeout: 5', 12)])).toBe(
    ['list.yaml:12:12: wrong', ' 12 |   timeout: 5', '    |            ^', ''].join('\n'),
  );
});

test('the caret stands right behind tabs and wide characters', () => {
  expect(caretLine(renderMistakes([mistake('\t名前: 5', 6)]))).toBe('    |         ^');
});

test('a wide character has a caret of its own width', () => {
  expect(caretLine(renderMistakes([mistake('名前: 5', 1, 2)]))).toBe('    | ^^^^');
});

test('nothing that a terminal acts on gets through, wherever it stands', () => {
  const hostile = '\u001b[31m\u009b\u202e\u200b\u0007';
  const text = renderMistakes([
    { message: hostile, hint: hostile, source: { file: hostile, line: 1, column: 1 }, text: hostile },
    { message: hostile },
  ]);
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
  expect(text).toContain('\\x1b[31m\\x9b\\u{202e}');
});

test('a long line is cut on both sides of the caret', () => {
  const text = renderMistakes([mistake(`${'a'.repeat(500)}!${'b'.repeat(500)}`, 501)]);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(110);
  expect(text).toContain('a!b');
});

test('without Unicode everything is ASCII', () => {
  const text = renderMistakes([mistake(`${'é'.repeat(300)}…`, 250)], { unicode: false });
  expect(text).toMatch(/^[\x0a\x20-\x7e]*$/);
});

test('with colour the words stay the same', () => {
  const all = [mistake('  timeout: 5', 12), { message: 'no place', hint: 'mend it' }];
  const coloured = renderMistakes(all, { colour: 1 });
  expect(coloured).toContain('\u001b[');
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderMistakes(all));
});

test('an error of one sentence carries its hint', () => {
  expect(renderMistakes(new UserError('no such file', 'look again').mistakes)).toBe(
    'error: no such file\nhint: look again\n',
  );
});

test.each([
  ['timout', 'timeout'],
  ['TIMEOUT', 'timeout'],
  ['tiemout', 'timeout'],
  ['headrs', 'headers'],
  ['zzz', null],
  ['', null],
  ['x'.repeat(10_000), null],
])('%.20s: did you mean %s?', (word, meant) => {
  expect(didYouMean(word, ['name', 'timeout', 'headers', 'ca'])).toBe(meant);
});
