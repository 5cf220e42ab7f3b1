// Outcomes to results and evidence. Pure.

import { groupBy } from '../group.ts';
import type { Endpoint, Evidence, Outcome, Result } from '../model.ts';
import { weigh } from './weigh.ts';

/** What is known of every endpoint and control after these outcomes, given in the order in which they ended. */
export function judge(
  endpoints: readonly Endpoint[],
  controls: readonly Endpoint[],
  outcomes: readonly Outcome[],
): { results: readonly Result[]; evidence: Evidence } {
  const byEndpoint = groupBy(outcomes, (outcome) => outcome.job.endpoint);
  const result = (endpoint: Endpoint) => weigh(endpoint, byEndpoint.get(endpoint) ?? []);
  return {
    results: endpoints.map(result),
    evidence: {
      controls,
      asked: outcomes.map(({ job }) => job),
      // A question that was cut or not asked is no evidence.
      answers: controls.map(result).filter(({ decidedBy }) => decidedBy !== null),
    },
  };
}
