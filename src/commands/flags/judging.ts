// The flags that say how a run goes about it, and what counts as a failure.

import type { Command } from 'commander';
import { codes } from '../../codes.ts';
import type { Problem } from '../../shape.ts';
import { duration, refuse, unknownWord, whole } from './values.ts';

export interface JudgingFlags {
  readonly concurrency: number;
  readonly deadline?: number;
  readonly failOn: readonly string[];
}

const defaultConcurrency = 16;
const maxConcurrency = 1000;

export function addJudgingFlags(command: Command): Command {
  return command
    .option('--concurrency <n>', 'attempts open at once', whole(1, maxConcurrency), defaultConcurrency)
    .option('--deadline <duration>', 'total time for the whole run', duration)
    .option(
      '--fail-on <list>',
      'also exit 1 on: degraded, unknown, or a code such as http.guarded',
      failOn,
      [],
    );
}

/** What `--fail-on` takes: the statuses that are not yet a failure, and every code. */
function failOn(text: string, previous: readonly string[]): readonly string[] {
  const known = ['degraded', 'unknown', ...Object.keys(codes)];
  const words = text.split(',').map((word) => word.trim());
  for (const word of words) if (!known.includes(word)) refuse(notToFailOn(word, known));
  return [...previous, ...words];
}

/** A status that needs no word, the last part of a code, or a slip. */
function notToFailOn(word: string, known: readonly string[]): Problem {
  if (word === 'down') return { problem: '`down` always exits 1', hint: 'leave it out' };
  const meant = Object.keys(codes).filter((code) => code.split('.')[1] === word.toLowerCase());
  if (meant.length === 0) return unknownWord(word, known);
  const hint = `did you mean ${meant.length > 1 ? 'one of ' : ''}${meant.join(', ')}? degraded is everything that only warns`;
  return { problem: `\`${word}\` is not known`, hint };
}
