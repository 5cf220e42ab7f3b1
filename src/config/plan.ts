// From endpoints to jobs: one for each URL, with what it must gather for the expectations.

import { checks } from '../judge/checks/index.ts';
import type { Endpoint, Job } from '../model.ts';

/** How and when the URLs of an endpoint are asked. */
export interface Asking {
  readonly purpose: Job['purpose'];
  readonly attempt: number;
  readonly afterMs: number;
  /** Some of the endpoint's URLs; all if not said. */
  readonly urls?: readonly string[];
}

/** The first round: every endpoint once. */
export function plan(endpoints: readonly Endpoint[]): Job[] {
  return endpoints.flatMap((endpoint) => jobsFor(endpoint, { purpose: 'endpoint', attempt: 1, afterMs: 0 }));
}

/** One job for each URL that is to be asked. */
export function jobsFor(endpoint: Endpoint, asking: Asking): Job[] {
  const { purpose, attempt, afterMs, urls = endpoint.urls } = asking;
  const body = endpoint.expect.some((expectation) =>
    checks.some((rule) => rule.key === expectation.check && rule.collectsBody(expectation)),
  );
  const { timeoutMs } = endpoint.options;
  return urls.map((url) => ({ purpose, endpoint, url, attempt, afterMs, timeoutMs, collect: { body } }));
}
