// An endpoint's ways to be asked, and what is known of each: its attempts, the addresses it led to, its samples.
// Pure.

import { hasResolved } from '../asks/addresses.ts';
import { allAsks, askKey } from '../asks.ts';
import { groupBy } from '../group.ts';
import type { Ask, Endpoint, Outcome, Samples } from '../model.ts';
import { type Part, partOf, together } from './addresses.ts';
import { namings, parted, withName } from './name.ts';
import type { Against } from './regression.ts';
import { judgedBy, samplesOf, standingOfSamples } from './samples.ts';
import { type Judged, type Missing, type Standing, standingOf } from './standing.ts';

/** One way to ask an endpoint, with the addresses that were asked by themselves. */
export interface Way {
  readonly key: string;
  readonly attempts: readonly Judged[];
  readonly standing: Standing;
  /** What holds of the name itself; null where nothing is expected of it, or no address was asked by itself. */
  readonly name: Standing | null;
  readonly parts: readonly Part[];
  /** One for itself, or one for each of its addresses; none where each way was asked once. */
  readonly samples: readonly Samples[];
}

/** What a way is weighed by. */
interface Scales {
  readonly endpoint: Endpoint;
  readonly whyOf: (ask: Ask) => Missing | undefined;
  readonly against: Against | null;
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
  const scales = { endpoint, whyOf, against };
  const asks = allAsks(
    endpoint,
    judged.map(({ observation }) => observation),
  );
  return asks
    .filter(({ address }) => address === null)
    .map((ask): Way => {
      const key = askKey(ask);
      const attempts = byAsk.get(key) ?? [];
      const known = attempts.some(({ observation }) => hasResolved(observation));
      const found = known ? asks.filter(({ url, address }) => url === ask.url && address !== null) : [];
      if (found.length === 0) {
        const standing = standingAt(ask, attempts, scales);
        return { key, attempts, standing, name: null, parts: [], samples: sampled(ask, attempts, scales) };
      }
      const atUrl = judged.filter(({ job }) => job.url === ask.url);
      return { key, attempts, ...apart(ask, found, atUrl, scales) };
    });
}

/** A way whose addresses were asked by themselves: what is expected of its name is weighed apart from them. */
function apart(
  ask: Ask,
  found: readonly Ask[],
  atUrl: readonly Judged[],
  scales: Scales,
): Pick<Way, 'standing' | 'name' | 'parts' | 'samples'> {
  const expected = parted(scales.endpoint);
  const again = (endpoint: Endpoint, attempts: readonly Judged[]) =>
    attempts.map((each) => ({ ...each, ...judgedBy(endpoint, each.observation) }));
  const rest = again(expected.rest, atUrl);
  const byName = rest.filter(({ job }) => askKey(job) === askKey(ask));
  const name =
    expected.name.expect.length === 0
      ? null
      : standingAt(ask, again(expected.name, namings(byName)), { ...scales, endpoint: expected.name });
  const parts = found.map((part) => {
    const at = partOf(part, rest, (own) => standingAt(part, own, { ...scales, endpoint: expected.rest }));
    return { ...at, samples: sampled(part, at.attempts, scales) };
  });
  return {
    standing: name?.state === 'down' ? name : withName(together(byName, parts), name),
    name,
    parts: parts.map((part) => ({ ...part, standing: withName(part.standing, name) })),
    samples: parts.flatMap(({ samples }) => samples),
  };
}

function standingAt(ask: Ask, attempts: readonly Judged[], { endpoint, whyOf }: Scales): Standing {
  return standingOfSamples(endpoint, attempts) ?? standingOf(attempts, whyOf(ask));
}

function sampled(ask: Ask, attempts: readonly Judged[], { endpoint, against }: Scales): readonly Samples[] {
  return endpoint.options.samples > 1 ? [samplesOf(endpoint, ask, attempts, against)] : [];
}
