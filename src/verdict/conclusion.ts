// An extent as a diagnosis: what was seen in it, counted, and the words that most rules share. Pure.

import { groupBy } from '../group.ts';
import type { Diagnosis, Result } from '../model.ts';
import { aliveAddresses, failedAddresses, isPartly } from './addresses.ts';
import { type Extent, isSlow, slowBeside } from './extent.ts';
import { commonLayer, passed, share } from './signs.ts';
import { unseenOf } from './unseen.ts';
import { adviceFor, type Witnesses, whose } from './whose.ts';

const mostNames = 5;

/** What this rule says of an extent; `more` sharpens its words. */
export function conclusion(
  rule: string,
  extent: Extent,
  known: Witnesses,
  more: Partial<Diagnosis> = {},
): Diagnosis {
  const { scope, subject, down, layer } = extent;
  const { blame, confidence, controls } = whose(down, known);
  const [first] = down;
  const alone = scope === 'endpoint' && first !== undefined && isPartly(first);
  const seen = alone ? [aliveAddresses(first)] : seenIn(extent);
  return {
    rule,
    blame,
    scope,
    layer,
    subject,
    members: [...down, ...slowBeside(extent)].map(({ endpoint }) => endpoint.name),
    evidence: [...seen, ...(scope === 'endpoint' ? [] : addresses(down)), ...controls, ...unseenOf(down)],
    sentence: sentenceOf(extent),
    advice: adviceFor(down, blame),
    confidence,
    ...more,
  };
}

function sentenceOf(extent: Extent): string {
  const { scope, spoken, down } = extent;
  const [first] = down;
  if (scope !== 'endpoint' || first === undefined) {
    return `${spoken} is ${partly(extent)}down from here: ${counted(extent)}.`;
  }
  const failed = isPartly(first) ? failedAddresses(first) : null;
  if (failed !== null) return `${spoken} is partly down from here: ${failed}.`;
  return `${spoken} is down from here: ${first.cause?.message ?? 'it failed'}.`;
}

/** `partly ` where something beside what failed is not down. */
export function partly({ down, siblings }: Pick<Extent, 'down' | 'siblings'>): string {
  return down.length < siblings.length || down.every(isPartly) ? 'partly ' : '';
}

/** `3 of 7 checks fail, most at http`. */
export function counted({ down, siblings }: Pick<Extent, 'down' | 'siblings'>): string {
  const layer = commonLayer(down);
  const same = down.every(({ cause }) => cause?.layer === layer);
  const fail = `${share(down.length, siblings.length, 'check')} ${down.length === 1 ? 'fails' : 'fail'}`;
  return layer === null ? fail : `${fail}${same ? '' : ', most'} at ${layer}`;
}

/** What was seen, the commonest first, and what is up beside it. */
export function seenIn(extent: Pick<Extent, 'scope' | 'down' | 'siblings'>): readonly string[] {
  const { down, siblings } = extent;
  const byCode = [...groupBy([...down, ...slowBeside(extent)], ({ cause }) => cause?.code ?? 'unknown')];
  const told = byCode
    .sort(([a, one], [b, two]) => two.length - one.length || (a < b ? -1 : 1))
    .map(([code, members]) => `${code} at ${share(members.length, siblings.length, 'check')}`);
  const up = siblings.filter((result) => passed(result) && !isSlow(result));
  return up.length === 0 ? told : [...told, `still up: ${namesOf(up)}`];
}

/** The first few names, and how many more there are. */
export function namesOf(results: readonly Result[]): string {
  const names = results.map(({ endpoint }) => endpoint.name);
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `${names.slice(0, mostNames).join(', ')}${more}`;
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

/** `a`, `a and b`, `a, b and c`. */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The services of these, each once. */
export function servicesOf(results: readonly Result[]): readonly string[] {
  return [...new Set(results.flatMap(({ endpoint }) => endpoint.service ?? []))];
}
