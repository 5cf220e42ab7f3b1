// What only the whole list can tell: names that are taken, services and their providers, one spelling for words
// that differ in case alone, and one name for each secret. It reads no YAML.

import type { Authority, Endpoint, Secret } from '../model.ts';
import { didYouMean, type Mistake, mostMistakes } from './diagnostic.ts';
import { firstPlace, mistakeAt, type Span, sourceOf } from './document.ts';
import type { Draft } from './endpoint.ts';
import type { Reading } from './reading.ts';
import type { ScalarNode } from './yaml.ts';

/** A service where a provider names it. */
export interface Service {
  readonly node: ScalarNode;
  readonly provider: string;
  readonly reading: Reading;
}

/** Notes a mistake that takes two places. */
function reportSecond(
  at: { readonly reading: Reading; readonly span: Span },
  first: { readonly reading: Reading; readonly span: Span },
  problem: string,
  hint: string,
): void {
  if (at.reading.mistakes.size >= mostMistakes) return;
  const mistake = mistakeAt(at.reading.document, at.span, { problem, hint });
  const place = firstPlace(first.reading.document, first.span);
  at.reading.mistakes.set(`${at.span.start} ${problem}`, { ...mistake, first: place });
}

/** By name in lower case. The first to spell a service or provider decides how it is written. */
export function collectServices(all: readonly Service[]): ReadonlyMap<string, Service> {
  const services = new Map<string, Service>();
  for (const each of all) {
    const name = each.node.text.toLowerCase();
    const first = services.get(name);
    if (first === undefined) services.set(name, each);
    else if (first.provider.toLowerCase() !== each.provider.toLowerCase()) {
      reportSecond(
        { reading: each.reading, span: each.node },
        { reading: first.reading, span: first.node },
        `the service \`${each.node.written}\` already belongs to ${first.provider}`,
        'one service has one provider',
      );
    }
  }
  return services;
}

/** How many pairs of services are compared for a near word: where there are more, no slip of the hand is wrong. */
const mostCompared = 20_000;

/** A warning for each service of a provider that no endpoint has. */
export function unusedServices(
  services: ReadonlyMap<string, Service>,
  drafts: readonly Draft[],
): readonly Mistake[] {
  const used = new Map(
    drafts.flatMap(({ endpoint: { service } }) =>
      service === null ? [] : [[service.toLowerCase(), service]],
    ),
  );
  const unused = [...services].filter(([name]) => !used.has(name));
  return unused.slice(0, mostMistakes).map(([, { node, provider, reading }], index) => {
    const near = (index + 1) * used.size <= mostCompared ? didYouMean(node.written, used.values()) : null;
    const problem = `${provider} has the service \`${node.written}\`, but no endpoint has`;
    const hint =
      near === null
        ? `give an endpoint \`service: ${node.written}\`, or leave it out`
        : `did you mean \`${near}\`?`;
    return { ...mistakeAt(reading.document, node, { problem, hint }), warning: true };
  });
}

/** Reports every name that was given before, in this file or another. */
export function refuseRepeatedNames(drafts: readonly Draft[]): void {
  const names = new Map<string, Draft>();
  for (const draft of drafts) {
    const name = draft.endpoint.name.toLowerCase();
    const first = names.get(name);
    if (first === undefined) names.set(name, draft);
    else refuseName(draft, first);
  }
}

function refuseName(draft: Draft, first: Draft): void {
  const { reading, nameAt, at } = draft;
  if (reading === first.reading && nameAt.start === first.nameAt.start) {
    const problem = 'an alias or merge key gives this endpoint a name that is taken';
    const hint = 'give it a `name` of its own: {<<: *other, name: …}';
    reportSecond({ reading, span: at }, { reading, span: nameAt }, problem, hint);
    return;
  }
  const { file, line, column } = sourceOf(first.reading.document, first.nameAt.start);
  reportSecond(
    { reading, span: nameAt },
    { reading: first.reading, span: first.nameAt },
    `this name is already taken at ${file}:${line}:${column}`,
    'give one of the two a `name` of its own; case does not count',
  );
}

/** Services get their provider, and words that differ only in case one spelling, so that they group. */
export function placed(
  drafts: readonly Draft[],
  services: ReadonlyMap<string, Service>,
): readonly Endpoint[] {
  const spellings = new Map<string, string>();
  const spell = (sort: string, word: string | null) => {
    if (word === null) return null;
    const key = `${sort}\n${word.toLowerCase()}`;
    const spelling = spellings.get(key) ?? word;
    spellings.set(key, spelling);
    return spelling;
  };
  return drafts.map(({ endpoint }) => {
    const known = services.get(endpoint.service?.toLowerCase() ?? '');
    const service = known?.node.text ?? spell('service', endpoint.service);
    const component = spell(`component ${service}`, endpoint.component);
    const provider = known === undefined ? null : spell('provider', known.provider);
    return { ...endpoint, service, component, provider, edge: spell('edge', endpoint.edge) };
  });
}

/** Each with its provider as endpoints have it: the first to spell one decides. */
export function spelled(
  authorities: readonly Authority[],
  services: ReadonlyMap<string, Service>,
): readonly Authority[] {
  const spellings = new Map<string, string>();
  for (const { provider } of services.values()) {
    const key = provider.toLowerCase();
    if (!spellings.has(key)) spellings.set(key, provider);
  }
  return authorities.map((each) => ({
    ...each,
    provider: spellings.get(each.provider.toLowerCase()) ?? each.provider,
  }));
}

/** Each value once, by its first name, and no two values by one name: a file may be called like a variable. */
export function uniqueSecrets(secrets: readonly Secret[]): readonly Secret[] {
  const values = new Map<string, string>();
  const seen = new Set<string>();
  /** By name, the first number that may be free. */
  const numbers = new Map<string, number>();
  for (const { name, value } of secrets) {
    if (seen.has(value)) continue;
    seen.add(value);
    let free = name;
    let number = numbers.get(name) ?? 2;
    for (; values.has(free) && values.get(free) !== value; number += 1) free = `${name}_${number}`;
    numbers.set(name, number);
    values.set(free, value);
  }
  return [...values].map(([name, value]) => ({ name, value }));
}
