// expect.latency: {total: {warn: 1s}, ttfb: 300ms}: each phase's own duration, summed over the hops.

import type { FactName, Phase } from '../../model.ts';
import { layerOfPhase, phases, spanMs, spans, stalledMsOf } from '../../phases.ts';
import { durationText } from '../../shape/schema.ts';
import { operandOf } from '../../shape.ts';
import { parseDuration } from '../../units.ts';
import type { CheckRule } from '../check.ts';
import { fits } from '../matcher.ts';
import { makeCheck } from './make.ts';

/** What a kind must give to have the phase at all. */
const factOfPhase = {
  dns: 'dns',
  tcp: 'remote',
  tls: 'tls',
  ttfb: 'http',
  transfer: 'http',
} as const satisfies Record<Phase, FactName>;

function phaseOf(subject: string | null): Phase | null {
  return phases.find((phase) => phase === subject) ?? null;
}

export const latency: CheckRule = {
  key: 'latency',
  timed: true,
  fact(subject) {
    const phase = phaseOf(subject);
    return phase && factOfPhase[phase];
  },
  heading: ({ subject, severity }) => {
    const phase = phaseOf(subject);
    return {
      what: `latency ${subject}`,
      code: severity === 'warn' ? 'latency.slow' : 'latency.limit',
      layer: phase ? layerOfPhase[phase] : null,
    };
  },
  collectsBody: ({ subject }) => subject === 'transfer',
  shape: {
    about: 'the time of a phase (dns, tcp, tls, ttfb, transfer), or the total',
    examples: [{ dns: '100ms', total: { warn: '1s', fail: '3s' } }],
    subjects: { names: spans },
    form: {
      kind: 'limit',
      bound: 'max',
      operand: operandOf(durationText, (scalar) => parseDuration(String(scalar))),
    },
  },
  judge(expectation, observation) {
    const phase = phaseOf(expectation.subject);
    const span = phase ?? 'total';
    const ms = spanMs(observation, span);
    if (ms === null) return null;
    const stalledMs = stalledMsOf(observation, span);
    // Without the time in which this machine did not run it might have been fast enough.
    const ours = !fits(expectation.matcher, ms) && fits(expectation.matcher, ms - stalledMs);
    return makeCheck(latency, expectation, {
      actual: ms,
      shown: ours ? `${told(ms)}, for ${told(stalledMs)} of which this machine was busy` : told(ms),
      ...(ours ? { ours } : {}),
    });
  },
};

function told(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}ms`;
}
