// you.perhaps: whatever was asked fails in the same way, and no control says whether that is us or them. Nobody is
// blamed, but whoever reads it must not look for the fault in so many places first.

import { groupBy } from '../../group.ts';
import { hostOf, isAddress } from '../../host.ts';
import type { Diagnosis, Evidence, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { answered, isPrivate, looksLikeTheWay } from '../signs.ts';

const id = 'you.perhaps';

/** So many at once seldom fail by themselves. */
const fewestOwners = 3;

export const youPerhaps: Rule = {
  id,
  suspects: 'you',
  ask: () => [],
  conclude(results, { answers }: Evidence): Diagnosis[] {
    const concerned = results.filter((result) => !isPrivate(result));
    const members = concerned.filter((result) => result.status === 'down' && looksLikeTheWay(result));
    const layer = members[0]?.cause?.layer ?? null;
    if (answers.length > 0 || concerned.some(answered)) return [];
    if (members.some(({ cause }) => cause?.layer !== layer)) return [];
    const owners = groupBy(members, ownerOf).size;
    if (owners < fewestOwners) return [];
    const word = layer ?? 'all';
    return [
      {
        rule: id,
        blame: 'unclear',
        scope: 'all',
        layer,
        subject: 'all',
        members: members.map(({ endpoint }) => endpoint.name),
        evidence: [
          `${members.length} endpoints of ${owners} operators fail at ${word}, and none answers`,
          ...(members.every(isFound) ? ['their names are found, so a name server does answer'] : []),
        ],
        sentence: `Everything that was asked fails in the same way, at ${word}: this machine or its network may well be the cause.`,
        advice:
          'Look at your own network first. Name `controls:` in the list, or try from another network, to tell whose fault it is.',
        confidence: 'possible',
      },
    ];
  },
};

/** Who runs it: its provider, else the site its name belongs to, the last two labels. */
function ownerOf({ endpoint }: Result): string {
  if (endpoint.provider !== null) return endpoint.provider;
  const host = hostOf(new URL(endpoint.urls[0] ?? '')).replace(/\.$/, '');
  return isAddress(host) ? host : host.split('.').slice(-2).join('.');
}

function isFound({ attempts }: Result): boolean {
  const facts = attempts.flatMap(({ hops }) => hops.map((hop) => hop.facts.dns));
  return facts.some((dns) => dns?.from === 'server' && dns.addresses.length > 0);
}
