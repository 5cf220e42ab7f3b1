// expect.certificate: {expires_in: {warn: 14d, fail: 3d}}: days to the earliest expiry of the chain.

import { durationText } from '../../shape/schema.ts';
import { isProblem, operandOf } from '../../shape.ts';
import { parseDuration } from '../../units.ts';
import type { CheckRule } from '../check.ts';
import { makeCheck } from './make.ts';

const dayMs = 86_400_000;

export const certificate: CheckRule = {
  key: 'certificate',
  fact: () => 'tls',
  heading: () => ({ what: 'certificate expires_in', code: 'tls.expires', layer: 'tls' }),
  shape: {
    about: 'the time to the earliest expiry of the chain',
    examples: [{ expires_in: { warn: '14d', fail: '3d' } }],
    subjects: { names: ['expires_in'] },
    form: {
      kind: 'limit',
      bound: 'min',
      operand: operandOf(durationText, (scalar) => {
        const text = String(scalar);
        if (/^\d+$/.test(text))
          return { problem: `\`${text}\` needs a unit`, hint: `did you mean ${text}d?` };
        const duration = parseDuration(text);
        return isProblem(duration) ? duration : { value: duration.value / dayMs };
      }),
    },
  },
  judge(expectation, { hops }) {
    // A redirect must not hide the certificate of the host that was asked: the earliest of all hops counts.
    const days = hops.flatMap((hop) => hop.facts.tls?.expiresInDays ?? []);
    if (days.length === 0) return null;
    const first = Math.min(...days);
    return makeCheck(certificate, expectation, {
      actual: first,
      shown: `${Math.floor(first)} days`,
    });
  },
};
