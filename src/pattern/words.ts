// Why a pattern is none, in words, and what to write instead: most people know the patterns of JavaScript or Perl,
// and some of what those have no engine can do in bounded time.

import type { Problem } from '../shape.ts';

/** What the engine says: what is wrong, and the part of the pattern that is. */
interface Refusal {
  readonly message: string;
  readonly error?: string;
  readonly input?: string | null;
}

type Words = readonly [part: RegExp, why: string, hint: string];

const next = 'match the neighbour too: only whether the text has a match counts';

/** By the part that the engine did not understand. */
const byPart: readonly Words[] = [
  [/^\(\?=/, 'RE2 has no look-ahead', next],
  [/^\(\?!/, 'RE2 has no look-ahead', 'say what must not be there: {not: {matches: …}}'],
  [/^\(\?<=/, 'RE2 has no look-behind', next],
  [/^\(\?<!/, 'RE2 has no look-behind', 'say what must not be there: {not: {matches: …}}'],
  [/^\(\?>/, 'RE2 has no atomic groups', 'write (?:…): RE2 never goes back anyway'],
  [
    /^[*+?}]\+$|^\{[\d,]+\}\+$/,
    'RE2 has no possessive repetition',
    'leave out the last +: RE2 never goes back',
  ],
  [
    /^[*+?}]|^\{[\d,]+\}[*+?{]/,
    'one repetition stands right after another',
    'put a group around the first: (?:a*)?',
  ],
  [/^\(\?[a-z-]/i, 'RE2 has no such flag', 'it has i, m, s and U: (?i)text, (?s:.*)'],
  [/^\\(?:[1-9]|k)/, 'RE2 has no back-references', 'write out what is repeated'],
  [/^\\u/, 'RE2 does not know `\\u`', 'write \\x{e9}, or the character itself'],
  [/^\\c/, 'RE2 does not know `\\c`', 'write the control character by its number: \\x01'],
  [/^\\Z/, 'RE2 does not know `\\Z`', 'the end of the text is \\z, or $'],
  [/^\\e/, 'RE2 does not know `\\e`', 'write \\x1b'],
  [/^\\[hH]/, 'RE2 does not know `\\h`', 'write [ \\t]'],
  [/^\\R/, 'RE2 does not know `\\R`', 'write \\r?\\n'],
  [/^\\b/, 'in brackets RE2 does not know `\\b`', 'write \\x08'],
  [/^\\[pP]/, 'RE2 does not know such a class', 'it has scripts and short names: \\p{Greek}, \\p{L}'],
  [/^\[\^?\]/, 'a `]` that comes first in brackets is a sign of its own', 'any character is (?s:.)'],
];

/** By what it says. */
const byError: readonly Words[] = [
  [
    /repeat count/,
    'the numbers in braces cannot be',
    'the smaller one first, 1000 at most, counted through groups in groups',
  ],
  [/missing argument/, 'there is nothing before it to repeat', 'as a sign of its own: \\*, \\+, \\?'],
  [/nests too deeply/, 'it is nested too deeply', 'no group needs to stand in so many others'],
  [/too large/, 'it is too large', 'make the numbers in braces smaller'],
];

const mostShown = 100;

/** As much of a pattern as can be read. */
export function short(pattern: string): string {
  return pattern.length > mostShown ? `${pattern.slice(0, mostShown)}…` : pattern;
}

/** What is wrong with a pattern, and how to mend it. */
export function syntaxProblem(
  pattern: string,
  { message, error = '', input }: Refusal,
  advice: string,
): Problem {
  const part = input ?? '';
  const known =
    byError.find(([words]) => words.test(`${error} ${message}`)) ?? byPart.find(([sign]) => sign.test(part));
  const problem = `\`${short(pattern)}\` is not a regular expression`;
  // With a reference in it the reason would be about the reference, not about its value.
  if (/\$\{(?:env|file):/.test(pattern)) return { problem, hint: advice };
  if (known !== undefined) return { problem: `${problem}: ${known[1]}`, hint: known[2] };
  const where = part === '' || part === pattern ? '' : ` in \`${part}\``;
  return { problem: `${problem}: ${error || message}${where}`, hint: advice };
}
