// Attempts after each was judged by itself, and how they are told apart when they are weighed. Pure.

import { layers } from '../codes.ts';
import type { Job, Observation } from '../model.ts';
import type { Judgement } from './attempt.ts';

export interface Judged extends Judgement {
  readonly job: Job;
  readonly observation: Observation;
  /** Its place in the order in which the attempts ended. */
  readonly index: number;
}

/** All that must hold does. */
export function isPassed({ status }: Judgement): boolean {
  return status === 'up' || status === 'degraded';
}

/** The attempt that got furthest up the layers; of equals the last, which is the newest. */
export function furthest(failed: readonly Judged[]): Judged | undefined {
  const rank = ({ causes }: Judged) => (causes[0]?.layer ? layers.indexOf(causes[0].layer) : layers.length);
  return failed.reduce<Judged | undefined>(
    (best, next) => (best === undefined || rank(next) >= rank(best) ? next : best),
    undefined,
  );
}
