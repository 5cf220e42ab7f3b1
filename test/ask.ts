// Asks as a run asks, over a network of the test's own. Endpoints are written as in a list.

import { plan } from '../src/config/plan.ts';
import type { Listener } from '../src/events.ts';
import { main } from '../src/main.ts';
import type { Endpoint, Facts, Failure, Observation, ReportedResult, Run } from '../src/model.ts';
import type { Network } from '../src/net/network.ts';
import { createRunner } from '../src/run/runner.ts';
import { fileOf, listOf } from './config/list.ts';

/** The keys of an endpoint in a list. */
export type Written = Readonly<Record<string, unknown>>;

const unhurried = { timeout: '5s', retry: { times: 0 } };

export function endpointOf(url: string | readonly string[], written: Written = {}): Endpoint {
  const text = JSON.stringify({ endpoints: [{ name: 'site', url, ...unhurried, ...written }] });
  const endpoint = listOf(text).endpoints[0];
  if (!endpoint) throw new Error('the list is empty');
  return endpoint;
}

/** One attempt at one URL. */
export async function attempt(network: Network, url: string, written: Written = {}): Promise<Observation> {
  const run = createRunner({
    network,
    concurrency: 1,
    deadlineMs: null,
    interrupt: new AbortController().signal,
  });
  const [outcome] = await run(plan([endpointOf(url, written)]));
  if (!outcome || !('observation' in outcome)) throw new Error('there was no attempt');
  return outcome.observation;
}

/** What made the attempt fail. */
export async function failureOf(
  network: Network,
  url: string,
  written: Written = {},
): Promise<Failure | undefined> {
  return (await attempt(network, url, written)).failure;
}

/** What is known of the last hop. */
export function factsOf({ hops }: Observation): Facts {
  return hops.at(-1)?.facts ?? {};
}

export interface Manner {
  readonly concurrency?: number;
  readonly deadlineMs?: number;
  readonly interrupt?: AbortSignal;
  readonly onEvent?: Listener;
  readonly samples?: number;
  readonly noThirdParties?: boolean;
}

/** A whole run of a list: retries, verdict and all. */
export function runOf(network: Network, list: Written, manner: Manner = {}): Promise<Run> {
  return main({
    files: [fileOf(JSON.stringify(list))],
    context: { env: {}, readFile: () => new Uint8Array() },
    words: [],
    tags: [],
    flags: {
      ...(manner.samples === undefined ? {} : { samples: manner.samples }),
      ...(manner.noThirdParties ? { noThirdParties: true } : {}),
    },
    network,
    concurrency: manner.concurrency ?? 16,
    deadlineMs: manner.deadlineMs ?? null,
    failOn: [],
    ...(manner.onEvent ? { onEvent: manner.onEvent } : {}),
    interrupt: manner.interrupt ?? new AbortController().signal,
  });
}

/** The result of one endpoint, retried as it says. */
export async function resultOf(
  network: Network,
  url: string | readonly string[],
  written: Written = {},
  manner: Manner = {},
): Promise<ReportedResult> {
  const run = await runOf(network, { endpoints: [{ name: 'site', url, ...unhurried, ...written }] }, manner);
  const result = run.results[0];
  if (!result) throw new Error('there is no result');
  return result;
}
