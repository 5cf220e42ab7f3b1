// filtered.dns: our resolver denies the names of one provider, or leads them nowhere, while others find them and it finds
// the rest. So resolvers behave that are made to filter.

import type { Diagnosis } from '../../model.ts';
import { casesOf, extentOf, type Hearing, told, voicesTold } from '../hearing.ts';
import { foundByUs, isFiltering, questionsAbout } from '../names.ts';
import type { Rule } from '../rule.ts';

const id = 'filtered.dns';

export const filteredDns: Rule = {
  id,
  suspects: 'between',
  before: ['you.perhaps'],
  ask: questionsAbout,
  conclude(results, evidence): Diagnosis[] {
    const cases = casesOf(results, evidence).filter(({ finding }) => finding === 'withheld');
    // A resolver that denies everything is no filter.
    const others = foundByUs(results, evidence);
    if (cases.length > 1 && others.length === 0) return [];
    return cases.map((found) => {
      const extent = extentOf(found);
      const names = found.provider === null ? extent.subject : `the names of ${found.provider}`;
      const denial = found.members.every(({ how }) => how === 'lied') ? 'sends' : 'denies';
      return {
        rule: id,
        blame: 'between',
        ...extent,
        layer: 'dns',
        evidence: [
          ...found.heard.flatMap(filterTold).slice(0, 2),
          ...voicesTold(found),
          ...found.heard
            .slice(0, 1)
            .flatMap(({ zone }) => (zone.length > 0 ? [`the zone’s own name servers: ${told(zone)}`] : [])),
          ...(others.length > 0 ? [`other names are found: ${others.slice(0, 3).join(', ')}`] : []),
        ],
        sentence:
          denial === 'sends'
            ? `It looks filtered here: the resolver of this network leads ${names} nowhere, and others find them.`
            : `It looks filtered here: the resolver of this network denies ${names}, and others find ${found.provider === null ? 'it' : 'them'}.`,
        advice: 'Try another resolver (--resolver 9.9.9.9) or another network; ask whoever runs this one.',
        confidence: others.length > 0 ? 'likely' : 'possible',
      };
    });
  },
};

function filterTold({ system }: Hearing): string[] {
  const said = system
    .flatMap(({ extendedErrors = [] }) => extendedErrors)
    .filter(({ code }) => isFiltering(code));
  return said.map(({ code, name }) => `the resolver says so itself: ${name} (EDE ${code})`);
}
