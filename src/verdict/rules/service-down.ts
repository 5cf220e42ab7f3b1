// service.down: what no other rule explains. Endpoints of one service fail, a component of it below HTTP, or an
// endpoint of no service; the widest that holds is told.

import type { Diagnosis } from '../../model.ts';
import { conclusion } from '../conclusion.ts';
import { extentsOf } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { witnesses } from '../whose.ts';

const id = 'service.down';

export const serviceDown: Rule = {
  id,
  suspects: 'them',
  turn: 11,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    return extentsOf(results).map((extent) => conclusion(id, extent, known));
  },
};
