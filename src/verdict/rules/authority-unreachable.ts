// authority.unreachable: names are gone because the name servers of their zone do not answer. Resolvers everywhere then
// fail, each in its own way, while the zone above still refers to the silent servers (RFC 1034 4.2.1).

import type { Confidence, Diagnosis } from '../../model.ts';
import {
  type Case,
  casesOf,
  controlsTold,
  extentOf,
  type Hearing,
  isPart,
  isSilent,
  isUnreached,
  stillUp,
  voicesTold,
} from '../hearing.ts';
import { questionsAbout } from '../names.ts';
import type { Rule } from '../rule.ts';

const id = 'authority.unreachable';

export const authorityUnreachable: Rule = {
  id,
  suspects: 'them',
  before: ['you.perhaps', 'service.down'],
  ask: questionsAbout,
  conclude(results, evidence): Diagnosis[] {
    return casesOf(results, evidence)
      .filter(({ finding }) => finding === 'silent')
      .map((found) => {
        const extent = extentOf(found);
        const part = isPart(found, results.filter(isFoundByName)) ? 'partly ' : '';
        return {
          rule: id,
          blame: 'them',
          ...extent,
          layer: 'dns',
          evidence: [
            ...found.heard.flatMap(authorityTold).slice(0, mostZones * 2),
            ...voicesTold(found),
            ...stillUp(found, results),
            ...controlsTold(evidence),
          ],
          sentence: `${extent.subject} is ${part}down from here: its own name servers do not answer, so its names are gone.`,
          advice: 'Nothing to mend on your side, no other resolver helps: wait, or tell whoever runs it.',
          confidence: confidenceIn(found),
        };
      });
  },
};

const mostZones = 3;

/** What is asked by address is up without any name. */
function isFoundByName({ attempts }: { readonly attempts: Case['members'][number]['result']['attempts'] }) {
  return attempts.some(({ hops }) => (hops[0]?.facts.dns?.addresses.length ?? 0) > 0);
}

function authorityTold({ host, zone, referral }: Hearing): string[] {
  const name = referral?.zone ?? host;
  const count = zone.length === 1 ? 'the only name server' : `0 of ${zone.length} name servers`;
  const silent =
    zone.length === 0 ? [] : [`${count} of ${name} ${zone.length === 1 ? 'does not answer' : 'answer'}`];
  return [...silent, ...(referral ? [`the zone above refers to them: ${referral.by}`] : [])];
}

/** Certain where resolvers elsewhere failed as well, or one says that it could not reach the servers. */
function confidenceIn({ heard }: Case): Confidence {
  const elsewhere = heard.some(({ named }) => named.filter((voice) => !isSilent(voice)).length >= 2);
  const said = heard.some(({ system, named }) =>
    [...system, ...named].some(({ extendedErrors = [] }) =>
      extendedErrors.some(({ code }) => isUnreached(code)),
    ),
  );
  return elsewhere || said ? 'certain' : 'likely';
}
