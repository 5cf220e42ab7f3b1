// expect.json: {$.status: ok}. Paths are RFC 9535; one that selects nothing passes only `not`.

import { parseJson } from '../../json.ts';
import type { CheckRule } from '../check.ts';
import { refusePath, select } from '../path/index.ts';
import { makeCheck } from './make.ts';
import { anyOperand } from './operand.ts';

export const json: CheckRule = {
  key: 'json',
  fact: () => 'http',
  heading: ({ subject }) => ({ what: `json ${subject}`, code: 'content.json', layer: 'content' }),
  collectsBody: () => true,
  shape: {
    about: 'what a path (RFC 9535) selects of the JSON of the answer; nothing selected passes only `not`',
    examples: [{ '$.status': 'ok', '$.error.code': { not: { in: [1, 2] } } }],
    subjects: {
      pattern: '^\\$',
      check: refusePath,
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
    const document = parseJson(text);
    if (document === undefined) {
      const unreadable = 'a body that is not JSON, or nested beyond reason';
      return makeCheck(json, expectation, { actual: undefined, unreadable });
    }
    const selected = select(path, document);
    if (selected === null) {
      const unreadable = 'a body in which that path takes too many steps';
      return makeCheck(json, expectation, { actual: undefined, unreadable });
    }
    // The one selected value, or all of them as a list.
    return makeCheck(json, expectation, { actual: selected.length > 1 ? selected : selected[0] });
  },
};
