// All that happened to one endpoint, weighed: each way to ask it by itself, then these against `atLeast`. Pure.

import { unaskedAddresses } from '../asks/addresses.ts';
import { codes } from '../codes.ts';
import type { Endpoint, Outcome, Result } from '../model.ts';
import { differing } from './addresses.ts';
import { causeOf } from './attempt.ts';
import { type Decision, decide, needed, where } from './decide.ts';
import { type Against, regressionChecks } from './regression.ts';
import { judgedBy } from './samples.ts';
import { isPassed, type Judged, type Missing } from './standing.ts';
import { type Way, waysOf } from './ways.ts';

/** The result of an endpoint after these outcomes, given in the order in which they ended. */
export function weigh(endpoint: Endpoint, outcomes: readonly Outcome[], against: Against | null): Result {
  const judged = outcomes
    .filter((outcome) => 'observation' in outcome)
    .map((outcome, index): Judged => ({ ...outcome, index, ...judgedBy(endpoint, outcome.observation) }));
  const ways = waysOf(endpoint, judged, outcomes, against);
  const attempts = judged.map(({ observation }) => observation);
  const unasked = unaskedAddresses(endpoint, attempts);
  const samples = ways.flatMap((way) => way.samples);
  const decision = slower(endpoint, decide(endpoint, ways), samples);
  return {
    endpoint,
    attempts,
    passed: passedOf(ways, decision),
    decidedBy: 'by' in decision ? decision.by.index : null,
    ...told(endpoint, decision),
    ...partsOf(endpoint, ways, judged),
    ...(unasked > 0 ? { unasked } : {}),
    ...(samples.length > 0 ? { samples } : {}),
  };
}

/** What passed, but in more time than the baseline allows, is degraded. */
function slower(endpoint: Endpoint, decision: Decision, samples: NonNullable<Result['samples']>): Decision {
  if (!('by' in decision)) return decision;
  const compared = samples.flatMap((one) => regressionChecks(endpoint, one));
  const by = { ...decision.by, checks: [...decision.by.checks, ...compared] };
  const regressed = isPassed(decision) ? compared.filter(({ pass }) => !pass).map(causeOf) : [];
  if (regressed.length === 0) return { ...decision, by };
  return { by, status: 'degraded', causes: [...decision.causes, ...regressed] };
}

/**
 * The ways that need not be asked again: those that passed, and a name whose addresses are asked by themselves,
 * unless it misses what is expected of the name. Whoever contradicts another is asked again with it.
 */
function passedOf(ways: readonly Way[], decision: Decision): readonly string[] {
  if ('causes' in decision && decision.causes[0]?.code === 'dns.disagree') return [];
  return ways.flatMap(({ key, standing, name, parts }) => [
    ...(standing.state === 'passed' || (parts.length > 0 && name?.state !== 'down') ? [key] : []),
    ...parts.flatMap((part) => (part.standing.state === 'passed' ? [part.key] : [])),
  ]);
}

/** A row for each address where the addresses that count differ; what the name misses is missed by the whole. */
function partsOf(endpoint: Endpoint, ways: readonly Way[], judged: readonly Judged[]): Pick<Result, 'parts'> {
  const passed = ways.filter(({ standing }) => standing.state === 'passed');
  const counted = passed.length >= needed(endpoint, ways) ? passed : ways;
  if (counted.some(({ parts, name }) => parts.length === 0 || name?.state === 'down')) return {};
  const parts = new Map(counted.flatMap((way) => way.parts.map((part) => [part.key, part])));
  const alone = { ...endpoint, atLeast: 1 };
  const rows = differing([...parts.values()], judged, (part) =>
    told(endpoint, slower(endpoint, decide(alone, [part]), part.samples)),
  );
  return rows ? { parts: rows } : {};
}

type Words = Pick<Result, 'status' | 'cause' | 'codes' | 'checks'>;

function told(endpoint: Endpoint, decision: Decision): Words {
  if (!('by' in decision)) return notAsked(endpoint, decision.why);
  const { by, status, causes } = decision;
  const [cause] = causes;
  return {
    status,
    ...(cause ? { cause } : {}),
    codes: causes.map(({ code }) => code),
    checks: by.checks,
  };
}

function notAsked(endpoint: Endpoint, why: Missing | undefined): Words {
  const interrupted = why?.missing === 'interrupted';
  const code = interrupted ? 'run.interrupted' : 'run.deadline';
  return {
    // Begun and cut by the deadline, it was asked and cannot be judged.
    status: why?.started && !interrupted ? 'unknown' : 'skipped',
    cause: { code, layer: null, message: codes[code].sentence, ...where(endpoint) },
    codes: [code],
    checks: [],
  };
}
