// The evidence of each failure as people see it. To change a golden file, run with UPDATE_GOLDEN=1.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quoter } from '../../src/repeat/quote.ts';
import { reports } from '../../src/report/index.ts';
import { shellLines } from '../../src/report/parts/shell.ts';
import type { View } from '../../src/report/report.ts';
import { displayWidth } from '../../src/text.ts';
import { run } from './builder.ts';
import { evidence, results } from './evidence-cases.ts';

const plain: View = { width: 80, colour: 0, unicode: true, verbose: false };

const looks: readonly (readonly [string, View])[] = [
  ...[80, 120, 200].map((width) => [`${width}-plain`, { ...plain, width }] as const),
  ['80', { ...plain, colour: 1 }],
  ['80-ascii', { ...plain, unicode: false }],
  ['80-verbose', { ...plain, verbose: true }],
];

describe('the evidence', () => {
  it.each(looks)('looks at %s as its golden file', (look, view) => {
    const file = new URL(`../golden/report/evidence-${look}.txt`, import.meta.url);
    const text = reports.table(evidence, view);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it.each([true, false])('fits every width (Unicode %s)', (unicode) => {
    for (const width of [40, 41, 42, 43, 45, 47, 50, 53, 57, 61, 66, 72, 79, 80, 81, 99, 120, 200]) {
      for (const line of reports.table(evidence, { ...plain, width, unicode }).split('\n')) {
        expect(displayWidth(line), `${width}: ${line}`).toBeLessThanOrEqual(width);
        expect(line).toBe(line.trimEnd());
      }
    }
  });

  it('of each failure fits a screen', () => {
    const blocks = reports.table(evidence, plain).split('\n\n').slice(2, -3);
    expect(blocks).toHaveLength(8);
    for (const block of blocks) expect(block.split('\n').length, block).toBeLessThanOrEqual(25);
  });

  it('puts the caret under the value, whatever stands before it', () => {
    const source = {
      file: 'list.yaml',
      line: 7,
      column: 20,
      excerpt: { before: '  body: {日本\u001b: ', value: 'näïve 🦊', after: '}' },
    };
    const [check] = results.busy?.checks ?? [];
    const one = { ...results.busy, checks: [{ ...check, source }] } as (typeof results)[string];
    const lines = reports.table(run([one]), plain).split('\n');
    const at = lines.findIndex((line) => line.includes('näïve'));
    const head = (lines[at] ?? '').slice(0, (lines[at] ?? '').indexOf('näïve'));
    expect(head).toContain('\\x1b');
    expect(lines[at + 1]?.indexOf('^')).toBe(displayWidth(head));
    expect(lines[at + 1]?.match(/\^+/)?.[0]).toHaveLength(8);
  });
});

describe('a line to repeat, broken to the width of a screen', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 90 }),
    fc.string({ unit: fc.constantFrom("'", '"', ' ', 'a', '\\', '$', '日'), maxLength: 120 }),
    fc.constant('Bearer s3cr"et'),
  );
  const quote = quoter([{ name: 'TOKEN', value: 's3cr"et' }]);

  it('means the same to a shell', () => {
    const env = { PATH: process.env.PATH ?? '', TOKEN: 's3cr"et' };
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 40, max: 120 }),
        (texts, width) => {
          const line = ["printf '%s\\0'", ...texts.map(quote)].join(' ');
          const lines = shellLines(line, '  repeat    ', width);
          for (const one of lines) expect(displayWidth(one)).toBeLessThanOrEqual(width);
          const script = lines.join('\n').replace('  repeat    ', '');
          const said = execFileSync('sh', ['-c', script], { env, encoding: 'utf8' });
          expect(said.split('\0').slice(0, -1)).toEqual(texts);
        },
      ),
      { numRuns: 60 },
    );
  });
});
