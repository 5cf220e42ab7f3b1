// Every mistake that the code can word, out of its source: the literals that stand behind `problem` and in calls
// of `report`, as patterns. What is worded in other ways is not seen.

import { readFileSync } from 'node:fs';
import { root, sources } from '../house/sources.ts';

export interface Wording {
  readonly file: string;
  readonly literal: string;
  readonly pattern: RegExp;
}

/** Mistakes that take a flag, or a list of megabytes, and the test that has them in their place. */
const elsewhere: Readonly<Record<string, string>> = {
  'no more than … mistakes are told; mend these first': 'test/config/linear.test.ts',
  'an untrusted list has at most … MiB': 'test/config/untrusted.test.ts',
  'the list has more than … million values': 'test/faults/huge.ts',
  'an untrusted list may not use the environment variable …': 'test/faults/huge.ts',
  '`…` is not read: …': 'test/faults/huge.ts',
  'up to here an untrusted list asks more than … times': 'test/config/untrusted.test.ts',
  'up to here an untrusted list looks through more than … bodies': 'test/config/untrusted.test.ts',
  'an untrusted list does not choose the address to connect from': 'test/config/untrusted.test.ts',
};

/** Whether a test that is no golden has the words of this mistake in it, up to its first part. */
export function isWordedElsewhere({ literal }: Wording): boolean {
  const file = elsewhere[literal];
  const [head = '', ...rest] = literal.replace(/^`…`/, '').split('…');
  const longest = [head, ...rest].reduce((a, b) => (b.length > a.length ? b : a));
  return file !== undefined && readFileSync(`${root}${file}`, 'utf8').includes(longest.trim());
}

/** What reads lists; the rest of src/config reads the command line. */
const reads = /^src\/(config\/|judge\/checks\/|kinds\/\w+\/|units\.ts|host\.ts)/;
const notLists = /^src\/config\/(select|target|flags|connect-to)\.ts$/;

const before = /(?:\bproblem(?::| =)|\bmessage(?::| =)|\breport(?:Kind)?\(\s*[\w.]+,\s*[\w.]+,)\s*(?=['`"])/g;

/** The literal that begins at this place, with `\0` for each part that is put in. */
function literalAt(text: string, start: number): string {
  const quote = text[start];
  let literal = '';
  for (let at = start + 1; at < text.length && text[at] !== quote; at += 1) {
    if (text[at] === '\\') {
      at += 1;
      literal += text[at];
    } else if (quote === '`' && text.startsWith('${', at)) {
      at = endOfPart(text, at + 2);
      literal += '\0';
    } else literal += text[at];
  }
  return literal;
}

/** The brace that closes a part of a template. */
function endOfPart(text: string, start: number): number {
  let depth = 1;
  let at = start;
  for (; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) break;
  }
  return at;
}

/** Every wording there is. */
export function wordings(): readonly Wording[] {
  return sources
    .filter(({ path }) => reads.test(path) && !notLists.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(before)].map((match) => {
        const literal = literalAt(text, match.index + match[0].length);
        const parts = literal.split('\0').map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
        return {
          file: path,
          literal: literal.replaceAll('\0', '…'),
          pattern: new RegExp(`^${parts.join('[^]*')}$`),
        };
      }),
    );
}
