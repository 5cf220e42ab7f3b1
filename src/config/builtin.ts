// What holds without a word in the list: the options, and the expectation nobody should have to write.

import { checks } from '../judge/checks/index.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Expectation, Options, Source } from '../model.ts';
import { isProblem } from '../shape.ts';
import { canExpect } from './expect.ts';

export const builtInOptions: Options = {
  method: 'GET',
  headers: {},
  redirects: 10,
  timeoutMs: 10_000,
  retry: { times: 1, afterMs: 1000 },
  resolvers: [],
  agree: false,
  ca: null,
  addresses: 'first',
  connect: [],
  sni: null,
  family: null,
  localAddress: null,
  samples: 1,
};

const normalStatus = '2xx';

/** What is asked of every endpoint of a kind that says nothing else about it. */
export function implicitExpectations(kind: Kind, source: Source | null): readonly Expectation[] {
  const rule = checks.find(({ key }) => key === 'status');
  if (rule === undefined || !canExpect(kind, rule, null)) return [];
  const operand = rule.shape.form.operand(normalStatus);
  if (isProblem(operand)) throw new Error(`the status check does not know ${normalStatus}`);
  return [
    {
      check: rule.key,
      subject: null,
      matcher: { equals: operand.value },
      written: normalStatus,
      severity: 'fail',
      source,
      inherited: true,
    },
  ];
}
