// expect.json: {$.status: ok}. Paths are RFC 9535; one that selects nothing passes only `not`.

import { type JsonValue, query } from 'jsonpath-rfc9535';
import type { Json } from '../../model.ts';
import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';
import { anyOperand } from './operand.ts';

export const json: CheckRule = {
  key: 'json',
  fact: () => 'http',
  collectsBody: () => true,
  shape: {
    subjects: {
      check(path) {
        try {
          query(null, path);
          return null;
        } catch {
          return {
            problem: `\`${path}\` is not a JSON path`,
            hint: "RFC 9535: $.status, $.items[0].id, $['a b']",
          };
        }
      },
    },
    form: {
      kind: 'matcher',
      operators: ['equals', 'contains', 'matches', 'in', 'min', 'max', 'not'],
      operand: anyOperand,
    },
  },
  judge(expectation, { hops }) {
    const text = hops.at(-1)?.facts.http?.body;
    if (text === undefined) return null;
    const path = expectation.subject ?? '$';
    const document = parse(text);
    const selected = document === undefined ? undefined : select(path, document);
    return makeCheck(expectation, {
      what: `json ${path}`,
      actual: selected,
      ...(document === undefined ? { unreadable: 'a body that is not JSON' } : {}),
      code: 'content.json',
      layer: 'content',
    });
  },
};

/** Undefined when the text is no JSON; a JSON document is never undefined. */
function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The one selected value, all of them as a list, or undefined for none. */
function select(path: string, document: Json): Json | undefined {
  const values = query(document as JsonValue, path) as Json[];
  return values.length <= 1 ? values[0] : values;
}
