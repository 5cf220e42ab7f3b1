// provider.recovering: a provider that could not be found or reached answers again, if only in part. One run can
// know this in one way: the first attempts at some of its endpoints failed at dns or tcp, and a later one got
// through to HTTP. Without that, errors at HTTP are told as they are, by provider.http.

import type { Diagnosis, Result } from '../../model.ts';
import { conclusion, counted, inWords, servicesOf } from '../conclusion.ts';
import { extentsOf, isAboveTls } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { passed, share } from '../signs.ts';
import { witnesses } from '../whose.ts';

const id = 'provider.recovering';

export const providerRecovering: Rule = {
  id,
  suspects: 'them',
  turn: 3,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const known = witnesses(results, evidence);
    return extentsOf(results).flatMap((extent) => {
      const { scope, siblings, spoken, down } = extent;
      const back = siblings.filter(cameBack);
      const mixed = siblings.some(passed) && !siblings.some(isCutOff);
      if (scope !== 'provider' || !isAboveTls(extent) || !mixed || back.length === 0) return [];
      const told = conclusion(id, extent, known);
      return [
        {
          ...told,
          evidence: [
            `${share(back.length, siblings.length, 'check')} could not be found or reached at first, and then answered`,
            ...told.evidence,
          ],
          sentence: `${spoken} seems to be coming back: it answers again, but from here ${counted(extent)}, in ${inWords(servicesOf(down))}.`,
          advice: 'Wait, and run this again in some minutes.',
        },
      ];
    });
  },
};

/** Down for want of a name or a connection. */
function isCutOff({ status, cause }: Result): boolean {
  return status === 'down' && (cause?.layer === 'dns' || cause?.layer === 'tcp');
}

/** An attempt failed at dns or tcp, and the last of them got further in the same way. */
function cameBack({ attempts }: Result): boolean {
  const last = attempts.at(-1);
  const isEarly = ({ failure }: Result['attempts'][number]) =>
    failure?.layer === 'dns' || failure?.layer === 'tcp';
  return last !== undefined && !isEarly(last) && attempts.some((one) => one.url === last.url && isEarly(one));
}
