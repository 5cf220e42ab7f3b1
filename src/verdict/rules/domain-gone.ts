// domain.gone: whoever should know a name says that there is none. Where the zone above knows no such zone either, the
// domain may have expired.

import { groupBy } from '../../group.ts';
import type { Diagnosis } from '../../model.ts';
import { type Case, casesOf, extentOf, isZoneGone, told, voicesTold } from '../hearing.ts';
import { questionsAbout } from '../names.ts';
import type { Rule } from '../rule.ts';

const id = 'domain.gone';

export const domainGone: Rule = {
  id,
  suspects: 'them',
  before: ['you.perhaps', 'service.down'],
  ask: questionsAbout,
  conclude(results, evidence): Diagnosis[] {
    return casesOf(results, evidence)
      .filter(({ finding }) => finding === 'gone')
      .flatMap(byHost)
      .map((found) => diagnosis(found));
  },
};

/** Each name is gone by itself, unless its whole zone is. */
function byHost(found: Case): Case[] {
  const whole = found.heard.filter(isZoneGone);
  const key = (host: string, zone: string) =>
    whole.some((each) => each.host === host || each.host.endsWith(`.${zone}`)) ? zone : host;
  return [...groupBy(found.members, ({ host, zone }) => key(host, zone)).values()].map((members) => ({
    ...found,
    provider: null,
    members,
    heard: found.heard.filter(({ host }) => members.some((each) => each.host === host)),
  }));
}

function diagnosis(found: Case): Diagnosis {
  const extent = extentOf(found);
  const [first] = found.heard;
  const zone = first !== undefined && isZoneGone(first) ? first : null;
  const domain = zone ? (found.members[0]?.zone ?? extent.subject) : extent.subject;
  const sentence = zone
    ? `The domain ${domain} does not exist: the zone above does not know it. It may have expired.`
    : `The name ${domain} does not exist: ${first && first.zone.length > 0 ? 'its own name servers' : 'other resolvers'} say so, too.`;
  return {
    rule: id,
    blame: 'them',
    ...extent,
    subject: domain,
    layer: 'dns',
    evidence: [
      ...(first && first.zone.length > 0
        ? [`name servers of ${first.referral?.zone ?? 'the zone'}: ${told(first.zone)}`]
        : []),
      ...voicesTold(found),
    ],
    sentence,
    advice: 'Check the spelling in the list; if it is right, ask the owner of the domain.',
    confidence: zone || (first?.zone.length ?? 0) > 0 ? 'certain' : 'likely',
  };
}
