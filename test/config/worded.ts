// Every mistake that the code can word, out of its source: the literals that stand behind `problem` and in calls
// of `report`, as patterns. What is worded in other ways is not seen.

import { sources } from '../house/sources.ts';

export interface Wording {
  readonly file: string;
  readonly literal: string;
  readonly pattern: RegExp;
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
