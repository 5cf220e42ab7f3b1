// expect.ttl: {min: 60, max: 1h}: the time to live of every record of the answer, in seconds if without a unit.

import { durationText, type JsonSchema, patterned } from '../../shape/schema.ts';
import { isProblem, operandOf } from '../../shape.ts';
import { parseDuration } from '../../units.ts';
import type { CheckRule } from '../check.ts';
import { fits } from '../matcher.ts';
import { dnsOf } from '../records.ts';
import { makeCheck } from './make.ts';

/** RFC 2181 8: a whole number of seconds, of 31 bits. */
const schema: JsonSchema = {
  anyOf: [{ type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 }, patterned('^\\d+$'), durationText],
};

const operand = operandOf(schema, (scalar) => {
  const text = String(scalar);
  const duration = /^\d+$/.test(text) ? { value: Number(text) * 1000 } : parseDuration(text);
  if (isProblem(duration)) return duration;
  const seconds = duration.value / 1000;
  return Number.isInteger(seconds) && seconds < 2 ** 31
    ? { value: seconds }
    : { problem: `\`${text}\` is not a time to live`, hint: 'write whole seconds: 300, 5m' };
});

export const ttl: CheckRule = {
  key: 'ttl',
  fact: () => 'dns',
  heading: () => ({ what: 'ttl', code: 'dns.records', layer: 'dns' }),
  shape: {
    about: 'the time to live of every record, in seconds or with a unit',
    examples: [300, { min: 60, max: '1h' }],
    subjects: null,
    form: { kind: 'matcher', operators: ['min', 'max', 'in', 'not'], operand },
  },
  judge(expectation, observation) {
    const ttls = [...new Set(dnsOf(observation)?.records.map((record) => record.ttl))].sort((a, b) => a - b);
    const [least] = ttls;
    if (least === undefined) return null;
    const most = ttls.at(-1) ?? least;
    return makeCheck(ttl, expectation, {
      actual: least,
      shown: least === most ? String(least) : `${least} to ${most}`,
      pass: ttls.every((each) => fits(expectation.matcher, each)),
    });
  },
};
