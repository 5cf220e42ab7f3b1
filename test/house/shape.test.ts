import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codes } from '../../src/codes.ts';
import { root, sources } from './sources.ts';

test('no source file is longer than 250 lines', () => {
  const long = sources.filter(({ text }) => text.trimEnd().split('\n').length > 250);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('every source file says first what it is for', () => {
  const silent = sources.filter(({ text }) => !/^(#!.*\n)?\/\/ \S/.test(text));
  expect(silent.map(({ path }) => path)).toEqual([]);
});

const page = readFileSync(`${root}docs/architecture.md`, 'utf8');
const quoted = [...page.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, text]) => text ?? '');

test('docs/architecture.md has fewer than 60 lines', () => {
  expect(page.trimEnd().split('\n').length).toBeLessThan(60);
});

test('every name in docs/architecture.md stands in src/main.ts or src/model.ts', () => {
  const known = sources
    .flatMap(({ path, text }) => (/^src\/(main|model)\b/.test(path) ? [text] : []))
    .join('\n');
  const names = quoted.filter((text) => /^[A-Za-z_$][\w$]*$/.test(text));
  expect(names.length).toBeGreaterThan(15);
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(known))).toEqual([]);
});

test('every path and code in docs/architecture.md exists', () => {
  const paths = quoted.filter((text) => text.includes('/'));
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter((path) => !existsSync(root + path))).toEqual([]);
  const coded = quoted.filter((text) => /^[a-z]+\.[a-z_]+$/.test(text) && !text.endsWith('.ts'));
  expect(coded.filter((code) => !(code in codes))).toEqual([]);
});
