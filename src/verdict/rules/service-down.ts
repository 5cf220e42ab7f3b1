// service.down: endpoints of one service fail and nothing says that it is us. The widest that holds is
// told: one endpoint, one component, or the service.

import { codes } from '../../codes.ts';
import { groupBy } from '../../group.ts';
import type { Blame, Confidence, Diagnosis, Evidence, Result, Scope } from '../../model.ts';
import { aliveAddresses, failedAddresses, isPartly } from '../addresses.ts';
import type { Rule } from '../rule.ts';
import { commonLayer, controlsAreFine, isPrivate, looksLikeTheWay, passed, share } from '../signs.ts';

const id = 'service.down';

export const serviceDown: Rule = {
  id,
  suspects: 'them',
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
  const extent = extentOf(first, down);
  const siblings = extent.scope === 'component' ? group.filter(sameComponent(first)) : group;
  const { blame, confidence } = whose(down, evidence);
  return [
    {
      rule: id,
      blame,
      scope: extent.scope,
      layer: commonLayer(down),
      subject: extent.subject,
      members: down.map(({ endpoint }) => endpoint.name),
      evidence: [
        ...(extent.scope === 'endpoint' && isPartly(first) ? [aliveAddresses(first)] : seen(down, siblings)),
        ...(extent.scope === 'endpoint' ? [] : addresses(down)),
        ...controls(evidence),
      ],
      sentence:
        extent.scope === 'endpoint'
          ? alone(extent.spoken, first)
          : `${extent.spoken} is ${down.length < siblings.length || down.every(isPartly) ? 'partly ' : ''}down from here: ${count(down, siblings)}.`,
      advice: adviceFor(down, blame),
      confidence,
    },
  ];
}

function alone(spoken: string, result: Result): string {
  const failed = isPartly(result) ? failedAddresses(result) : null;
  if (failed !== null) return `${spoken} is partly down from here: ${failed}.`;
  return `${spoken} is down from here: ${result.cause?.message ?? 'it failed'}.`;
}

/** Of each endpoint whose addresses differ, those that failed. */
function addresses(down: readonly Result[]): string[] {
  const told = down.flatMap((result) => {
    const failed = failedAddresses(result);
    return failed === null ? [] : [`${result.endpoint.name}: ${failed}`];
  });
  const more =
    told.length > mostNames ? [`and ${told.length - mostNames} more endpoints with such addresses`] : [];
  return [...told.slice(0, mostNames), ...more];
}

/** What a private address, a single label or a private suffix leads to is near the one who asks. */
const nearby = 'It is on your own machine or network: look at the service there.';

function adviceFor(down: readonly Result[], blame: Blame): string {
  if (down.every(isPrivate)) return nearby;
  const causes = new Set(down.map(({ cause }) => cause?.code));
  const [code] = causes;
  // What a certificate is trusted by is said in the list, so it may well be the reader's to mend.
  const perhapsOurs = code === 'tls.self_signed' || code === 'tls.unknown_root';
  return causes.size === 1 && perhapsOurs ? codes[code].advice : advice[blame];
}

const advice: Readonly<Record<Blame, string>> = {
  them: 'Nothing to mend on your side: wait, or tell whoever runs it.',
  between: 'Try from another network.',
  you: 'Check your own network first.',
  unclear: 'Try from another network, or name `controls:` in the list, to tell whose fault it is.',
};

interface Extent {
  readonly scope: Scope;
  readonly subject: string;
  /** The subject as it begins a sentence. */
  readonly spoken: string;
}

function extentOf(first: Result, down: readonly Result[]): Extent {
  const { name, service, component } = first.endpoint;
  if (service === null) return { scope: 'endpoint', subject: name, spoken: name };
  if (component !== null && down.every(sameComponent(first))) {
    return { scope: 'component', subject: `${component} of ${service}`, spoken: `${service}’s ${component}` };
  }
  return { scope: 'service', subject: service, spoken: service };
}

function sameComponent({ endpoint: { component } }: Result): (other: Result) => boolean {
  return ({ endpoint }) => endpoint.component === component;
}

/** Theirs when the target itself said so, or when the controls clear us; else it cannot be told. */
function whose(down: readonly Result[], evidence: Evidence): { blame: Blame; confidence: Confidence } {
  const fine = controlsAreFine(evidence);
  const doubtful = evidence.answers.length > 0 && !fine;
  if (down.every(looksLikeTheWay)) {
    return fine ? { blame: 'them', confidence: 'likely' } : { blame: 'unclear', confidence: 'possible' };
  }
  if (doubtful) return { blame: 'them', confidence: 'possible' };
  // Only an answer that came through TLS is surely the target's own: below it anybody on the way can answer.
  const own = down.every(({ cause }) => cause?.layer === 'http' || cause?.layer === 'content');
  return { blame: 'them', confidence: fine && own ? 'certain' : 'likely' };
}

const mostNames = 5;

/** What was seen, the commonest first. */
function seen(down: readonly Result[], siblings: readonly Result[]): string[] {
  const byCode = [...groupBy(down, ({ cause }) => cause?.code ?? 'unknown')];
  const told = byCode
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([code, members]) => `${code} at ${share(members.length, siblings.length, 'check')}`);
  const up = siblings.filter(passed).map(({ endpoint }) => endpoint.name);
  const more = up.length > mostNames ? ` and ${up.length - mostNames} more` : '';
  return up.length > 0 ? [...told, `still up: ${up.slice(0, mostNames).join(', ')}${more}`] : told;
}

function controls({ answers }: Evidence): string[] {
  if (answers.length === 0) return [];
  return [`controls of other operators: ${answers.filter(passed).length} of ${answers.length} are fine`];
}

function count(down: readonly Result[], siblings: readonly Result[]): string {
  const layer = commonLayer(down);
  const same = down.every(({ cause }) => cause?.layer === layer);
  const fail = `${share(down.length, siblings.length, 'check')} ${down.length === 1 ? 'fails' : 'fail'}`;
  return layer === null ? fail : `${fail}${same ? '' : ', most'} at ${layer}`;
}
