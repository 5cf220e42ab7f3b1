// What is told as the target's, though this machine did not run: a silence nobody listened to, a connection that the
// other side gave up because we were slow.

import { failure } from '../codes.ts';
import type { Failure, FailureCode, Observation } from '../model.ts';

/** What a peer says, or does not say, to somebody who takes too long. */
const silences: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'dns.timeout',
  'tcp.timeout',
  'tls.timeout',
  'http.timeout',
  'content.timeout',
]);
const givenUp: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'dns.unreachable',
  'tcp.reset',
  'tls.closed',
  'tls.reset',
  'http.closed',
  'http.reset',
  'http.goaway',
  'content.truncated',
]);
/** Hardly a peer gives up a connection sooner. */
const patientMs = 1000;

/**
 * The failure in the words of this machine, where it may be its own; null where it is the target's, which had
 * `enoughMs` to say something. `leapt`: the machine may have slept.
 */
export function ownStall(
  { failure: why, ms, stalledMs = 0 }: Observation,
  enoughMs: number,
  leapt: boolean,
): Failure | null {
  if (why === undefined) return null;
  const unheard = silences.has(why.code) && stalledMs > 0 && ms - stalledMs < enoughMs;
  const late = givenUp.has(why.code) && stalledMs >= patientMs;
  const asleep = leapt && (silences.has(why.code) || givenUp.has(why.code));
  if (!unheard && !late && !asleep) return null;
  const reason =
    unheard || late
      ? `this machine was busy or stopped for ${seconds(stalledMs)} of ${seconds(ms)}`
      : 'this machine slept, or its clock was set, meanwhile';
  return failure('local.stalled', { message: `${reason}: ${why.code} may be its own doing` });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
