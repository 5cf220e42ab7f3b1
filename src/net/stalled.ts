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

/** What became of the time of an attempt. */
interface Hearing {
  /** Milliseconds in which nothing of the peer could be heard. */
  readonly unheardMs: number;
  /** How long a silence must have been listened to. */
  readonly enoughMs: number;
  /** The machine may have slept. */
  readonly leapt: boolean;
}

/** The failure in the words of this machine, where it may be its own doing; null where it is the target's. */
export function ownStall(
  { failure: why, ms }: Observation,
  { unheardMs, enoughMs, leapt }: Hearing,
): Failure | null {
  if (why === undefined) return null;
  const unheard = silences.has(why.code) && unheardMs > 0 && ms - unheardMs < enoughMs;
  const late = givenUp.has(why.code) && unheardMs >= patientMs;
  const asleep = leapt && (silences.has(why.code) || givenUp.has(why.code));
  if (!unheard && !late && !asleep) return null;
  const reason =
    unheard || late
      ? `this machine was busy or stopped for ${seconds(unheardMs)} of ${seconds(ms)}`
      : 'this machine slept, or its clock was set, meanwhile';
  return failure('local.stalled', { message: `${reason}: ${why.code} may be its own doing` });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
