// From the text of a file to its tree, by the rule of the README: YAML 1.2 core with anchors, aliases and merge
// keys, without tags, one document. What the parser itself refuses is put into words here.

import { parseEvents, YAMLException } from 'js-yaml';
import type { Problem } from '../shape.ts';
import { maxDepth } from './anchors.ts';
import type { Mistake } from './diagnostic.ts';
import { type Document, mistakeAt } from './document.ts';
import { Builder } from './tree.ts';
import type { Node } from './yaml.ts';

/** The tree of a document, null when it is empty or not YAML, and every mistake found on the way. */
export function parseYaml(document: Document): { root: Node | null; mistakes: readonly Mistake[] } {
  // The parser would build all of it first: a hundred bytes for each of a hostile 16 MiB.
  if (separators(document.text) > mostValues) return { root: null, mistakes: [tooMany(document)] };
  try {
    const events = parseEvents(document.text, { maxDepth });
    if (events.length > mostValues) return { root: null, mistakes: [tooMany(document)] };
    const builder = new Builder(document, events);
    return { root: builder.document(), mistakes: builder.mistakes };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const start = Math.min(error.mark?.position ?? 0, document.text.length);
    return { root: null, mistakes: [mistakeAt(document, { start, end: start + 1 }, words(error.reason))] };
  }
}

/** Beginnings and ends of lists and maps are counted too. 100,000 endpoints of ten keys have 3 million. */
const mostValues = 4_000_000;

const parting = new Set([...',:\n[{-'].map((sign) => sign.charCodeAt(0)));

/** How many signs there are that can part one value from the next. */
function separators(text: string): number {
  let count = 0;
  if (text.length <= mostValues) return count;
  for (let at = 0; at < text.length; at += 1) if (parting.has(text.charCodeAt(at))) count += 1;
  return count;
}

function tooMany(document: Document): Mistake {
  const problem = `the list has more than ${mostValues / 1e6} million values`;
  return mistakeAt(document, { start: 0, end: 0 }, { problem, hint: 'split it into several' });
}

function words(reason: string): Problem {
  if (reason.includes('maxDepth')) {
    return { problem: `nested deeper than ${maxDepth} levels`, hint: 'a list needs about 8' };
  }
  if (reason.includes('null byte')) {
    return { problem: 'there is a NUL character in the file', hint: 'a list is plain text in UTF-8' };
  }
  const problem = `this is not valid YAML: ${reason}`;
  if (reason.includes('non-printable')) {
    return { problem, hint: 'in double quotes it can be written as an escape: "\\e", "\\x07"' };
  }
  if (reason.includes('tab characters')) return { problem, hint: 'indent with blanks' };
  if (reason === 'deficient indentation' || reason.startsWith('unexpected end of the stream')) {
    return {
      problem: 'this is not valid YAML: a quote or bracket is still open here',
      hint: 'close it, or indent the lines that belong to it',
    };
  }
  if (reason.startsWith('missed comma')) {
    return { problem, hint: `inside { } and [ ], quote what holds braces or commas: "\${env:NAME}"` };
  }
  const hint =
    'indent the keys of a map alike; quote text that holds `: `, ` #` or `{`, or begins with a sign such as @ or *';
  return { problem, hint };
}
