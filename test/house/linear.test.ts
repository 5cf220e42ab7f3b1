// Our own patterns run on text of peers and of lists: none takes a time that grows faster than the text.

import { describe, expect, test } from 'vitest';
import { covered, coveredValue, holdsLiteral, withoutUserInfo } from '../../src/config/cover.ts';
import { sources } from './sources.ts';

/** A pattern as it is written: not after a word or a bracket, where a slash divides, and on one line. */
const literal = /(?<![\w)\]}*/]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[dgimsuvy]*/g;

const patterns = new Map(
  sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line) => {
      if (/^\s*(\/\/|\*|\/\*|import )/.test(line)) return [];
      return [...line.matchAll(literal)].flatMap(([written]) => {
        const cut = written.lastIndexOf('/');
        try {
          const pattern = new RegExp(written.slice(1, cut), written.slice(cut + 1));
          return [[`${path} ${written}`, pattern] as const];
        } catch {
          return [];
        }
      });
    }),
  ),
);

const length = 10_000;

/** Each sign for itself, and what a pattern has beside each other. */
function units({ source }: RegExp): readonly string[] {
  const signs = [...source.replace(/\\0/g, '\0').replace(/\\[a-z]/gi, ' a0')];
  const pieces = [1, 2, 3].flatMap((size) => signs.map((_, at) => signs.slice(at, at + size).join('')));
  return [...new Set(['\0', '\n', ' ', '.', '0', 'a', 'é', '😀', ...pieces])];
}

/** Far more where a start is tried at each sign and each looks on to the end; far less where not. */
const mostMs = 40;

function slowest(work: (text: string) => unknown, all: readonly string[]): readonly string[] {
  return all.filter((unit) => {
    const text = unit.repeat(length / unit.length);
    const before = process.cpuUsage();
    work(`${text}\u0001`);
    work(`${unit}${'x'.repeat(9)}${text}`);
    return process.cpuUsage(before).user / 1000 > mostMs;
  });
}

test('the patterns of src are found', () => {
  expect(patterns.size).toBeGreaterThan(100);
});

describe('in a time that grows with the text', () => {
  test('every pattern of src', { timeout: 120_000 }, () => {
    const slow = [...patterns].flatMap(([name, pattern]) =>
      slowest((text) => text.replace(pattern, ''), units(pattern)).map((unit) => `${name} at ${unit}`),
    );
    expect(slow).toEqual([]);
  });

  test.each(Object.entries({ covered, coveredValue, holdsLiteral, withoutUserInfo }))('%s', (_, work) => {
    const hostile = [
      '${',
      '${a',
      '${:-',
      '$${',
      ': ${',
      'a=${',
      ' basic ${',
      'cookie: ${',
      'cookie: "\\',
      '//a',
    ];
    for (const before of ['', 'cookie: ', 'authorization: "', 'cookie: ${']) {
      expect(slowest((text) => work(before + text), hostile)).toEqual([]);
    }
  });
});
