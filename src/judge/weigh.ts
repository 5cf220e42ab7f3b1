// All that happened to one endpoint, weighed: each way to ask it by itself, then these against `atLeast`. Pure.

import { allAsks, askKey } from '../asks.ts';
import { codes, layers } from '../codes.ts';
import { groupBy } from '../group.ts';
import type { Cause, Endpoint, Job, Observation, Outcome, Result, Status } from '../model.ts';
import { disagreement } from './agree.ts';
import { type Judgement, judgeAttempt } from './attempt.ts';

interface Judged extends Judgement {
  readonly job: Job;
  readonly observation: Observation;
  /** Its place in the order in which the attempts ended. */
  readonly index: number;
}

type Missing = Extract<Outcome, { missing: unknown }>;

/** What is known of one way to ask; `by` is the attempt that says so. */
type Standing =
  | { readonly state: 'passed' | 'down' | 'unknown' | 'skipped'; readonly by: Judged; readonly first: Judged }
  | { readonly state: 'missing'; readonly why: Missing | undefined };

/** The result of an endpoint after these outcomes, given in the order in which they ended. */
export function weigh(endpoint: Endpoint, outcomes: readonly Outcome[]): Result {
  const judged = outcomes
    .filter((outcome) => 'observation' in outcome)
    .map((outcome, index): Judged => ({ ...outcome, index, ...judgeAttempt(endpoint, outcome.observation) }));
  const byAsk = groupBy(judged, ({ job }) => askKey(job));
  const missing = outcomes.filter(
    (outcome) => 'missing' in outcome && outcome.missing !== 'cut',
  ) as Missing[];
  const observations = judged.map(({ observation }) => observation);
  const asks = allAsks(endpoint, observations).map(askKey);
  const standings = asks.map((ask) =>
    standingOf(
      byAsk.get(ask) ?? [],
      missing.find(({ job }) => askKey(job) === ask),
    ),
  );
  const passed = asks.filter((_, index) => standings[index]?.state === 'passed');
  const common = { endpoint, attempts: observations, passed };
  const decision = decide(endpoint, standings, [...byAsk.values()]);
  if (!('by' in decision)) return { ...common, ...notAsked(endpoint, decision.why) };
  const { by, status, causes } = decision;
  const [cause] = causes;
  return {
    ...common,
    // Whoever contradicts another is asked again with it.
    ...(cause?.code === 'dns.disagree' ? { passed: [] } : {}),
    decidedBy: by.index,
    status,
    ...(cause ? { cause } : {}),
    codes: causes.map(({ code }) => code),
    checks: by.checks,
  };
}

/** An attempt that passed outranks those that did not; one that failed outranks those that tell nothing. */
function standingOf(attempts: readonly Judged[], why: Missing | undefined): Standing {
  const first = attempts[0];
  if (!first) return { state: 'missing', why };
  const passed = attempts.find(isPassed);
  if (passed) return { state: 'passed', by: passed, first };
  const down = furthest(attempts.filter(({ status }) => status === 'down'));
  if (down) return { state: 'down', by: down, first };
  const unknown = attempts.find(({ status }) => status === 'unknown');
  return unknown ? { state: 'unknown', by: unknown, first } : { state: 'skipped', by: first, first };
}

function isPassed({ status }: Judged): boolean {
  return status === 'up' || status === 'degraded';
}

type Decision =
  | { readonly by: Judged; readonly status: Status; readonly causes: readonly Cause[] }
  | { readonly why: Missing | undefined };

/** Enough have passed, or no longer can, or it cannot be told. `byAsk` holds the attempts of each way to ask. */
function decide(
  endpoint: Endpoint,
  standings: readonly Standing[],
  byAsk: readonly (readonly Judged[])[],
): Decision {
  const told = standings.flatMap((standing) => (standing.state === 'missing' ? [] : [standing]));
  const of = (state: Standing['state']) => told.filter((standing) => standing.state === state);
  const passed = of('passed');
  const absent = standings.filter((standing) => standing.state === 'missing');
  if (passed.length >= endpoint.atLeast) return decidePassed(endpoint, passed, byAsk);
  const down = furthest(of('down').map(({ by }) => by));
  const couldStillPass = passed.length + of('unknown').length + absent.length >= endpoint.atLeast;
  if (down && !couldStillPass) return { by: down, status: 'down', causes: down.causes };
  if (absent.length > 0) return { why: absent[0]?.why };
  const open = [...of('unknown'), ...of('skipped')][0]?.by;
  if (open) return { by: open, status: open.status, causes: open.causes };
  if (passed.length === 0) return { why: undefined };
  const message = `at least ${endpoint.atLeast} must pass, and there are only ${passed.length} to ask`;
  const tooFew: Cause = { code: 'dns.records', layer: 'dns', message, ...where(endpoint) };
  return { by: earliest(passed.map(({ by }) => by)), status: 'down', causes: [tooFew] };
}

/** Enough have passed; it is up if they say the same where they must. */
function decidePassed(
  endpoint: Endpoint,
  passed: readonly { by: Judged; first: Judged }[],
  byAsk: readonly (readonly Judged[])[],
): Decision {
  const by = earliest(passed.map((standing) => standing.by));
  const differ = (which: 0 | -1) =>
    endpoint.options.agree
      ? disagreement(
          endpoint,
          byAsk.flatMap((attempts) => attempts.at(which)?.observation ?? []),
        )
      : null;
  const refuted = differ(-1);
  if (refuted) return { by, status: 'down', causes: [refuted, ...by.causes] };
  const early = differ(0);
  const flaky = early ? flaw(endpoint, early) : flakiness(endpoint, passed);
  if (!flaky) return { by, status: by.status, causes: by.causes };
  return { by, status: 'degraded', causes: [flaky, ...by.causes] };
}

/** The one that ended first gives the row its numbers. */
function earliest(judged: readonly Judged[]): Judged {
  return judged.reduce((best, next) => (next.index < best.index ? next : best));
}

/** The cause when the first attempts alone would not have been enough. */
function flakiness(endpoint: Endpoint, passed: readonly { by: Judged; first: Judged }[]): Cause | null {
  const again = passed.filter(({ first }) => first.status === 'down');
  const failed = again[0]?.first.causes[0];
  if (!failed || passed.length - again.length >= endpoint.atLeast) return null;
  return flaw(endpoint, failed);
}

function flaw(endpoint: Endpoint, { code, message: said }: Cause): Cause {
  const message = `failed at first and passed when asked again: ${said} (${code})`;
  return { code: 'run.flaky', layer: null, message, ...where(endpoint) };
}

/** The attempt that got furthest up the layers; of equals the last, which is the newest. */
function furthest(failed: readonly Judged[]): Judged | undefined {
  const rank = ({ causes }: Judged) => (causes[0]?.layer ? layers.indexOf(causes[0].layer) : layers.length);
  return failed.reduce<Judged | undefined>(
    (best, next) => (best === undefined || rank(next) >= rank(best) ? next : best),
    undefined,
  );
}

function where({ source }: Endpoint): Pick<Cause, 'source'> {
  return source ? { source } : {};
}

function notAsked(
  endpoint: Endpoint,
  why: Missing | undefined,
): Pick<Result, 'decidedBy' | 'status' | 'cause' | 'codes' | 'checks'> {
  const interrupted = why?.missing === 'interrupted';
  const code = interrupted ? 'run.interrupted' : 'run.deadline';
  return {
    decidedBy: null,
    // Begun and cut by the deadline, it was asked and cannot be judged.
    status: why?.started && !interrupted ? 'unknown' : 'skipped',
    cause: { code, layer: null, message: codes[code].sentence, ...where(endpoint) },
    codes: [code],
    checks: [],
  };
}
