// application: an endpoint of no service answers, but wrongly. Its name, network and certificate are fine: it is the
// program behind it.

import type { Diagnosis } from '../../model.ts';
import { conclusion } from '../conclusion.ts';
import { extentsOf, isAboveTls } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { witnesses } from '../whose.ts';

const id = 'application';

export const application: Rule = {
  id,
  suspects: 'them',
  turn: 10,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    return extentsOf(results)
      .filter((extent) => extent.scope === 'endpoint' && isAboveTls(extent))
      .map((extent) => conclusion(id, extent, known));
  },
};
