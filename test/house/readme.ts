// The README as data: its sections, tables and blocks.

import { readFileSync } from 'node:fs';
import { root } from './sources.ts';

export const readme = readFileSync(`${root}README.md`, 'utf8');

/** The text below a heading, up to the next of its level or higher. */
export function section(heading: string, text = readme): string {
  const level = heading.split(' ')[0] ?? '';
  const at = text.indexOf(`\n${heading}\n`);
  if (at === -1) throw new Error(`there is no ${heading}`);
  const after = text.slice(at + heading.length + 2);
  const end = after.search(new RegExp(`\n#{2,${level.length}} `));
  return end === -1 ? after : after.slice(0, end);
}

/** The rows of the tables in a text, cell by cell, without their heads. */
export function rowsOf(text: string): readonly (readonly string[])[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '))
    .filter((_, at, all) => !all[at + 1]?.[0]?.startsWith('---') && !all[at]?.[0]?.startsWith('---'));
}

/** The words in backticks in the first column of the tables in a text. */
export function firstColumn(text: string): string[] {
  return rowsOf(text).flatMap(([cell]) => codeIn(cell ?? ''));
}

/** What stands in backticks, blocks left out. */
export function codeIn(text: string): string[] {
  return [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
}

/** The first block of a language that contains a text. */
export function block(language: string, containing: string): string {
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))];
  return blocks.map((match) => match[1]!).find((text) => text.includes(containing))!;
}
