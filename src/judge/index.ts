// Outcomes to results: every attempt judged, attempts of one endpoint weighed together. Pure.

import { layers } from '../codes.ts';
import { groupBy } from '../group.ts';
import type { Cause, Endpoint, Evidence, Job, Observation, Outcome, Result } from '../model.ts';
import { type Judgement, judgeAttempt } from './attempt.ts';

interface Judged extends Judgement {
  readonly job: Job;
  readonly observation: Observation;
}

/** What is known of every endpoint and control after these outcomes, given in the order in which they ended. */
export function judge(
  endpoints: readonly Endpoint[],
  controls: readonly Endpoint[],
  outcomes: readonly Outcome[],
): { results: readonly Result[]; evidence: Evidence } {
  const byEndpoint = groupBy(outcomes, (outcome) => outcome.job.endpoint);
  return {
    results: endpoints.map((endpoint) => weigh(endpoint, byEndpoint.get(endpoint) ?? [])),
    evidence: {
      controls,
      asked: outcomes.map(({ job }) => job),
      answers: controls
        .map((control) => weigh(control, byEndpoint.get(control) ?? []))
        // A question that was cut or not asked is no evidence.
        .filter((result) => result.decidedBy !== null),
    },
  };
}

function weigh(endpoint: Endpoint, outcomes: readonly Outcome[]): Result {
  const judged = outcomes.flatMap((outcome): Judged[] =>
    'observation' in outcome ? [{ ...outcome, ...judgeAttempt(endpoint, outcome.observation) }] : [],
  );
  const attempts = judged.map(({ observation }) => observation);
  const passed = judged.filter(({ status }) => status === 'up' || status === 'degraded');
  const urlsPassed = new Set(passed.map(({ job }) => job.url));
  const common = { endpoint, attempts, passed: [...urlsPassed] };
  const tell = (chosen: Judged, status = chosen.status, cause: Cause | undefined = chosen.cause): Result => ({
    ...common,
    decidedBy: judged.indexOf(chosen),
    status,
    ...(cause ? { cause } : {}),
    checks: chosen.checks,
  });

  const first = passed[0];
  if (first && urlsPassed.size >= endpoint.atLeast) {
    const flaky = needRetry(endpoint, judged);
    return flaky ? tell(first, 'degraded', { ...flaky, ...where(endpoint) }) : tell(first);
  }
  const missing = outcomes.find((outcome) => 'missing' in outcome && outcome.missing !== 'cut');
  const open = judged.filter(({ job, status }) => status === 'unknown' && !urlsPassed.has(job.url));
  const failed = judged.filter(({ status }) => status === 'down');
  // A URL that could not be judged might have passed: only when that would not be enough is it down.
  const couldPass = urlsPassed.size + new Set(open.map(({ job }) => job.url)).size;
  if (failed.length > 0 && couldPass < endpoint.atLeast && !unasked(endpoint, judged, urlsPassed)) {
    return tell(furthest(failed));
  }
  // With nothing failed and nothing unknown, what is left lacks a route to every address.
  const undecided = open[0] ?? (failed.length === 0 ? judged[0] : undefined);
  if (undecided) return tell(undecided);
  return { ...common, ...notAsked(endpoint, missing) };
}

/** True while a URL has no observation and its passing could still be enough. */
function unasked(endpoint: Endpoint, judged: readonly Judged[], passed: ReadonlySet<string>): boolean {
  const seen = new Set(judged.map(({ job }) => job.url));
  const never = endpoint.urls.filter((url) => !seen.has(url)).length;
  return never > 0 && passed.size + never >= endpoint.atLeast;
}

/** The cause when the first attempts alone would not have passed. */
function needRetry(endpoint: Endpoint, judged: readonly Judged[]): Cause | null {
  const firsts = judged.filter(({ job }) => job.attempt === 1);
  const good = firsts.filter(({ status }) => status === 'up' || status === 'degraded');
  const failed = firsts.find(({ status }) => status === 'down');
  if (!failed || new Set(good.map(({ job }) => job.url)).size >= endpoint.atLeast) return null;
  const why = failed.cause?.message ?? 'it failed';
  return { code: 'run.flaky', layer: null, message: `failed at first and passed when asked again: ${why}` };
}

/** The attempt that got furthest; of equals the last, which is the newest. */
function furthest(failed: readonly Judged[]): Judged {
  const rank = ({ cause }: Judged) => (cause?.layer ? layers.indexOf(cause.layer) : layers.length);
  return failed.reduce((best, next) => (rank(next) >= rank(best) ? next : best));
}

function where({ source }: Endpoint): Pick<Cause, 'source'> {
  return source ? { source } : {};
}

function notAsked(
  endpoint: Endpoint,
  missing: Outcome | undefined,
): Pick<Result, 'decidedBy' | 'status' | 'cause' | 'checks'> {
  const interrupted = missing !== undefined && 'missing' in missing && missing.missing === 'interrupted';
  const cut = missing !== undefined && 'missing' in missing && missing.started && !interrupted;
  return {
    decidedBy: null,
    status: cut ? 'unknown' : 'skipped',
    cause: interrupted
      ? { code: 'run.interrupted', layer: null, message: 'the run was interrupted', ...where(endpoint) }
      : { code: 'run.deadline', layer: null, message: 'the run’s deadline came first', ...where(endpoint) },
    checks: [],
  };
}
