// The flags that hold a run against a baseline, as commander reads them.

import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addAskingFlags } from '../../src/commands/flags/asking.ts';
import { addRegressFlags, type RegressFlags, regressOf } from '../../src/commands/flags/regress.ts';
import { UserError } from '../../src/config/diagnostic.ts';
import { folder } from '../cli/command.ts';

const base = '{"schema":"whydown.baseline/1","version":"0.1.0","startedAt":"","entries":[]}\n';
const good = join(folder({ 'base.json': base }), 'base.json');

function read(...args: readonly string[]) {
  const command = addRegressFlags(
    addAskingFlags(new Command().exitOverride().configureOutput({ writeErr: () => {} })),
  );
  return regressOf(command.parse(args, { from: 'user' }).opts<RegressFlags>());
}

function told(...args: readonly string[]): string {
  try {
    read(...args);
    return '';
  } catch (error) {
    if (error instanceof UserError)
      return error.mistakes.map(({ message, hint }) => `${message}; ${hint}`).join();
    return error instanceof Error ? error.message : '';
  }
}

const compared = ['--samples', '9', '--baseline', good];

test('limits are parts of the baseline or times, on phases and on the total', () => {
  const flags = ['ttfb=20%', 'total=50ms', 'dns=0.5%'].flatMap((limit) => ['--max-regress', limit]);
  expect(read(...compared, ...flags)).toMatchObject({
    baseline: { entries: [] },
    limits: [
      { span: 'ttfb', by: { percent: 20 }, written: '20%' },
      { span: 'total', by: { ms: 50 }, written: '50ms' },
      { span: 'dns', by: { percent: 0.5 }, written: '0.5%' },
    ],
  });
});

test('without them there is nothing to compare', () => {
  expect(read('--samples', '20')).toBeNull();
});

describe('a mistake is told', () => {
  test.each<[string, readonly string[], RegExp]>([
    ['no samples at all', ['--samples', '0'], /a whole number from 1 to 1000/],
    ['too many samples', ['--samples', '1001'], /a whole number from 1 to 1000/],
    ['a limit without a baseline', ['--max-regress', 'ttfb=20%'], /needs a baseline.*--baseline FILE/],
    ['a baseline without a limit', compared, /how much slower is too slow.*ttfb=20%/],
    ['no samples', ['--baseline', good, '--max-regress', 'ttfb=1%'], /at least 5 samples.*add --samples 20/],
    [
      'too few samples',
      ['--samples', '4', '--baseline', good, '--max-regress', 'ttfb=1%'],
      /at least 5 samples/,
    ],
    [
      'a baseline that is not there',
      ['--samples', '9', '--baseline', 'no.json', '--max-regress', 'ttfb=1%'],
      /cannot read the baseline no\.json.*baseline save no\.json/,
    ],
    [
      'a baseline that is none',
      ['--samples', '9', '--baseline', 'package.json', '--max-regress', 'ttfb=1%'],
      /package\.json is no baseline of whydown/,
    ],
    ['a limit on nothing', ['--max-regress', '20%'], /`20%` is not PHASE=LIMIT; for example ttfb=20%/],
    ['a phase that is almost one', ['--max-regress', 'ttbf=20%'], /`ttbf` is not known; did you mean ttfb\?/],
    ['a phase that is none', ['--max-regress', 'x=20%'], /one of dns, tcp, tls, ttfb, transfer, total/],
    ['a limit without a unit', ['--max-regress', 'ttfb=20'], /`20` is no limit; write 20% or 50ms/],
    ['a limit below nothing', ['--max-regress', 'ttfb=-20%'], /`-20%` is no limit/],
    [
      'two limits on one phase',
      ['--max-regress', 'ttfb=2%', '--max-regress', 'ttfb=5ms'],
      /two limits for ttfb/,
    ],
  ])('%s', (_, args, message) => {
    expect(told(...args)).toMatch(message);
  });
});
