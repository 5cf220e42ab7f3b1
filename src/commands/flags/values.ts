// How the values of flags are read. What does not fit ends as a usage error of commander.

import { InvalidArgumentError } from 'commander';
import { didYouMean } from '../../config/diagnostic.ts';
import { isProblem, type Problem } from '../../shape.ts';
import { parseDuration } from '../../units.ts';

/** For a flag that may be given again. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** Refuses a value. */
export function refuse({ problem, hint }: Problem): never {
  throw new InvalidArgumentError(hint === undefined ? problem : `${problem}; ${hint}`);
}

/** Milliseconds, more than 0 and at most a day. */
export function duration(text: string): number {
  const parsed = parseDuration(text);
  if (isProblem(parsed)) return refuse(parsed);
  return parsed.value > 0 && parsed.value <= 86_400_000
    ? parsed.value
    : refuse({ problem: 'it must be more than 0 and at most 1d' });
}

/** A whole number between two bounds. */
export function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    return number >= min && number <= max
      ? number
      : refuse({ problem: `a whole number from ${min} to ${max} is needed` });
  };
}

/** What is wrong with a word that is none of the known ones. */
export function unknownWord(word: string, known: readonly string[]): Problem {
  const near = didYouMean(word, known);
  const hint = near ? `did you mean ${near}?` : known.length > 8 ? undefined : `one of ${known.join(', ')}`;
  return { problem: `\`${word}\` is not known`, ...(hint ? { hint } : {}) };
}
