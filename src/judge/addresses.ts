// One way to ask that led to several addresses, each asked by itself: what they say together, and what each
// says alone where they differ. Pure.

import { cameTo } from '../asks/addresses.ts';
import { askKey } from '../asks.ts';
import type { AddressResult, Ask, Samples } from '../model.ts';
import { ofOthers } from './attempt.ts';
import { earliest, flaw, furthest, type Judged, type Standing, standingOf, type Told } from './standing.ts';

/** What is known of one address. */
export interface Part {
  readonly ask: Ask;
  /** As `askKey` names it. */
  readonly key: string;
  /** The attempts at it, by name or by address, in the order in which they ended. */
  readonly attempts: readonly Judged[];
  readonly standing: Standing;
  /** Its own, where each way was asked more than once. */
  readonly samples: readonly Samples[];
}

/** The part of an address, out of all attempts at its URL; `standing` says what its own come to. */
export function partOf(
  ask: Ask,
  attempts: readonly Judged[],
  standing: (own: readonly Judged[]) => Standing,
): Omit<Part, 'samples'> {
  const own = attempts
    .filter(({ job, observation }) => (job.address ?? cameTo(observation)) === ask.address)
    .map(withoutOthers);
  return { ask, key: askKey(ask), attempts: own, standing: standing(own) };
}

/** That another address failed is told in the row of that other one; that one is not known, of the whole. */
function withoutOthers(judged: Judged): Judged {
  const { job, observation } = judged;
  const others = ofOthers(job.endpoint, { ...observation, hops: observation.hops.slice(0, 1) });
  const causes = judged.causes.filter(({ message }) => others.every((other) => other.message !== message));
  // Nothing but what only warned may become up by what is left out.
  const status = judged.status === 'degraded' && causes.length === 0 ? 'up' : judged.status;
  return { ...judged, causes, status };
}

/**
 * What the addresses say together: one that fails makes the whole fail, one without a route is left out. `byName`
 * are the attempts that resolved the name; of those only what came to no address is told by no part.
 */
export function together(byName: readonly Judged[], parts: readonly Part[]): Standing {
  const standings = routedOf(parts).map(({ standing }) => standing);
  const told = standings.filter((standing) => standing.state !== 'missing');
  const whole = standingOf(byName, undefined);
  if (told.length === 0) return whole;
  const of = (state: Standing['state']) => told.filter((standing) => standing.state === state);
  const down = furthest(of('down').map(({ by }) => by));
  if (down) return { state: 'down', by: down, unsteady: null };
  const missing = standings.find((standing) => standing.state === 'missing');
  if (missing) return missing;
  const unknown = of('unknown')[0] ?? of('skipped')[0];
  if (unknown) return unknown;
  const by = earliest(told.map((standing) => standing.by));
  if (by === undefined) return whole;
  // The attempt as it was, with what it says of other addresses.
  const asItWas = byName.find(({ index }) => index === by.index) ?? by;
  return { state: 'passed', by: asItWas, unsteady: unsteadiness(byName, told) };
}

/** What failed at first: to come to any address at all, or at one of them. */
function unsteadiness(byName: readonly Judged[], told: readonly Told[]): string | null {
  const lost = byName.find(({ status, observation }) => status === 'down' && cameTo(observation) === null);
  return lost ? flaw(lost) : (told.find(({ unsteady }) => unsteady !== null)?.unsteady ?? null);
}

/** Those that count: one without a route says nothing beside one that has one. */
function routedOf(parts: readonly Part[]): readonly Part[] {
  const routed = parts.filter(({ standing }) => standing.state !== 'skipped');
  return routed.length === 0 ? parts : routed;
}

type Row = Omit<AddressResult, 'address' | 'attempts' | 'decidedBy'>;

/**
 * A row for each address, or none when they agree in status and code. `rowOf` weighs one alone. An
 * attempt by name that came to no address is kept in the first row.
 */
export function differing(
  parts: readonly Part[],
  judged: readonly Judged[],
  rowOf: (part: Part) => Row,
): readonly AddressResult[] | null {
  const seen = new Set(parts.flatMap(({ attempts }) => attempts.map(({ index }) => index)));
  const lost = judged.filter(({ index }) => !seen.has(index));
  const rows = routedOf(parts).map((part, number): AddressResult => {
    const { ask, attempts, standing } = part;
    const all = number === 0 ? [...lost, ...attempts] : attempts;
    const by = standing.state === 'missing' ? null : standing.by.index;
    return {
      address: ask.address ?? '',
      attempts: all.map(({ observation }) => observation),
      decidedBy: by === null ? null : all.findIndex(({ index }) => index === by),
      ...rowOf(part),
    };
  });
  const ways = new Set(rows.map(({ status, cause }) => `${status} ${cause?.code}`));
  return ways.size > 1 ? rows : null;
}
