// From endpoints to jobs: one for each way to ask, with what it must gather for the expectations.

import { asksOf } from '../asks.ts';
import { checks } from '../judge/checks/index.ts';
import type { Ask, Endpoint, Job } from '../model.ts';

/** How and when an endpoint is asked. */
export interface Asking {
  readonly purpose: Job['purpose'];
  readonly attempt: number;
  readonly afterMs: number;
  /** Some of the ways to ask it; all that are known beforehand if not said. */
  readonly asks?: readonly Ask[];
}

/** The first round: every endpoint once. */
export function plan(endpoints: readonly Endpoint[]): Job[] {
  return endpoints.flatMap((endpoint) => jobsFor(endpoint, { purpose: 'endpoint', attempt: 1, afterMs: 0 }));
}

/** One job for each sample of each way in which it is to be asked; the samples of a round are taken in turn. */
export function jobsFor(endpoint: Endpoint, asking: Asking): Job[] {
  const { purpose, attempt, afterMs, asks = asksOf(endpoint) } = asking;
  const judged = endpoint.expect.some((expectation) =>
    checks.some((rule) => rule.key === expectation.check && rule.collectsBody?.(expectation)),
  );
  const body = judged || endpoint.feed !== undefined;
  const okIsOdd = endpoint.expect.some((expectation) =>
    checks.some((rule) => rule.key === expectation.check && rule.refuses?.(expectation, 200)),
  );
  const { timeoutMs, samples } = endpoint.options;
  return Array.from({ length: samples }, (_, index) => index + 1).flatMap((sample) =>
    asks.map(({ url, resolver, address }) => ({
      purpose,
      endpoint,
      url,
      resolver,
      address,
      attempt,
      sample,
      afterMs,
      timeoutMs,
      collect: { body, ...(okIsOdd ? { okIsOdd } : {}) },
    })),
  );
}
