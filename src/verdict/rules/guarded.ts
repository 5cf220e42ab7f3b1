// guarded: whoever answered did so only to turn a robot away. That is alive, and says nothing of how it does.

import type { Diagnosis, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { answersOf, few } from '../seen.ts';

const id = 'guarded';

/** RFC 6585 4. */
const tooMany = 429;

export const guarded: Rule = {
  id,
  suspects: 'unclear',
  ask: () => [],
  conclude(results): Diagnosis[] {
    const members = results.filter(
      ({ status, cause }) => status === 'unknown' && cause?.code === 'http.guarded',
    );
    const [first] = members;
    if (first === undefined) return [];
    const names = members.map(({ endpoint }) => endpoint.name);
    const limited = members.filter(isLimited).length;
    const why = limited === members.length ? 'rate limited' : limited === 0 ? 'a robot check' : 'guarded';
    return [
      {
        rule: id,
        blame: 'unclear',
        scope: 'endpoint',
        layer: 'http',
        subject: names.length === 1 ? first.endpoint.name : `${names.length} endpoints`,
        members: names,
        evidence: members.slice(0, mostTold).map((result) => `${result.endpoint.name}: ${seen(result)}`),
        sentence: `${few(names, 3)} ${names.length === 1 ? 'is' : 'are'} alive (${why}): the answer from here turns robots away, and says nothing of how the service does.`,
        advice:
          'Ask less often, or expect this status where it is as good as an answer: expect: {status: …}.',
        confidence: 'certain',
      },
    ];
  },
};

const mostTold = 5;
const mostCharacters = 40;

function isLimited(result: Result): boolean {
  return answersOf(result).at(-1)?.status === tooMany;
}

function seen(result: Result): string {
  const http = answersOf(result).at(-1);
  if (http === undefined) return 'turned away';
  const { 'retry-after': after } = http.headers;
  const challenge = http.headers['cf-mitigated'] === 'challenge' ? ' with a challenge' : '';
  // RFC 9110 10.2.3: seconds, or a date.
  const later = after === undefined ? '' : `, to be asked again after ${after.slice(0, mostCharacters)}`;
  return `status ${http.status}${challenge}${later}`;
}
