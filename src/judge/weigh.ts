// All that happened to one endpoint, weighed: each way to ask it by itself, then these against `atLeast`. Pure.

import { hasResolved, unaskedAddresses } from '../asks/addresses.ts';
import { askKey, asksOf, discovered } from '../asks.ts';
import { codes } from '../codes.ts';
import { groupBy } from '../group.ts';
import type { Cause, Endpoint, Outcome, Result } from '../model.ts';
import { differing, type Part, partOf, together } from './addresses.ts';
import { judgeAttempt } from './attempt.ts';
import {
  earliest,
  furthest,
  type Judged,
  type Missing,
  type Standing,
  standingOf,
  type Told,
} from './standing.ts';

/** One way to ask an endpoint, with the addresses that were asked by themselves. */
interface Way {
  readonly key: string;
  readonly standing: Standing;
  readonly parts: readonly Part[];
}

/** The result of an endpoint after these outcomes, given in the order in which they ended. */
export function weigh(endpoint: Endpoint, outcomes: readonly Outcome[]): Result {
  const judged = outcomes
    .filter((outcome) => 'observation' in outcome)
    .map((outcome, index): Judged => ({ ...outcome, index, ...judgeAttempt(endpoint, outcome.observation) }));
  const ways = waysOf(endpoint, judged, outcomes);
  const attempts = judged.map(({ observation }) => observation);
  const unasked = unaskedAddresses(endpoint, attempts);
  const decision = decide(
    endpoint,
    ways.map(({ standing }) => standing),
  );
  return {
    endpoint,
    attempts,
    passed: passedOf(ways),
    decidedBy: 'by' in decision ? decision.by.index : null,
    ...told(endpoint, decision),
    ...partsOf(endpoint, ways, judged),
    ...(unasked > 0 ? { unasked } : {}),
  };
}

function waysOf(endpoint: Endpoint, judged: readonly Judged[], outcomes: readonly Outcome[]): readonly Way[] {
  const byAsk = groupBy(judged, ({ job }) => askKey(job));
  const missing = outcomes.filter(
    (outcome) => 'missing' in outcome && outcome.missing !== 'cut',
  ) as Missing[];
  const whyOf = (key: string) => missing.find(({ job }) => askKey(job) === key);
  const found = discovered(
    endpoint,
    judged.map(({ observation }) => observation),
  );
  return asksOf(endpoint).map((ask) => {
    const key = askKey(ask);
    const own = byAsk.get(key) ?? [];
    const known = own.some(({ observation }) => hasResolved(observation));
    const atUrl = judged.filter(({ job }) => job.url === ask.url);
    const parts = found
      .filter(({ url }) => known && url === ask.url)
      .flatMap((part) =>
        part.address === null ? [] : partOf(askKey(part), part.address, atUrl, whyOf(askKey(part))),
      );
    const standing = parts.length === 0 ? standingOf(own, whyOf(key)) : together(own, parts);
    return { key, standing, parts };
  });
}

/** The ways that need not be asked again; a name is done with when its addresses are asked by themselves. */
function passedOf(ways: readonly Way[]): readonly string[] {
  return ways.flatMap(({ key, standing, parts }) => [
    ...(standing.state === 'passed' || parts.length > 0 ? [key] : []),
    ...parts.flatMap((part) => (part.standing.state === 'passed' ? [part.key] : [])),
  ]);
}

/** A row for each address where the addresses that count differ. */
function partsOf(endpoint: Endpoint, ways: readonly Way[], judged: readonly Judged[]): Pick<Result, 'parts'> {
  const passed = ways.filter(({ standing }) => standing.state === 'passed');
  const counted = passed.length >= endpoint.atLeast ? passed : ways;
  if (counted.some(({ parts }) => parts.length === 0)) return {};
  const parts = new Map(counted.flatMap((way) => way.parts.map((part) => [part.key, part])));
  const rows = differing([...parts.values()], judged, (standing) =>
    told(endpoint, decide({ ...endpoint, atLeast: 1 }, [standing])),
  );
  return rows ? { parts: rows } : {};
}

type Words = Pick<Result, 'status' | 'cause' | 'codes' | 'checks'>;

function told(endpoint: Endpoint, decision: Decision): Words {
  if (!('by' in decision)) return notAsked(endpoint, decision.why);
  const { by, causes } = decision;
  const [cause] = causes;
  return {
    status: causes === by.causes ? by.status : 'degraded',
    ...(cause ? { cause } : {}),
    codes: causes.map(({ code }) => code),
    checks: by.checks,
  };
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
  const by = earliest(passed.map((standing) => standing.by));
  if (by && passed.length >= endpoint.atLeast) {
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

/** The cause when the first attempts alone would not have been enough. */
function flakiness(endpoint: Endpoint, passed: readonly Told[]): Cause | null {
  const again = passed.filter(({ first }) => first.status === 'down');
  const failed = again[0]?.first.causes[0];
  if (!failed || passed.length - again.length >= endpoint.atLeast) return null;
  const message = `failed at first and passed when asked again: ${failed.message} (${failed.code})`;
  return { code: 'run.flaky', layer: null, message, ...where(endpoint) };
}

function where({ source }: Endpoint): Pick<Cause, 'source'> {
  return source ? { source } : {};
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
