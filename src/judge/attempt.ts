// One attempt held against what its endpoint expects: passed, failed, or not to be told. Pure.

import { familyName } from '../family.ts';
import type {
  Cause,
  CauseCode,
  Check,
  Endpoint,
  Expectation,
  Facts,
  Family,
  Observation,
  Status,
  Step,
} from '../model.ts';
import { checks as registry } from './checks/index.ts';
import { makeCheck } from './checks/make.ts';

export interface Judgement {
  readonly status: Status;
  /** Why it is not plainly up, the weightiest first; none when it is. */
  readonly causes: readonly Cause[];
  readonly checks: readonly Check[];
}

/** Judges one observation. `also` are checks that were made elsewhere and count as well. */
export function judgeAttempt(
  endpoint: Endpoint,
  observation: Observation,
  also: readonly Check[] = [],
): Judgement {
  const excused = excusedOf(endpoint, observation);
  const own = endpoint.expect.flatMap((expectation) => checksOf(expectation, observation, excused));
  const checks = [...own, ...also];
  const missed = byWeight(checks.filter((check) => !check.pass));
  const open = missed.filter(isOwn).map(causeOf);
  const failed = missed.filter((check) => check.severity === 'fail' && !isOwn(check)).map(causeOf);
  const guard = guarded(observation, missed);
  if (guard) return { status: 'unknown', causes: [guard], checks };
  const broken = excused ? null : fromFailure(endpoint, observation);
  if (broken) return { status: broken.status, causes: [broken.cause, ...failed], checks };
  const warned = missed.filter((check) => check.severity === 'warn' && !isOwn(check)).map(causeOf);
  const causes = [...failed, ...open, ...warned, ...ofOthers(endpoint, observation)];
  const passed = causes.length > 0 ? 'degraded' : 'up';
  return { status: failed.length > 0 ? 'down' : open.length > 0 ? 'unknown' : passed, causes, checks };
}

/** Missed for reasons of our own: nothing that was expected of the target can be told by it. */
function isOwn({ layer }: Check): boolean {
  return layer === 'local';
}

/** The observation without its failure, where just that failure is expected; null where it is not. */
export function excusedOf({ expect }: Endpoint, observation: Observation): Observation | null {
  if (!observation.failure) return null;
  const excused = expect.some((expectation) =>
    registry.some((rule) => rule.key === expectation.check && rule.excuses?.(expectation, observation)),
  );
  if (!excused) return null;
  const { failure: _, ...rest } = observation;
  const hops = rest.hops.map((hop) => ({
    ...hop,
    steps: hop.steps.map(({ failure: _failure, ...step }) => step),
  }));
  return { ...rest, hops };
}

/**
 * One expectation judged. Where nothing failed and there is still nothing to judge it by it is missed, unless it came
 * from the defaults, which hold for what they fit.
 */
export function checksOf(
  expectation: Expectation,
  observation: Observation,
  excused: Observation | null,
): readonly Check[] {
  return registry
    .filter(({ key }) => key === expectation.check)
    .flatMap((rule) => {
      const told = rule.judge(expectation, observation) ?? (excused && rule.judge(expectation, excused));
      if (told) return [told];
      const open = (observation.failure && !excused) || expectation.inherited;
      return open ? [] : [makeCheck(rule, expectation, { actual: undefined, unreadable: untold })];
    });
}

const untold = 'nothing to tell it by';

/** What an answer says of itself comes before what it holds, and how long it took comes last. */
const weights: readonly CauseCode[] = [
  'http.status',
  'http.header',
  'content.body',
  'content.json',
  'tls.expires',
];
const lightest: readonly CauseCode[] = ['latency.limit', 'latency.slow'];

function byWeight(checks: readonly Check[]): readonly Check[] {
  const weight = ({ code }: Check): number => {
    if (lightest.includes(code)) return weights.length + 1;
    const known = weights.indexOf(code);
    return known === -1 ? weights.length : known;
  };
  return [...checks].sort((a, b) => weight(a) - weight(b));
}

function lastFacts({ hops }: Observation): Facts {
  return hops.at(-1)?.facts ?? {};
}

function fromFailure(
  { source, options }: Endpoint,
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
  const family = routes.ipv4 ? 6 : 4;
  // A family that has a route may still lack one to this address, or from the source that was given.
  const last = observation.hops.slice(-1).flatMap(({ steps }) => steps);
  const tried = last.flatMap(({ name, tries = [] }) => (name === 'tcp' ? tries : []));
  if (tried.some(({ address }) => familyOfTry(address) !== family)) return { status: 'unknown', cause };
  const missing = familyName(family);
  const only = options.family === null ? `it has only ${missing} addresses` : `only ${missing} is asked`;
  return { status: 'skipped', cause: { ...cause, message: `${only}, and this machine has no ${missing}` } };
}

/** The family of a try: `192.0.2.7:443`, `[2001:db8::7]:443`. */
function familyOfTry(address: string): Family {
  return address.startsWith('[') ? 6 : 4;
}

/** A rate limit (RFC 6585 4) or a robot challenge says nothing about the service behind it. */
function guarded(observation: Observation, missed: readonly Check[]): Cause | null {
  const http = lastFacts(observation).http;
  const unexpected = missed.find(({ code, severity }) => code === 'http.status' && severity === 'fail');
  if (!http || !unexpected) return null;
  const guard = http.status === 429 || http.headers['cf-mitigated'] === 'challenge';
  return guard ? { ...causeOf(unexpected), code: 'http.guarded' } : null;
}

/** A missed check as a cause. */
export function causeOf({ code, layer, what, expected, actual, source }: Check): Cause {
  return {
    code,
    layer,
    message: `expected ${what} ${expected}, got ${actual}`,
    ...(source ? { source } : {}),
  };
}

/** What an attempt that passed says of other addresses than its own: one is dead, or nobody knows of a family. */
export function ofOthers(endpoint: Endpoint, observation: Observation): readonly Cause[] {
  return [...fallback(endpoint, observation), ...unanswered(endpoint, observation)];
}

/** A family whose addresses were to be asked, and nobody said whether there are any. */
function unanswered({ source }: Endpoint, { hops }: Observation): Cause[] {
  const missing = hops[0]?.facts.dns?.missing ?? [];
  return missing.flatMap(({ type, failure: { code, layer, message } }) =>
    code === 'dns.nodata' || code === 'dns.nxdomain'
      ? []
      : [{ code, layer, message: `no answer for ${type}: ${message}`, ...(source ? { source } : {}) }],
  );
}

/** An address that failed while another answered. */
function fallback({ source }: Endpoint, { hops }: Observation): Cause[] {
  const dead = hops.flatMap((hop) => hop.steps).flatMap(failedTries)[0];
  if (!dead) return [];
  const message = `${dead} failed, another address answered`;
  return [{ code: 'tcp.fallback', layer: 'tcp', message, ...(source ? { source } : {}) }];
}

/** One that failed for our own reasons says nothing of the address. */
function failedTries({ name, tries = [] }: Step): string[] {
  const dead = tries.filter(({ failure }) => failure !== undefined && failure.layer !== 'local');
  return name === 'tcp' ? dead.map(({ address }) => address) : [];
}
