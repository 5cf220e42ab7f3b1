// From results to blame: what to ask next, and whose fault it is. Pure.

import { allAsks, askKey } from '../asks.ts';
import { jobsFor } from '../config/plan.ts';
import { groupBy } from '../group.ts';
import type { Diagnosis, Endpoint, Evidence, Job, Result } from '../model.ts';
import { rules } from './rules/index.ts';

/** The retries that are due and, beside them, what the rules ask for. Nothing left: an empty round. */
export function followUp(results: readonly Result[], evidence: Evidence): readonly Job[] {
  const asked = groupBy(evidence.asked, ({ endpoint }) => endpoint);
  const wanted = rules.flatMap((rule) => rule.ask(results, evidence)).map(({ control }) => control);
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
    ...results.flatMap((result) => asksAgain(result, asked.get(result.endpoint) ?? [])),
  ];
}

/**
 * What was found out to ask besides, and a failed endpoint once more in each way, as often as its `retry` allows;
 * those that passed are left alone.
 */
function asksAgain({ endpoint, attempts, status, passed }: Result, asked: readonly Job[]): readonly Job[] {
  const { timeoutMs, retry } = endpoint.options;
  // All rounds after the first share one timeout: half of it is left for the answer.
  const afterMs = Math.min(retry.afterMs, timeoutMs / 2);
  return allAsks(endpoint, attempts).flatMap((ask) => {
    const key = askKey(ask);
    const attempt = asked.filter((job) => askKey(job) === key).length + 1;
    if (attempt === 1) return jobsFor(endpoint, { purpose: 'endpoint', attempt, afterMs: 0, asks: [ask] });
    if (status !== 'down' || attempt > retry.times + 1 || passed.includes(key)) return [];
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
