// provider.http: several services of a provider answer with errors or wrong content, or not at all once they are
// connected to. Names and network are fine: it is what the provider runs.

import type { Diagnosis } from '../../model.ts';
import { conclusion, counted, inWords, partly, servicesOf } from '../conclusion.ts';
import { extentsOf, isAboveTls } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { witnesses } from '../whose.ts';

const id = 'provider.http';

export const providerHttp: Rule = {
  id,
  suspects: 'them',
  turn: 4,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    return extentsOf(results)
      .filter((extent) => extent.scope === 'provider' && isAboveTls(extent))
      .map((extent) =>
        conclusion(id, extent, known, {
          sentence: `${extent.spoken} is ${partly(extent)}down from here: ${counted(extent)}, in ${inWords(servicesOf(extent.down))}.`,
        }),
      );
  },
};
