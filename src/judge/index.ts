// Outcomes to results and evidence. Pure.

import { asFeed } from '../feeds/index.ts';
import { groupBy } from '../group.ts';
import type { Cause, Endpoint, Evidence, Outcome, Result } from '../model.ts';
import type { Against } from './regression.ts';
import { weigh } from './weigh.ts';

/**
 * What is known of every endpoint and control after these outcomes, given in the order in which they ended; samples
 * are held `against` a baseline where there is one. What is said in feeds is evidence beside the results.
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
      return asFeed(weigh(endpoint, byEndpoint.get(endpoint) ?? [], against));
    } catch (error) {
      return bugIn(endpoint, error);
    }
  };
  const questions = outcomes.filter(({ job }) => job.purpose === 'question').map(({ job }) => job.endpoint);
  // A question that was cut or not asked is no evidence.
  const known = (asked: readonly Endpoint[]) =>
    asked.map(result).filter(({ decidedBy }) => decidedBy !== null);
  return {
    results: endpoints.filter(({ feed }) => feed === undefined).map(result),
    evidence: {
      controls,
      asked: outcomes.map(({ job }) => job),
      answers: known(controls),
      opinions: known([...new Set(questions)]),
      feeds: endpoints.filter(({ feed }) => feed !== undefined).map(result),
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
