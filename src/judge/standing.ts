// What is known of one way to ask: the attempts made that way, judged, and which of them speaks for it. Pure.

import { layers } from '../codes.ts';
import type { Job, Observation, Outcome } from '../model.ts';
import type { Judgement } from './attempt.ts';

export interface Judged extends Judgement {
  readonly job: Job;
  readonly observation: Observation;
  /** Its place in the order in which the attempts ended. */
  readonly index: number;
}

export type Missing = Extract<Outcome, { missing: unknown }>;

/** What is known of one way to ask; `by` is the attempt that says so. */
export interface Told {
  readonly state: 'passed' | 'down' | 'unknown' | 'skipped';
  readonly by: Judged;
  /** It passed, but not always: how not. Null when it did, and when it did not pass. */
  readonly unsteady: string | null;
}

export type Standing = Told | { readonly state: 'missing'; readonly why: Missing | undefined };

/** An attempt that passed outranks those that did not; one that failed outranks those that tell nothing. */
export function standingOf(attempts: readonly Judged[], why: Missing | undefined): Standing {
  const first = attempts[0];
  if (!first) return { state: 'missing', why };
  const passed = attempts.find(isPassed);
  if (passed) return { state: 'passed', by: passed, unsteady: first.status === 'down' ? flaw(first) : null };
  const unsteady = null;
  const down = furthest(attempts.filter(({ status }) => status === 'down'));
  if (down) return { state: 'down', by: down, unsteady };
  const unknown = attempts.find(({ status }) => status === 'unknown');
  return unknown ? { state: 'unknown', by: unknown, unsteady } : { state: 'skipped', by: first, unsteady };
}

/** How something failed that passed in the end; null where nothing did. */
export function flaw({ causes: [cause] }: Pick<Judgement, 'causes'>): string | null {
  if (!cause) return null;
  return `failed at first and passed when asked again: ${cause.message} (${cause.code})`;
}

/** All that must hold does. */
export function isPassed({ status }: Pick<Judgement, 'status'>): boolean {
  return status === 'up' || status === 'degraded';
}

/** The one that ended first gives the row its numbers. */
export function earliest(judged: readonly Judged[]): Judged | undefined {
  return judged.toSorted((a, b) => a.index - b.index)[0];
}

/**
 * The attempt that got furthest: an answer that is not as expected before any failure, then by redirects and steps;
 * of equals the last, which is the newest.
 */
export function furthest(failed: readonly Judged[]): Judged | undefined {
  return failed.reduce<Judged | undefined>(
    (best, next) => (best === undefined || compareWays(next, best) >= 0 ? next : best),
    undefined,
  );
}

function compareWays(a: Judged, b: Judged): number {
  const [left, right] = [reachOf(a), reachOf(b)];
  return left.map((rank, index) => rank - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

/** What counts, the weightiest first. */
function reachOf({ causes: [cause], observation: { failure, hops } }: Judged): readonly number[] {
  const answered = cause?.code === failure?.code ? 0 : 1;
  return [answered, answered ? 0 : hops.length, cause?.layer ? layers.indexOf(cause.layer) : layers.length];
}
