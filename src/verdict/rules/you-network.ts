// you.network: nothing answers, the controls neither, or this machine has no route at all.

import type { Diagnosis, Evidence, Question, Result } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { answered, commonLayer, isPrivate, looksLikeTheWay, share } from '../signs.ts';

const id = 'you.network';

export const youNetwork: Rule = {
  id,
  suspects: 'you',
  /** Something of a list failed on the public internet: is it me? A private name is never a reason to ask. */
  ask(results, { controls }): Question[] {
    const reason = results.some(
      (result) => result.status === 'down' && result.endpoint.source !== null && !isPrivate(result),
    );
    return reason ? controls.map((endpoint) => ({ rule: id, endpoint })) : [];
  },

  conclude(results, evidence): Diagnosis[] {
    const concerned = results.filter((result) => !isPrivate(result));
    const members = concerned.filter(looksLikeTheWay);
    if (members.length === 0 || concerned.some(answered)) return [];
    const noRoute = members.every(({ cause }) => cause?.code === 'local.no_route');
    const silent = silentControls(evidence, members);
    if (!noRoute && !silent) return [];
    return [
      {
        rule: id,
        blame: 'you',
        scope: 'all',
        layer: commonLayer(members),
        subject: 'all',
        members: members.map(({ endpoint }) => endpoint.name),
        evidence: [
          `${share(members.length, members.length, 'endpoint')} asked: no answer`,
          noRoute ? 'this machine has no route to any of the addresses' : (silent ?? ''),
        ],
        sentence: noRoute
          ? 'It is your network: this machine has no route to the internet.'
          : 'It is your network: nothing answers, and neither do the controls.',
        advice: 'Check cable, Wi-Fi, VPN and default route; then run this again.',
        confidence: noRoute ? 'certain' : 'likely',
      },
    ];
  },
};

/**
 * What the controls showed when most of them got no answer in the same way as the members; null when they did,
 * or nobody asked. A control that fails at another layer says nothing: it may lack only a resolver.
 */
function silentControls({ answers }: Evidence, members: readonly Result[]): string | null {
  const ways = new Set(['local', ...members.map(({ cause }) => cause?.layer)]);
  const silent = answers.filter((result) => looksLikeTheWay(result) && ways.has(result.cause?.layer));
  if (answers.length === 0 || silent.length * 2 <= answers.length) return null;
  return `controls of other operators: ${silent.length} of ${answers.length} gave no answer`;
}
