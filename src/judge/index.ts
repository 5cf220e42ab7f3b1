// Outcomes to results and evidence. Pure.

import { groupBy } from '../group.ts';
import type { Cause, Endpoint, Evidence, Outcome, Result } from '../model.ts';
import type { Against } from './regression.ts';
import { weigh } from './weigh.ts';

/**
 * What is known of every endpoint and control after these outcomes, given in the order in which they ended; samples
 * are held `against` a baseline where there is one.
 */
export function judge(
  endpoints: readonly Endpoint[],
  controls: readonly Endpoint[],
  outcomes: readonly Outcome[],
  against: Against | null = null,
): { results: readonly Result[]; evidence: Evidence } {
  const byEndpoint = groupBy(outcomes, (outcome) => outcome.job.endpoint);
  const result = (endpoint: Endpoint): Result => {
    try {
      return weigh(endpoint, byEndpoint.get(endpoint) ?? [], against);
    } catch (error) {
      return bugIn(endpoint, error);
    }
  };
  const questions = outcomes.filter(({ job }) => job.purpose === 'question').map(({ job }) => job.endpoint);
  // A question that was cut or not asked is no evidence.
  const known = (asked: readonly Endpoint[]) =>
    asked.map(result).filter(({ decidedBy }) => decidedBy !== null);
  return {
    results: endpoints.map(result),
    evidence: {
      controls,
      asked: outcomes.map(({ job }) => job),
      answers: known(controls),
      opinions: known([...new Set(questions)]),
    },
  };
}

/** A bug of ours in judging one endpoint is told there, and costs no other its result. */
function bugIn(endpoint: Endpoint, error: unknown): Result {
  const message = `whydown itself failed: ${error instanceof Error ? error.message : String(error)}`;
  const cause: Cause = { code: 'local.bug', layer: 'local', message };
  const nothing = { attempts: [], decidedBy: null, passed: [], checks: [] };
  return { endpoint, ...nothing, status: 'unknown', cause, codes: [cause.code] };
}
