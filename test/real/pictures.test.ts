import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pictures } from '../../docs/pictures/pictures.mjs';
import { folder } from '../cli/command.ts';
import { haveParts } from './parts.mjs';

const files = readdirSync('docs/pictures').filter((file) => file.endsWith('.svg'));

/** What can be read in a picture, line by line. */
function textOf(svg: string): string[] {
  const lines = new Map<string, string>();
  for (const [, y = '', text = ''] of svg.matchAll(/<text x="[^"]*" y="([^"]*)"[^>]*>([^<]*)<\/text>/g)) {
    lines.set(y, `${lines.get(y) ?? ''} ${text}`.trim());
  }
  return [...lines.values()].map((line) => line.replace(/&(amp|lt|gt|quot);/g, '.'));
}

test('there is a picture for every one in the table, and no other', () => {
  expect(files.sort()).toEqual(pictures.map(({ name }) => `${name}.svg`).sort());
});

test.each(pictures)('$name is in the README and shows its command', ({ name, command, alt }) => {
  expect(readFileSync('README.md', 'utf8')).toContain(`![${alt}](docs/pictures/${name}.svg)`);
  const [first] = textOf(readFileSync(`docs/pictures/${name}.svg`, 'utf8'));
  expect(first?.replace(/^\$ */, '')).toBe(command);
});

describe.runIf(haveParts('tmux'))('made anew', () => {
  test('the picture of the mistakes is what the program shows today', () => {
    const path = folder();
    execFileSync('node', ['docs/pictures/make.mjs', path, 'mistakes']);
    const made = readFileSync(join(path, 'mistakes.svg'), 'utf8');
    expect(textOf(made)).toEqual(textOf(readFileSync('docs/pictures/mistakes.svg', 'utf8')));
    expect(textOf(made).join('\n')).toContain('did you mean `timeout`?');
  });
});
