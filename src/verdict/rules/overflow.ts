// overflow: while a whole provider is down, another is over its limits: people and programs that wait for the first
// turn to the second. Nothing but the coincidence says so.

import { groupBy } from '../../group.ts';
import type { Diagnosis, Result } from '../../model.ts';
import { inWords, namesOf } from '../conclusion.ts';
import { groupOf, isSlow } from '../extent.ts';
import type { Rule } from '../rule.ts';
import { passed, share } from '../signs.ts';

const id = 'overflow';

export const overflow: Rule = {
  id,
  suspects: 'them',
  turn: 5,
  ask: () => [],
  conclude(results, _, earlier): Diagnosis[] {
    // A layer tells what was measured from what is only reported.
    const gone = earlier.filter(
      ({ blame, scope, layer, members }) =>
        blame === 'them' && scope === 'provider' && layer !== null && members.length > 1,
    );
    if (gone.length === 0) return [];
    const subjects = new Set(gone.map(({ subject }) => subject));
    const named = results.filter(({ endpoint }) => endpoint.service !== null);
    return [...groupBy(named, groupOf).values()].flatMap((group) => {
      const { provider = null, service = null } = group[0]?.endpoint ?? {};
      const subject = provider ?? service;
      const slow = group.filter(isSlow);
      const up = group.filter(passed);
      if (subject === null || subjects.has(subject) || slow.length === 0) return [];
      if (slow.length * 2 < up.length) return [];
      return [told(subject, provider === null ? 'service' : 'provider', slow, up, [...subjects].sort())];
    });
  },
};

function told(
  subject: string,
  scope: 'service' | 'provider',
  slow: readonly Result[],
  up: readonly Result[],
  gone: readonly string[],
): Diagnosis {
  const verb = gone.length === 1 ? 'is' : 'are';
  return {
    rule: id,
    blame: 'them',
    scope,
    layer: null,
    subject,
    members: slow.map(({ endpoint }) => endpoint.name),
    evidence: [
      `latency.slow at ${share(slow.length, up.length, 'check')}: ${namesOf(slow)}`,
      `${inWords(gone)} ${verb} down at the same time`,
    ],
    sentence: `${subject} is up but slow from here, probably because ${inWords(gone)} ${verb} down and people turn to it.`,
    advice: 'Nothing to mend on your side: it should pass when the other comes back.',
    confidence: 'likely',
  };
}
