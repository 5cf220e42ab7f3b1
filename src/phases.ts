// The phases of an attempt: durations of their own, summed over the hops of a redirect.

import type { FailureLayer, Observation, Phase, Span } from './model.ts';

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
export function phaseMs({ hops }: Observation, phase: Phase): number | null {
  const steps = hops.flatMap((hop) => hop.steps).filter((step) => step.name === phase);
  if (steps.length === 0 || steps.some((step) => step.failure)) return null;
  return steps.reduce((sum, step) => sum + step.ms, 0);
}

/** Phases and the total, in the order in which they are told. */
export const spans = [...phases, 'total'] as const satisfies readonly Span[];

/** Milliseconds of a phase or, when the attempt did not fail, of the whole; null where there is no such time. */
export function spanMs(observation: Observation, span: Span): number | null {
  if (span !== 'total') return phaseMs(observation, span);
  return observation.failure ? null : observation.ms;
}
