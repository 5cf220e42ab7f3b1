// expect.body: the decoded text of the answer.

import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';
import { textOperand } from './operand.ts';

export const body: CheckRule = {
  key: 'body',
  fact: () => 'http',
  heading: () => ({ what: 'body', code: 'content.body', layer: 'content' }),
  collectsBody: () => true,
  shape: {
    about: 'the decoded text of the answer',
    examples: [{ contains: 'Welcome' }, { not: { matches: '[Mm]aintenance' } }],
    subjects: null,
    form: {
      kind: 'matcher',
      operators: ['equals', 'contains', 'matches', 'in', 'not'],
      operand: textOperand,
    },
  },
  judge(expectation, { hops }) {
    const text = hops.at(-1)?.facts.http?.body;
    if (text === undefined) return null;
    return makeCheck(body, expectation, {
      actual: text,
      shown: text === '' ? 'an empty body' : text,
    });
  },
};
