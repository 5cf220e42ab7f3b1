// The regular expressions of a list: what may be written, and whether a text holds one. RE2, which never goes back:
// its time grows with the text and no faster, whatever pattern and text are. No other file knows the engine.

import { createRequire } from 'node:module';
import type { RE2JS } from 're2js';
import { expandedSize } from './pattern/size.ts';
import { short, syntaxProblem } from './pattern/words.ts';
import { isProblem, type Problem } from './shape.ts';

/** What a pattern may have: characters, and steps once its repetitions are written out. */
const mostCharacters = 4096;
const mostSteps = 10_000;

/**
 * Where the fast way gives up, each step of the pattern is looked at for each character: so many at most, which is
 * less than a second.
 */
const mostWork = 20_000_000;

const advice = 'RE2 syntax (github.com/google/re2/wiki/Syntax); single quotes keep backslashes';

/** Why a text is no pattern; null for a good one. */
export function refusePattern(pattern: string): Problem | null {
  if (pattern.length > mostCharacters) {
    const hint = `a pattern has at most ${mostCharacters} characters; several expectations hold several`;
    return { problem: `a regular expression of ${pattern.length} characters is too long`, hint };
  }
  if (expandedSize(pattern) > mostSteps) {
    const problem = `\`${short(pattern)}\` repeats too much: written out it has more than ${mostSteps} steps`;
    return { problem, hint: 'make the numbers in braces smaller; `*` and `+` cost nothing' };
  }
  const compiled = compile(pattern);
  return isProblem(compiled) ? compiled : null;
}

/**
 * Whether a part of the text is as the pattern says; null when that cannot be told within bounds: a large pattern in
 * a long text made for it.
 */
export function find(pattern: string, text: string): boolean | null {
  const known = costly.get(pattern)?.get(text);
  if (known !== undefined) return known;
  const compiled = compiledOf(pattern);
  try {
    return compiled.test(text);
  } catch (error) {
    if (!(error instanceof Beyond)) throw error;
    // It has filled its memory, and what it found out is found out once.
    latest.delete(pattern);
    costly.set(pattern, (costly.get(pattern) ?? new Map()).set(text, error.answer));
    return error.answer;
  }
}

/** Texts that took the slow way: each is looked through once, however often it is judged. */
const costly = new Map<string, Map<string, boolean | null>>();

/** Those used last. Each may have grown a table of megabytes. */
const latest = new Map<string, RE2JS>();
const mostKept = 8;

function compiledOf(pattern: string): RE2JS {
  const kept = latest.get(pattern);
  if (kept !== undefined) return kept;
  const compiled = compile(pattern);
  if (isProblem(compiled)) throw new Error(compiled.problem);
  const [oldest] = latest.keys();
  if (latest.size >= mostKept && oldest !== undefined) latest.delete(oldest);
  latest.set(pattern, compiled);
  return compiled;
}

/** The slow way was taken; what it answered, or null when it was too far. */
class Beyond extends Error {
  readonly answer: boolean | null;

  constructor(answer: boolean | null) {
    super('the fast way gave up');
    this.answer = answer;
  }
}

function compile(pattern: string): RE2JS | Problem {
  const { RE2JS, RE2JSException } = engine();
  try {
    const compiled = RE2JS.compile(pattern);
    boundWork(compiled.re2());
    return compiled;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return syntaxProblem(pattern, error, advice);
  }
}

type Engine = ReturnType<RE2JS['re2']>;

/** The engine falls back to a simulation, which it does not bound: a pattern of 1000 steps in 1 MiB took 18 s. */
function boundWork(inner: Engine): void {
  const simulate = inner.doExecuteNFA.bind(inner);
  inner.doExecuteNFA = (input: { endPos(): number }, ...how: [number, number, number, unknown?]) => {
    if (inner.numberOfInstructions() * input.endPos() > mostWork) throw new Beyond(null);
    throw new Beyond(simulate(input, ...how) !== null);
  };
}

let loaded: typeof import('re2js') | undefined;

/** Loaded with the first pattern: most lists have none. */
function engine(): typeof import('re2js') {
  loaded ??= createRequire(import.meta.url)('re2js') as typeof import('re2js');
  return loaded;
}
