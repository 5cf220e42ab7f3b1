// expect.status: 200, [200, 204], "200-299", 2xx.

import { orReference } from '../../shape/schema.ts';
import { operandOf } from '../../shape.ts';
import type { CheckRule } from '../check.ts';
import { fits, type Same } from '../matcher.ts';
import { makeCheck } from './make.ts';

const hint = 'write 200, [200, 204], "200-299" or 2xx';

const schema = orReference({
  anyOf: [
    { type: 'integer', minimum: 100, maximum: 999 },
    { type: 'string', pattern: '^(?:[1-9][xX]{2}|[1-9]\\d\\d(?:-[1-9]\\d\\d)?)$' },
  ],
});

/** RFC 9110 15: a status has three digits; its first is 1 to 5, but recipients take any. */
const operand = operandOf(schema, (scalar) => {
  const text = String(scalar);
  const range = rangeOf(text);
  if (!range) return { problem: `\`${text}\` is not a status`, hint };
  if (range.from > range.to) return { problem: `\`${text}\` begins above its end`, hint };
  return { value: text };
});

function rangeOf(text: string): { from: number; to: number } | null {
  const group = /^([1-9])xx$/i.exec(text)?.[1];
  if (group) return { from: Number(group) * 100, to: Number(group) * 100 + 99 };
  const bounds = /^([1-9]\d\d)(?:-([1-9]\d\d))?$/.exec(text);
  return bounds && { from: Number(bounds[1]), to: Number(bounds[2] ?? bounds[1]) };
}

const within: Same = (actual, wanted) => {
  const range = rangeOf(String(wanted));
  return range !== null && Number(actual) >= range.from && Number(actual) <= range.to;
};

export const status: CheckRule = {
  key: 'status',
  fact: () => 'http',
  heading: () => ({ what: 'status', code: 'http.status', layer: 'http' }),
  refuses: ({ matcher }, code) => !fits(matcher, code, within),
  shape: {
    about: 'the status of the answer: one, a range or a class, or several of them',
    examples: [200, [200, 204], '200-299', '2xx'],
    subjects: null,
    form: { kind: 'matcher', operators: ['in', 'not'], operand },
  },
  judge(expectation, { hops }) {
    const http = hops.at(-1)?.facts.http;
    if (!http) return null;
    return makeCheck(status, expectation, {
      actual: http.status,
      shown: http.reason ? `${http.status} ${http.reason}` : String(http.status),
      same: within,
    });
  },
};
