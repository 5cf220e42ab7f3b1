// The phases of an attempt: durations of their own, summed over the hops of a redirect.

import type { FailureLayer, Observation, Phase, Span, Step } from './model.ts';

/** In the order in which they are climbed. */
export const phases = ['dns', 'tcp', 'tls', 'ttfb', 'transfer'] as const satisfies readonly Phase[];

/** The layer a phase belongs to. */
export const layerOfPhase = {
  dns: 'dns',
  tcp: 'tcp',
  tls: 'tls',
  ttfb: 'http',
  transfer: 'content',
} as const satisfies Record<Phase, FailureLayer>;

/** Milliseconds of one phase; null when it was not climbed, or not to its end. */
export function phaseMs(observation: Observation, phase: Phase): number | null {
  return stepsOf(observation, phase).some((step) => step.failure) ? null : spentMs(observation, phase);
}

/** Milliseconds spent in one phase, a failed try included; null when no hop reached it. */
export function spentMs(observation: Observation, phase: Phase): number | null {
  const steps = stepsOf(observation, phase);
  return steps.length === 0 ? null : steps.reduce((sum, step) => sum + step.ms, 0);
}

function stepsOf({ hops }: Observation, phase: Phase): readonly Step[] {
  return hops.flatMap((hop) => hop.steps).filter((step) => step.name === phase);
}

/** Phases and the total, in the order in which they are told. */
export const spans = [...phases, 'total'] as const satisfies readonly Span[];

/** Milliseconds of a phase or, when the attempt did not fail, of the whole; null where there is no such time. */
export function spanMs(observation: Observation, span: Span): number | null {
  if (span !== 'total') return phaseMs(observation, span);
  return observation.failure ? null : observation.ms;
}

/** Milliseconds of it in which this process did not run. */
export function stalledMsOf(observation: Observation, span: Span): number {
  if (span === 'total') return observation.stalledMs ?? 0;
  return stepsOf(observation, span).reduce((sum, { stalledMs = 0 }) => sum + stalledMs, 0);
}
