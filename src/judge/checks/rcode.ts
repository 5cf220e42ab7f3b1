// expect.rcode: NXDOMAIN, [NXDOMAIN, NODATA]: what the name server says. NODATA is its NOERROR without a record.

import type { FailureCode, Observation } from '../../model.ts';
import { anyCase, patterned } from '../../shape/schema.ts';
import { operandOf } from '../../shape.ts';
import type { CheckRule } from '../check.ts';
import { fits } from '../matcher.ts';
import { dnsOf } from '../records.ts';
import { makeCheck } from './make.ts';

/** IANA's registry of response codes as far as a query can meet them, and NODATA (RFC 2308 1). */
const rcodes = ['NOERROR', 'NODATA', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'FORMERR', 'NOTIMP', 'NOTAUTH'];

const schema = patterned(`^(?:${rcodes.map(anyCase).join('|')})$`);

const operand = operandOf(schema, (scalar) => {
  const value = String(scalar).toUpperCase();
  if (rcodes.includes(value)) return { value };
  return { problem: `\`${scalar}\` is not a response code`, hint: `it can be ${rcodes.join(', ')}` };
});

/** What fails with just this code says nothing else; NOERROR is none of them, whatever was wrong besides. */
const failures: Readonly<Record<string, FailureCode>> = {
  NODATA: 'dns.nodata',
  NXDOMAIN: 'dns.nxdomain',
  SERVFAIL: 'dns.servfail',
  REFUSED: 'dns.refused',
  FORMERR: 'dns.formerr',
  NOTIMP: 'dns.refused',
  NOTAUTH: 'dns.refused',
};

function rcodeOf(observation: Observation): string | undefined {
  return observation.failure?.code === 'dns.nodata' ? 'NODATA' : dnsOf(observation)?.rcode;
}

export const rcode: CheckRule = {
  key: 'rcode',
  fact: () => 'dns',
  heading: () => ({ what: 'rcode', code: 'dns.records', layer: 'dns' }),
  shape: {
    about: 'what the name server says: `NOERROR`, `NODATA`, `NXDOMAIN` …; one that is expected is no failure',
    examples: ['NXDOMAIN', ['NXDOMAIN', 'NODATA']],
    subjects: null,
    form: { kind: 'matcher', operators: ['in', 'not'], operand },
  },
  // Who says which one is expected wants to see it; `not` only says what is worse.
  excuses({ matcher }, observation) {
    const { failure } = observation;
    if (!failure || observation.hops.length > 1 || 'not' in matcher) return false;
    const said = rcodeOf(observation);
    return said !== undefined && failures[said] === failure.code && fits(matcher, said) === true;
  },
  judge(expectation, observation) {
    const actual = rcodeOf(observation);
    if (actual === undefined) return null;
    return makeCheck(rcode, expectation, { actual });
  },
};
