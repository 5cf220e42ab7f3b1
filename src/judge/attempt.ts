// One attempt held against what its endpoint expects: passed, failed, or not to be told. Pure.

import type { Cause, Check, Endpoint, Facts, Observation, Status, Step } from '../model.ts';
import { checks as registry } from './checks/index.ts';

export interface Judgement {
  readonly status: Status;
  readonly cause?: Cause;
  readonly checks: readonly Check[];
}

/** Judges one observation. */
export function judgeAttempt(endpoint: Endpoint, observation: Observation): Judgement {
  const checks = endpoint.expect.flatMap((expectation) => {
    const rule = registry.find((candidate) => candidate.key === expectation.check);
    return rule?.judge(expectation, observation) ?? [];
  });
  const failed = fromFailure(endpoint, observation) ?? fromChecks(observation, checks);
  if (failed) return { ...failed, checks };
  const cause = warning(endpoint, observation, checks);
  return cause ? { status: 'degraded', cause, checks } : { status: 'up', checks };
}

function lastFacts({ hops }: Observation): Facts {
  return hops.at(-1)?.facts ?? {};
}

function fromFailure(
  { source }: Endpoint,
  observation: Observation,
): { status: 'down' | 'unknown' | 'skipped'; cause: Cause } | null {
  const { failure } = observation;
  if (!failure) return null;
  const { code, layer, message } = failure;
  const cause = { code, layer, message, ...(source ? { source } : {}) };
  if (layer !== 'local') return { status: 'down', cause };
  const routes = lastFacts(observation).routes;
  if (code !== 'local.no_route' || !routes || routes.ipv4 === routes.ipv6)
    return { status: 'unknown', cause };
  const missing = routes.ipv4 ? 'IPv6' : 'IPv4';
  return {
    status: 'skipped',
    cause: { ...cause, message: `it has only ${missing} addresses, and this machine has no ${missing}` },
  };
}

function fromChecks(
  observation: Observation,
  checks: readonly Check[],
): { status: 'down' | 'unknown'; cause: Cause } | null {
  const check = checks.find((candidate) => !candidate.pass && candidate.severity === 'fail');
  if (!check) return null;
  if (check.code === 'http.status' && isGuarded(observation)) {
    return { status: 'unknown', cause: { ...causeOf(check), code: 'http.guarded' } };
  }
  return { status: 'down', cause: causeOf(check) };
}

/** A rate limit (RFC 6585 4) or a robot challenge says nothing about the service behind it. */
function isGuarded(observation: Observation): boolean {
  const http = lastFacts(observation).http;
  return http?.status === 429 || http?.headers['cf-mitigated'] === 'challenge';
}

function causeOf({ code, layer, what, expected, actual, source }: Check): Cause {
  return {
    code,
    layer,
    message: `expected ${what} ${expected}, got ${actual}`,
    ...(source ? { source } : {}),
  };
}

/** Why an attempt that passed is not plainly up; the first that holds. */
function warning({ source }: Endpoint, observation: Observation, checks: readonly Check[]): Cause | null {
  const missed = checks.filter((check) => !check.pass);
  // A certificate that runs out turns into an outage by itself; slowness may pass.
  const check = missed.find(({ code }) => code === 'tls.expires') ?? missed[0];
  if (check) return causeOf(check);
  const dead = observation.hops.flatMap((hop) => hop.steps).flatMap(failedTries)[0];
  if (!dead) return null;
  return {
    code: 'tcp.fallback',
    layer: 'tcp',
    message: `${dead} failed, another address answered`,
    ...(source ? { source } : {}),
  };
}

function failedTries({ name, tries = [] }: Step): string[] {
  return name === 'tcp' ? tries.flatMap((entry) => (entry.failure ? [entry.address] : [])) : [];
}
