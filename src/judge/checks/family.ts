// expect.family: 6: the address family over which the answer really came.

import { familyName, familyOf, familySchema, parseFamily } from '../../family.ts';
import { operandOf } from '../../shape.ts';
import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';

export const family: CheckRule = {
  key: 'family',
  fact: () => 'remote',
  heading: () => ({ what: 'family', code: 'tcp.family', layer: 'tcp' }),
  shape: {
    about: 'the family over which the answer came: 4 or 6',
    examples: [6],
    subjects: null,
    form: {
      kind: 'matcher',
      operators: [],
      operand: operandOf(familySchema, (scalar) => parseFamily(String(scalar))),
    },
  },
  judge(expectation, { hops }) {
    const remote = hops.at(-1)?.facts.remote;
    if (!remote) return null;
    const actual = familyOf(remote.address);
    return makeCheck(family, expectation, {
      actual,
      shown: familyName(actual),
    });
  },
};
