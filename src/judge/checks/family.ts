// expect.family: 6: the address family over which the answer really came.

import { familyName, familyOf, parseFamily } from '../../family.ts';
import { isProblem } from '../../shape.ts';
import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';

export const family: CheckRule = {
  key: 'family',
  fact: () => 'remote',
  collectsBody: () => false,
  shape: {
    subjects: null,
    form: {
      kind: 'matcher',
      operators: [],
      operand(scalar) {
        const parsed = parseFamily(String(scalar));
        return isProblem(parsed) ? parsed : { value: parsed.value };
      },
    },
  },
  judge(expectation, { hops }) {
    const remote = hops.at(-1)?.facts.remote;
    if (!remote) return null;
    const actual = familyOf(remote.address);
    return makeCheck(expectation, {
      what: 'family',
      actual,
      shown: familyName(actual),
      code: 'tcp.family',
      layer: 'tcp',
    });
  },
};
