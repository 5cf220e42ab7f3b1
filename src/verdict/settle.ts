// Results and diagnoses to the finished run. The only place that turns `down` into `unknown` (when we are
// to blame), and computes the exit code. Pure.

import type {
  Diagnosis,
  EndpointInfo,
  ExitCode,
  Observation,
  ReportedResult,
  Result,
  Run,
} from '../model.ts';
import { rollUp } from './roll-up.ts';

/** What the user counts as a failure besides `down`: a status, or the code of a cause. */
type FailOn = string;

export interface Circumstances {
  readonly version: string;
  readonly startedAt: string;
  readonly ms: number;
  readonly simulated: boolean;
  readonly failOn: readonly FailOn[];
  /** The exit code of the signal that stopped the run. */
  readonly signal: 129 | 130 | 143 | null;
  /** The shell line that asks again what a result failed at. */
  readonly repeat?: (result: Result) => string | null;
}

/** The run as reports see it. */
export function settle(
  results: readonly Result[],
  diagnoses: readonly Diagnosis[],
  { version, startedAt, ms, simulated, failOn, signal, repeat }: Circumstances,
): Run {
  const faults = diagnoses.filter(({ blame, note }) => blame === 'you' && !note);
  const ours = new Set(faults.flatMap(({ members }) => members));
  const settled = results
    .flatMap(rowsOf)
    .map((result): Row => (ours.has(result.endpoint.name) ? unjudged(result) : result));
  // What operators say of themselves moves nothing.
  const measured = settled.filter(isMeasured);
  return {
    schema: 'whydown.run/1',
    version,
    startedAt,
    ms,
    ...(simulated ? { simulated } : {}),
    results: settled.map((row) => reportOf(row, repeat?.(row) ?? null)),
    ...rollUp(measured),
    diagnoses,
    exitCode: signal ?? exitCode(measured, ours, failOn),
  };
}

function isMeasured({ endpoint: { feed } }: Result): boolean {
  return feed === undefined;
}

/** What we are to blame for says nothing of the target, and what only seems to be its answer neither. */
function unjudged(row: Row): Row {
  if (row.status === 'skipped') return row;
  if (row.status !== 'up' && row.status !== 'degraded') return { ...row, status: 'unknown' };
  const message = 'something else has answered in its place';
  const cause = { code: 'http.status' as const, layer: 'http' as const, message };
  return { ...row, status: 'unknown', cause, codes: [cause.code, ...row.codes] };
}

/** A result, or what is known of one of its addresses. */
type Row = Result & { readonly address?: string };

/** A row for the endpoint, or one for each of its addresses where they differ. */
export function rowsOf({ parts, ...result }: Result): readonly Row[] {
  const { endpoint, passed, unasked } = result;
  const common = { endpoint, passed, ...(unasked === undefined ? {} : { unasked }) };
  if (parts === undefined) return [result];
  return parts.map((part) => {
    const samples = result.samples?.filter(({ address }) => address === part.address);
    return { ...common, ...part, ...(samples ? { samples } : {}) };
  });
}

/** The row without what no report may know: options can hold secrets. */
export function reportOf(
  { endpoint, passed: _, codes: __, ...result }: Row,
  repeat: string | null,
): ReportedResult {
  const { name, service, component, provider, edge, tags, urls, atLeast, source } = endpoint;
  const info: EndpointInfo = { name, service, component, provider, edge, tags, urls, atLeast, source };
  const { attempts, decidedBy, samples } = result;
  return {
    endpoint: info,
    ...result,
    ...(samples ? { attempts: attempts.map(stepsOnly(decidedBy)) } : {}),
    ...(repeat === null ? {} : { repeat }),
  };
}

/** Of many samples the facts of the one that decided are enough; of the others the steps are kept. */
function stepsOnly(decidedBy: number | null): (attempt: Observation, index: number) => Observation {
  return (attempt, index) =>
    index === decidedBy ? attempt : { ...attempt, hops: attempt.hops.map((hop) => ({ ...hop, facts: {} })) };
}

/** 1: down and not by our fault. 3: something unjudged for our reasons, or nothing judged. 0: else. */
function exitCode(
  results: readonly Result[],
  ours: ReadonlySet<string>,
  failOn: readonly FailOn[],
): ExitCode {
  const counts = ({ status, codes }: Result): boolean =>
    status === 'down' || failOn.includes(status) || codes.some((code) => failOn.includes(code));
  if (results.some(counts)) return 1;
  const unjudged = ({ endpoint, status, cause }: Result): boolean => {
    if (ours.has(endpoint.name)) return true;
    if (status === 'unknown' && cause?.layer === 'local') return true;
    return cause?.code === 'run.deadline';
  };
  if (results.some(unjudged)) return 3;
  const judged = results.some(({ status }) => status === 'up' || status === 'degraded');
  return judged ? 0 : 3;
}
