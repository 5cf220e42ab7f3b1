// expect.headers: {content-type: {contains: json}}. Names ignore case (RFC 9110 5.1).

import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';
import { textOperand } from './operand.ts';

/** RFC 9110 5.6.2: a field name is a token. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export const headers: CheckRule = {
  key: 'headers',
  fact: () => 'http',
  heading: ({ subject }) => ({ what: `header ${subject}`, code: 'http.header', layer: 'http' }),
  shape: {
    about: 'a header of the answer, by its name; case does not count',
    examples: [{ 'content-type': { contains: 'json' } }],
    subjects: {
      check: (name) =>
        token.test(name)
          ? null
          : { problem: `\`${name}\` is not a header name`, hint: 'letters, digits and hyphens' },
      normalise: (name) => name.toLowerCase(),
      pattern: token.source,
    },
    form: {
      kind: 'matcher',
      operators: ['equals', 'contains', 'matches', 'in', 'not'],
      operand: textOperand,
    },
  },
  judge(expectation, { hops }) {
    const http = hops.at(-1)?.facts.http;
    if (!http) return null;
    const found = Object.entries(http.headers).find(([name]) => name === expectation.subject);
    return makeCheck(headers, expectation, { actual: found?.[1] });
  },
};
