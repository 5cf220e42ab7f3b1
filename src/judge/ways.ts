// An endpoint's ways to be asked, and what is known of each: its attempts, the addresses it led to, its samples.
// Pure.

import { hasResolved } from '../asks/addresses.ts';
import { allAsks, askKey } from '../asks.ts';
import { groupBy } from '../group.ts';
import type { Ask, Endpoint, Outcome, Samples } from '../model.ts';
import { type Part, partOf, together } from './addresses.ts';
import type { Against } from './regression.ts';
import { samplesOf, standingOfSamples } from './samples.ts';
import { type Judged, type Missing, type Standing, standingOf } from './standing.ts';

/** One way to ask an endpoint, with the addresses that were asked by themselves. */
export interface Way {
  readonly key: string;
  readonly attempts: readonly Judged[];
  readonly standing: Standing;
  readonly parts: readonly Part[];
  /** One for itself, or one for each of its addresses; none where each way was asked once. */
  readonly samples: readonly Samples[];
}

/** Every way there is to ask an endpoint, in the order in which they became known. */
export function waysOf(
  endpoint: Endpoint,
  judged: readonly Judged[],
  outcomes: readonly Outcome[],
  against: Against | null,
): readonly Way[] {
  const byAsk = groupBy(judged, ({ job }) => askKey(job));
  const missing = outcomes.filter(
    (outcome) => 'missing' in outcome && outcome.missing !== 'cut',
  ) as Missing[];
  const whyOf = (ask: Ask) => missing.find(({ job }) => askKey(job) === askKey(ask));
  const asks = allAsks(
    endpoint,
    judged.map(({ observation }) => observation),
  );
  const standing = (attempts: readonly Judged[], ask: Ask) =>
    standingOfSamples(endpoint, attempts) ?? standingOf(attempts, whyOf(ask));
  const sampled = (ask: Ask, attempts: readonly Judged[]) =>
    endpoint.options.samples > 1 ? [samplesOf(endpoint, ask, attempts, against)] : [];

  return asks
    .filter(({ address }) => address === null)
    .map((ask): Way => {
      const key = askKey(ask);
      const attempts = byAsk.get(key) ?? [];
      const atUrl = judged.filter(({ job }) => job.url === ask.url);
      const known = attempts.some(({ observation }) => hasResolved(observation));
      const found = known ? asks.filter(({ url, address }) => url === ask.url && address !== null) : [];
      const parts = found.map((part) => partOf(part, atUrl, (own) => standing(own, part)));
      if (parts.length === 0) {
        return { key, attempts, standing: standing(attempts, ask), parts, samples: sampled(ask, attempts) };
      }
      const samples = parts.flatMap((part) => sampled(part.ask, part.attempts));
      return { key, attempts, standing: together(attempts, parts), parts, samples };
    });
}
