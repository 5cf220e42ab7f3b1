// provider.network: the names of a provider are found, but most that failed gets no connection, in several services:
// its network is off, or cut off from here.

import type { Diagnosis } from '../../model.ts';
import { conclusion, counted, inWords, partly, servicesOf } from '../conclusion.ts';
import { extentsOf } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { witnesses } from '../whose.ts';

const id = 'provider.network';

export const providerNetwork: Rule = {
  id,
  suspects: 'them',
  turn: 4,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    return extentsOf(results)
      .filter(({ scope, layer }) => scope === 'provider' && layer === 'tcp')
      .map((extent) => {
        const named = extent.siblings.filter(({ cause }) => cause?.layer !== 'dns').length;
        const found =
          named === extent.siblings.length ? 'its names are found' : 'most of its names are found';
        return conclusion(id, extent, known, {
          sentence: `${extent.spoken} is ${partly(extent)}off the network from here: ${found}, but ${counted(extent)}, in ${inWords(servicesOf(extent.down))}.`,
        });
      });
  },
};
