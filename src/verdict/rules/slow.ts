// slow: many are over their limits. Of one owner that is its own trouble; of several it may as well be the line or
// the machine from which they were asked.

import { groupBy } from '../../group.ts';
import type { Diagnosis, Result } from '../../model.ts';
import { namesOf } from '../conclusion.ts';
import { groupOf } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { passed, share } from '../signs.ts';

const id = 'slow';

/** Fewer are told by their rows alone. */
const fewest = 3;

export const slow: Rule = {
  id,
  suspects: 'them',
  turn: 6,
  ask: () => [],
  conclude(results): Diagnosis[] {
    const late = results.filter(isLate);
    const answered = results.filter((result) => isLate(result) || passed(result));
    const owners = groupBy(late, groupOf);
    if (owners.size >= fewest && late.length * 2 > answered.length)
      return [ofMany(late, answered, owners.size)];
    const all = groupBy(answered, groupOf);
    return [...owners].flatMap(([owner, members]) => {
      const { provider = null, service = null } = members[0]?.endpoint ?? {};
      const among = all.get(owner) ?? [];
      const subject = provider ?? service;
      if (subject === null || members.length < fewest || members.length * 2 <= among.length) return [];
      // Where some of it is down, that tells more than the slow ones do.
      if (members.some(({ status }) => status === 'down')) return [];
      return [ofOne(subject, provider === null ? 'service' : 'provider', members, among)];
    });
  },
};

/** Over a limit of its latency, be it only one that warns. */
function isLate({ status, cause }: Result): boolean {
  return (status === 'degraded' || status === 'down') && cause?.code === 'latency.slow';
}

function ofMany(late: readonly Result[], answered: readonly Result[], owners: number): Diagnosis {
  return {
    ...common(late, answered),
    blame: 'unclear',
    scope: 'all',
    subject: 'all',
    sentence: `Most of what answers is slow from here, at ${owners} operators that have nothing in common: this machine or its line may well be the cause.`,
    advice: 'See what else uses the line or this machine, and try from another network.',
    confidence: 'possible',
  };
}

function ofOne(
  subject: string,
  scope: 'service' | 'provider',
  late: readonly Result[],
  answered: readonly Result[],
): Diagnosis {
  return {
    ...common(late, answered),
    blame: 'them',
    scope,
    subject,
    sentence: `${subject} is slow from here: ${share(late.length, answered.length, 'check')} are over their limits, and others that were asked are not.`,
    advice: 'Nothing to mend on your side: wait, or tell whoever runs it.',
    confidence: 'possible',
  };
}

function common(late: readonly Result[], answered: readonly Result[]) {
  return {
    rule: id,
    layer: null,
    members: late.map(({ endpoint }) => endpoint.name),
    evidence: [`latency.slow at ${share(late.length, answered.length, 'check')}: ${namesOf(late)}`],
  };
}
