// authority.broken: the zone's own name servers answer, and what they say is of no use: SERVFAIL, REFUSED, that they do
// not hold the zone at all (a lame delegation), or answers whose signatures lead nowhere.

import type { Diagnosis } from '../../model.ts';
import { type Case, casesOf, controlsTold, extentOf, told, voicesTold } from '../hearing.ts';
import { questionsAbout } from '../names.ts';
import type { Rule } from '../rule.ts';

const id = 'authority.broken';

export const authorityBroken: Rule = {
  id,
  suspects: 'them',
  before: ['you.perhaps', 'service.down'],
  ask: questionsAbout,
  conclude(results, evidence): Diagnosis[] {
    return casesOf(results, evidence)
      .filter(({ finding }) => finding === 'broken')
      .map((found) => {
        const extent = extentOf(found);
        const why = isUnsigned(found)
          ? 'its answers do not prove themselves by DNSSEC, so resolvers refuse them'
          : 'its own name servers answer with errors';
        return {
          rule: id,
          blame: 'them',
          ...extent,
          layer: 'dns',
          evidence: [
            ...found.heard.slice(0, 1).flatMap(zoneTold),
            ...voicesTold(found),
            ...controlsTold(evidence),
          ],
          sentence: `${extent.subject} is down from here: ${why}.`,
          advice: 'Nothing to mend on your side: wait, or tell whoever runs the zone.',
          confidence: 'likely',
        };
      });
  },
};

/** They know the name, and yet no resolver gives it out. */
function isUnsigned({ heard }: Case): boolean {
  return heard.some(({ zone }) => zone.some(({ failure }) => !failure));
}

function zoneTold({ host, zone, referral }: Case['heard'][number]): string[] {
  return zone.length === 0 ? [] : [`name servers of ${referral?.zone ?? host}: ${told(zone)}`];
}
