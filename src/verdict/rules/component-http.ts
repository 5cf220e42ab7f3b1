// component.http: one component, in one or more services of a provider, answers with errors, wrong content or
// nothing, and the rest of the provider is fine: media on 2019-07-03.

import type { Diagnosis } from '../../model.ts';
import { conclusion, counted, inWords, partly, servicesOf } from '../conclusion.ts';
import { extentsOf, isAboveTls } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { witnesses } from '../whose.ts';

const id = 'component.http';

export const componentHttp: Rule = {
  id,
  suspects: 'them',
  turn: 9,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    return extentsOf(results)
      .filter((extent) => extent.scope === 'component' && isAboveTls(extent))
      .map((extent) => {
        const services = servicesOf(extent.down);
        const among = services.length > 1 ? `, in ${inWords(services)}` : '';
        return conclusion(id, extent, known, {
          sentence: `${extent.spoken} is ${partly(extent)}down from here: ${counted(extent)}${among}.`,
        });
      });
  },
};
