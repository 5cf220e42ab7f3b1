// Observations and outcomes written as briefly as they can be read.

import { failure } from '../../src/codes.ts';
import { judge } from '../../src/judge/index.ts';
import type { Against } from '../../src/judge/regression.ts';
import type {
  DnsFacts,
  Endpoint,
  Facts,
  FailureCode,
  HttpFacts,
  Job,
  Observation,
  Outcome,
  Phase,
  Result,
  Step,
  Try,
} from '../../src/model.ts';
import { layerOfPhase } from '../../src/phases.ts';
import { endpointOf, type Written } from '../ask.ts';

interface Sketch {
  readonly fails?: FailureCode;
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: HttpFacts['headers'];
  readonly body?: string;
  /** Days to the expiry of each hop's chain. */
  readonly days?: readonly number[];
  readonly took?: Partial<Record<Phase, number>>;
  readonly ms?: number;
  readonly tries?: readonly Try[];
  readonly facts?: Facts;
}

const url = 'https://site.example/';

/** What a name server said: nothing, unless told otherwise. */
export function heard(more: Partial<DnsFacts> = {}): DnsFacts {
  return { from: 'server', records: [], addresses: [], ...more };
}

/** One attempt; it answered 200 unless told otherwise. */
export function seen(sketch: Sketch = {}): Observation {
  const { fails, status, headers = {}, body, reason = null, days = [], took = { ttfb: 5 } } = sketch;
  const answered = fails === undefined || fails.startsWith('content.');
  const http = {
    version: '1.1',
    status: status ?? 200,
    reason,
    headers,
    ...(body === undefined ? {} : { body }),
  };
  const steps = (Object.entries(took) as [Phase, number][]).map(
    ([name, ms]): Step => ({
      layer: layerOfPhase[name],
      name,
      at: 0,
      ms,
      ...(name === 'tcp' && sketch.tries ? { tries: sketch.tries } : {}),
    }),
  );
  const tls = (left: number): Facts => ({
    tls: { protocol: null, cipher: null, alpn: null, chain: [], expiresInDays: left, lifetimeDays: 90 },
  });
  const earlier = days.slice(0, -1).map((left) => ({ url, steps: [], facts: tls(left) }));
  const last = {
    ...(days.length > 0 ? tls(days.at(-1) ?? 0) : {}),
    ...(answered ? { http } : {}),
    ...sketch.facts,
  };
  return {
    url,
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: sketch.ms ?? 10,
    hops: [...earlier, { url, steps, facts: last }],
    ...(fails ? { failure: failure(fails) } : {}),
  };
}

export function jobOf(endpoint: Endpoint, jobUrl: string, attempt: number): Job {
  const { timeoutMs } = endpoint.options;
  return {
    purpose: 'endpoint',
    endpoint,
    url: jobUrl,
    resolver: null,
    address: null,
    attempt,
    sample: 1,
    afterMs: 0,
    timeoutMs,
    collect: { body: false },
  };
}

type Told = Observation | Exclude<Outcome, { observation: Observation }>['missing'] | 'started';

/** What comes of an endpoint: for each of its URLs, by place, what was seen in each attempt. */
export function weighed(
  urls: readonly string[],
  told: readonly (readonly Told[])[],
  written: Written = {},
): Result {
  return weigh(endpointOf(urls, written), told, null);
}

/** The same when each URL was sampled so often, held against a baseline if there is one. */
export function sampled(
  urls: readonly string[],
  told: readonly (readonly Told[])[],
  written: Written = {},
  against: Against | null = null,
): Result {
  const endpoint = endpointOf(urls, written);
  const samples = Math.max(...told.map(({ length }) => length));
  return weigh({ ...endpoint, options: { ...endpoint.options, samples } }, told, against);
}

function weigh(endpoint: Endpoint, told: readonly (readonly Told[])[], against: Against | null): Result {
  const outcomes = told.flatMap((attempts, index) =>
    attempts.map((what, attempt): Outcome => {
      const job = jobOf(endpoint, endpoint.urls[index] ?? '', attempt + 1);
      if (what === 'started') return { job, missing: 'deadline', started: true };
      return typeof what === 'string' ? { job, missing: what, started: false } : { job, observation: what };
    }),
  );
  // In the order in which they ended: all first attempts, then the second ones.
  const ended = outcomes.toSorted((a, b) => a.job.attempt - b.job.attempt);
  const result = judge([endpoint], [], ended, against).results[0];
  if (!result) throw new Error('no result');
  return result;
}

/** One URL, one attempt. */
export function judged(observation: Observation, written: Written = {}): Result {
  return weighed([url], [[observation]], written);
}
