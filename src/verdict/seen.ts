// What the attempts at an endpoint show beside its status: whose names, which answers, which connections. Pure.

import { hostOf, isAddress } from '../host.ts';
import type { Hop, HttpFacts, Result, Try } from '../model.ts';

/** Every request that was made for it, in all attempts. */
export function hopsOf({ attempts }: Result): readonly Hop[] {
  return attempts.flatMap(({ hops }) => hops);
}

/** The answers over HTTP, redirects included. */
export function answersOf(result: Result): readonly HttpFacts[] {
  return hopsOf(result).flatMap(({ facts }) => facts.http ?? []);
}

/** The host that an endpoint asks first. */
export function firstHost({ endpoint }: Pick<Result, 'endpoint'>): string {
  const [url = ''] = endpoint.urls;
  return URL.canParse(url) ? hostOf(new URL(url)) : '';
}

/** The site that a name belongs to, as far as one can tell without a list: its last two labels. */
export function siteOf(host: string): string {
  const name = host.replace(/\.$/, '');
  return isAddress(name) ? name : name.split('.').slice(-2).join('.');
}

/** Every connection that was tried. */
export function triesOf(result: Result): readonly Try[] {
  return hopsOf(result).flatMap(({ steps }) =>
    steps.flatMap(({ name, tries = [] }) => (name === 'tcp' ? tries : [])),
  );
}

/** What a round may take whatever is asked in it, in ms. One by one: they may be more than a call takes arguments. */
export function longestTimeout(results: readonly Result[]): number {
  return results.reduce((most, { endpoint }) => Math.max(most, endpoint.options.timeoutMs), 0);
}

/** The first few of these, and how many more there are. */
export function few(all: readonly string[], most = 5): string {
  const more = all.length > most ? ` and ${all.length - most} more` : '';
  return `${all.slice(0, most).join(', ')}${more}`;
}
