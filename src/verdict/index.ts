// From results to blame: what to ask next, and whose fault it is. Pure.

import { cameTo } from '../asks/addresses.ts';
import { allAsks, askKey } from '../asks.ts';
import { jobsFor } from '../config/plan.ts';
import { groupBy } from '../group.ts';
import type { Ask, Diagnosis, Endpoint, Evidence, Job, Observation, Result } from '../model.ts';
import { rules } from './rules/index.ts';

/** The retries that are due, what was learnt of and, beside them, what the rules ask for. Nothing left: an empty round. */
export function followUp(results: readonly Result[], evidence: Evidence): readonly Job[] {
  const asked = groupBy(evidence.asked, ({ endpoint }) => endpoint);
  const wanted = rules.flatMap((rule) => rule.ask(results, evidence)).map(({ endpoint }) => endpoint);
  const questioned = new Set(
    evidence.asked.flatMap(({ purpose, endpoint }) => (purpose === 'question' ? endpoint.name : [])),
  );
  const isControl = (endpoint: Endpoint) => evidence.controls.includes(endpoint);
  const questions = wanted.filter((endpoint) => !isControl(endpoint) && !questioned.has(endpoint.name));
  // The controls first: the retries of many must not take their places, or nobody knows whose fault it is.
  return [
    ...[...new Set(wanted)]
      .filter((control) => isControl(control) && !asked.has(control))
      .flatMap((control) => jobsFor(control, { purpose: 'control', attempt: 1, afterMs: 0 })),
    ...[...new Map(questions.map((question) => [question.name, question])).values()].flatMap((question) =>
      jobsFor(question, { purpose: 'question', attempt: 1, afterMs: 0 }),
    ),
    ...results.flatMap((result) => again(result, asked.get(result.endpoint) ?? [])),
  ];
}

/**
 * A failed endpoint once more in each way, as often as its `retry` allows; those that passed are left alone. A way
 * that was only just learnt of is asked for the first time, whatever came of the others.
 */
function again(result: Result, asked: readonly Job[]): readonly Job[] {
  const { endpoint, status, passed, attempts } = result;
  const { timeoutMs, retry, samples } = endpoint.options;
  // What this machine was too busy to see was not really asked.
  const unseen = status === 'unknown' && result.cause?.code === 'local.stalled';
  // All retries share one timeout: half of it is left for the answer.
  const laterMs = Math.min(retry.afterMs, timeoutMs / 2);
  // Many samples tell how much is lost; a retry would only blur that.
  const most = samples > 1 ? 0 : unseen ? Math.max(retry.times, 1) : status === 'down' ? retry.times : 0;
  return allAsks(endpoint, attempts).flatMap((ask) => {
    const key = askKey(ask);
    const times = asked.filter((job) => askKey(job) === key).length + timesByName(ask, attempts);
    if (times > 0 && (times > most || passed.includes(key))) return [];
    const afterMs = times === 0 ? 0 : laterMs;
    return jobsFor(endpoint, { purpose: 'endpoint', attempt: times + 1, afterMs, asks: [ask] });
  });
}

/** How often an address was asked by asking for its name. */
function timesByName({ url, address }: Ask, attempts: readonly Observation[]): number {
  return address === null ? 0 : attempts.filter((one) => one.url === url && cameTo(one) === address).length;
}

/** Each rule in turn speaks of what no earlier one has explained. */
export function diagnose(results: readonly Result[], evidence: Evidence): readonly Diagnosis[] {
  const diagnoses: Diagnosis[] = [];
  for (const rule of rules) {
    const explained = new Set(diagnoses.flatMap(({ members }) => members));
    const open = results.filter(({ endpoint }) => !explained.has(endpoint.name));
    // One by one: an endpoint each may be more than a call takes arguments.
    for (const diagnosis of rule.conclude(open, evidence, [...diagnoses], results)) diagnoses.push(diagnosis);
  }
  return diagnoses;
}
