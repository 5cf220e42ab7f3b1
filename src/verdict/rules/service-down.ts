// service.down: endpoints of one service fail and nothing says that it is us. The widest that holds is
// told: one endpoint, one component, or the service.

import { groupBy } from '../../group.ts';
import type { Blame, Confidence, Diagnosis, Evidence, Result, Scope } from '../../model.ts';
import type { Rule } from '../rule.ts';
import { answered, commonLayer, looksLikeTheWay, share } from '../signs.ts';
import { controlsAreFine } from './you-network.ts';

const id = 'service.down';

export const serviceDown: Rule = {
  id,
  ask: () => [],
  conclude(results, evidence): Diagnosis[] {
    const groups = groupBy(results, ({ endpoint }) => endpoint.service ?? `\0${endpoint.name}`);
    return [...groups.values()].flatMap((group) => concludeGroup(group, evidence));
  },
};

function concludeGroup(group: readonly Result[], evidence: Evidence): Diagnosis[] {
  const down = group.filter(({ status }) => status === 'down');
  const first = down[0];
  if (!first) return [];
  const { scope, subject } = extent(down);
  const layer = commonLayer(down);
  const { blame, confidence, because } = whose(down, evidence);
  return [
    {
      rule: id,
      blame,
      scope,
      layer,
      subject,
      members: down.map(({ endpoint }) => endpoint.name),
      evidence: [...seen(group, down), ...because],
      sentence: sentence(subject, scope, group, down),
      advice:
        blame === 'them'
          ? 'There is nothing to mend on your side; watch it, or tell whoever runs it.'
          : 'Try from another network, or name `controls:` in the list, to tell whose fault it is.',
      confidence,
    },
  ];
}

function extent(down: readonly Result[]): { scope: Scope; subject: string } {
  const { name, service, component } = (down[0] as Result).endpoint;
  if (service === null) return { scope: 'endpoint', subject: name };
  const components = new Set(down.map(({ endpoint }) => endpoint.component));
  if (components.size > 1) return { scope: 'service', subject: service };
  if (component !== null) return { scope: 'component', subject: `${component} of ${service}` };
  return down.length > 1 ? { scope: 'service', subject: service } : { scope: 'endpoint', subject: name };
}

/** Theirs when the target itself said so, or when the controls clear us; else it cannot be told. */
function whose(
  down: readonly Result[],
  evidence: Evidence,
): { blame: Blame; confidence: Confidence; because: string[] } {
  const fine = controlsAreFine(evidence);
  const good = evidence.answers.filter(answered).length;
  const because =
    evidence.answers.length > 0 ? [`controls: ${good} of ${evidence.answers.length} answered`] : [];
  if (down.some((result) => !looksLikeTheWay(result))) {
    return { blame: 'them', confidence: fine ? 'certain' : 'likely', because };
  }
  return fine
    ? { blame: 'them', confidence: 'likely', because }
    : { blame: 'unclear', confidence: 'possible', because };
}

function seen(group: readonly Result[], down: readonly Result[]): string[] {
  const byCode = groupBy(down, ({ cause }) => cause?.code ?? 'unknown');
  const codes = [...byCode].map(([code, members]) => `${code}: ${members.map(({ endpoint }) => endpoint.name).join(', ')}`);
  const up = group.filter(({ status }) => status === 'up' || status === 'degraded');
  return up.length > 0 ? [...codes, `up: ${up.map(({ endpoint }) => endpoint.name).join(', ')}`] : codes;
}

function sentence(subject: string, scope: Scope, group: readonly Result[], down: readonly Result[]): string {
  if (scope === 'endpoint') return `${subject} is down from here: ${(down[0] as Result).cause?.message ?? ''}.`;
  const layer = commonLayer(down);
  const partly = down.length < group.length ? 'partly ' : '';
  return `${subject} is ${partly}down from here: ${share(down.length, group.length, 'check')} fail${
    down.length === 1 ? 's' : ''
  }${layer ? `, most at ${layer}` : ''}.`;
}
