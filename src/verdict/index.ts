// From results to blame: what to ask next, and whose fault it is. Pure.

import { askKey, asksOf } from '../asks.ts';
import { jobsFor } from '../config/plan.ts';
import { groupBy } from '../group.ts';
import type { Diagnosis, Evidence, Job, Result } from '../model.ts';
import { rules } from './rules/index.ts';

/** The retries that are due and, beside them, what the rules ask for. Nothing left: an empty round. */
export function followUp(results: readonly Result[], evidence: Evidence): readonly Job[] {
  const asked = groupBy(evidence.asked, ({ endpoint }) => endpoint);
  const wanted = rules.flatMap((rule) => rule.ask(results, evidence)).map(({ control }) => control);
  // The controls first: the retries of many must not take their places, or nobody knows whose fault it is.
  return [
    ...[...new Set(wanted)]
      .filter((control) => !asked.has(control))
      .flatMap((control) => jobsFor(control, { purpose: 'control', attempt: 1, afterMs: 0 })),
    ...results.flatMap((result) => retries(result, asked.get(result.endpoint) ?? [])),
  ];
}

/** A failed endpoint once more in each way, as often as its `retry` allows; those that passed are left alone. */
function retries({ endpoint, status, passed }: Result, asked: readonly Job[]): readonly Job[] {
  const { timeoutMs, retry, samples } = endpoint.options;
  // All rounds after the first share one timeout: half of it is left for the answer.
  const afterMs = Math.min(retry.afterMs, timeoutMs / 2);
  // Many samples tell how much is lost; a retry would only blur that.
  if (status !== 'down' || samples > 1) return [];
  return asksOf(endpoint).flatMap((ask) => {
    const key = askKey(ask);
    const attempt = asked.filter((job) => askKey(job) === key).length + 1;
    if (attempt > retry.times + 1 || passed.includes(key)) return [];
    return jobsFor(endpoint, { purpose: 'endpoint', attempt, afterMs, asks: [ask] });
  });
}

/** Each rule in turn speaks of what no earlier one has explained. */
export function diagnose(results: readonly Result[], evidence: Evidence): readonly Diagnosis[] {
  const diagnoses: Diagnosis[] = [];
  for (const rule of rules) {
    const explained = new Set(diagnoses.flatMap(({ members }) => members));
    const open = results.filter(({ endpoint }) => !explained.has(endpoint.name));
    diagnoses.push(...rule.conclude(open, evidence));
  }
  return diagnoses;
}
