// All that happened to one endpoint, weighed: each way to ask it by itself, then these against `atLeast`. Pure.

import { askKey, asksOf } from '../asks.ts';
import { codes } from '../codes.ts';
import { groupBy } from '../group.ts';
import type { Cause, Endpoint, Outcome, Result, Samples } from '../model.ts';
import { causeOf, judgeAttempt } from './attempt.ts';
import { furthest, isPassed, type Judged } from './judged.ts';
import { type Against, regressionChecks } from './regression.ts';
import { judgeSample, lossOf, medianSample, samplesOf } from './samples.ts';

type Missing = Extract<Outcome, { missing: unknown }>;

/** What is known of one way to ask; `by` is the attempt that says so. */
interface Told {
  readonly state: 'passed' | 'down' | 'unknown' | 'skipped';
  readonly by: Judged;
  /** It passed, but not always; null when it did, and when it did not pass. */
  readonly unsteady: string | null;
}

type Standing = Told | { readonly state: 'missing'; readonly why: Missing | undefined };

/** The result of an endpoint after these outcomes, given in the order in which they ended. */
export function weigh(endpoint: Endpoint, outcomes: readonly Outcome[], against: Against | null): Result {
  const sampled = endpoint.options.samples > 1;
  const judgeOne = sampled ? judgeSample : judgeAttempt;
  const judged = outcomes
    .filter((outcome) => 'observation' in outcome)
    .map((outcome, index): Judged => ({ ...outcome, index, ...judgeOne(endpoint, outcome.observation) }));
  const byAsk = groupBy(judged, ({ job }) => askKey(job));
  const missing = outcomes.filter(
    (outcome) => 'missing' in outcome && outcome.missing !== 'cut',
  ) as Missing[];
  const ways = asksOf(endpoint);
  const asks = ways.map(askKey);
  const samples = sampled
    ? ways.map((ask) => samplesOf(endpoint, ask, byAsk.get(askKey(ask)) ?? [], against))
    : [];
  const standings = asks.map((ask, index) => {
    const why = missing.find(({ job }) => askKey(job) === ask);
    const attempts = byAsk.get(ask) ?? [];
    return sampledStanding(endpoint, samples[index], attempts) ?? standingOf(attempts, why);
  });
  const passed = asks.filter((_, index) => standings[index]?.state === 'passed');
  const attempts = judged.map(({ observation }) => observation);
  const common = { endpoint, attempts, passed, ...(sampled ? { samples } : {}) };
  const decision = decide(endpoint, standings);
  if (!('by' in decision)) return { ...common, ...notAsked(endpoint, decision.why) };
  const { by } = decision;
  const compared = samples.flatMap((one) => regressionChecks(endpoint, one));
  const slower = isPassed(by) ? compared.filter(({ pass }) => !pass).map(causeOf) : [];
  const causes = [...decision.causes, ...slower];
  const [cause] = causes;
  return {
    ...common,
    decidedBy: by.index,
    status: causes.length === by.causes.length ? by.status : 'degraded',
    ...(cause ? { cause } : {}),
    codes: causes.map(({ code }) => code),
    checks: [...by.checks, ...compared],
  };
}

/** Of many samples the median speaks for those that passed; null when none did, or there is only one. */
function sampledStanding(
  endpoint: Endpoint,
  samples: Samples | undefined,
  attempts: readonly Judged[],
): Told | null {
  const by = samples && medianSample(endpoint, attempts);
  if (!by) return null;
  return isPassed(by)
    ? { state: 'passed', by, unsteady: lossOf(samples) }
    : { state: 'down', by, unsteady: null };
}

/** An attempt that passed outranks those that did not; one that failed outranks those that tell nothing. */
function standingOf(attempts: readonly Judged[], why: Missing | undefined): Standing {
  const first = attempts[0];
  if (!first) return { state: 'missing', why };
  const passed = attempts.find(isPassed);
  if (passed) return { state: 'passed', by: passed, unsteady: firstFailure(first) };
  const unsteady = null;
  const down = furthest(attempts.filter(({ status }) => status === 'down'));
  if (down) return { state: 'down', by: down, unsteady };
  const unknown = attempts.find(({ status }) => status === 'unknown');
  return unknown ? { state: 'unknown', by: unknown, unsteady } : { state: 'skipped', by: first, unsteady };
}

function firstFailure({ status, causes: [cause] }: Judged): string | null {
  if (status !== 'down' || !cause) return null;
  return `failed at first and passed when asked again: ${cause.message} (${cause.code})`;
}

type Decision =
  | { readonly by: Judged; readonly causes: readonly Cause[] }
  | { readonly why: Missing | undefined };

/** Enough have passed, or no longer can, or it cannot be told. */
function decide(endpoint: Endpoint, standings: readonly Standing[]): Decision {
  const told = standings.flatMap((standing) => (standing.state === 'missing' ? [] : [standing]));
  const of = (state: Standing['state']) => told.filter((standing) => standing.state === state);
  const passed = of('passed');
  const absent = standings.filter((standing) => standing.state === 'missing');
  if (passed.length >= endpoint.atLeast) {
    const by = earliest(passed.map((standing) => standing.by));
    const flaky = flakiness(endpoint, passed);
    return { by, causes: flaky ? [flaky, ...by.causes] : by.causes };
  }
  const down = furthest(of('down').map(({ by }) => by));
  const couldStillPass = passed.length + of('unknown').length + absent.length >= endpoint.atLeast;
  if (down && !couldStillPass) return { by: down, causes: down.causes };
  if (absent.length > 0) return { why: absent[0]?.why };
  const open = [...of('unknown'), ...of('skipped')][0]?.by;
  return open ? { by: open, causes: open.causes } : { why: undefined };
}

/** The one that ended first gives the row its numbers. */
function earliest(judged: readonly Judged[]): Judged {
  return judged.reduce((best, next) => (next.index < best.index ? next : best));
}

/** The cause when those that always passed would not have been enough. */
function flakiness(endpoint: Endpoint, passed: readonly Told[]): Cause | null {
  const shaky = passed.flatMap(({ unsteady }) => unsteady ?? []);
  const [message] = shaky;
  if (message === undefined || passed.length - shaky.length >= endpoint.atLeast) return null;
  return { code: 'run.flaky', layer: null, message, ...where(endpoint) };
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
