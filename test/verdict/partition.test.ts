// Whatever happens, no failure is told twice or left out.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CauseCode, Diagnosis, Evidence, Result } from '../../src/model.ts';
import { diagnose } from '../../src/verdict/index.ts';
import {
  controlsWith,
  degraded,
  down,
  type EndpointSketch,
  endpoint,
  evidence,
  unknown,
  up,
} from './builder.ts';

function told({ rule, blame, scope, subject, members }: Diagnosis): string {
  return `${rule}: ${blame}, ${scope} ${subject} (${members.join(' ')})`;
}

describe('whatever happens', () => {
  const codes: readonly CauseCode[] = [
    'dns.timeout',
    'dns.nxdomain',
    'tcp.timeout',
    'tcp.refused',
    'tls.expired',
    'tls.reset',
    'http.status',
    'http.timeout',
    'content.body',
    'latency.slow',
  ];
  const maybe = (...words: readonly string[]) => fc.option(fc.constantFrom(...words), { nil: undefined });
  const owner = fc.constantFrom<EndpointSketch>(
    {},
    { service: 'S', provider: 'P' },
    { service: 'T', provider: 'P' },
    { service: 'U', provider: 'Q' },
    { service: 'V' },
  );
  const one = fc.record({
    owner,
    component: maybe('web', 'api'),
    edge: maybe('cloudflare', 'aws'),
    state: fc.constantFrom('up', 'slow', 'fallback', 'unknown', ...codes),
    address: fc.constantFrom('192.0.2.1', '192.0.2.2', '192.0.2.3', '127.0.0.1'),
  });
  const result = (sketch: typeof one extends fc.Arbitrary<infer T> ? T : never, index: number): Result => {
    const { owner: whose, component, edge, state, address } = sketch;
    const of = endpoint(`n${index}`, {
      ...whose,
      ...(component ? { component } : {}),
      ...(edge ? { edge } : {}),
    });
    if (state === 'up') return up(of, address);
    if (state === 'slow') return degraded(of);
    if (state === 'fallback') return degraded(of, 'tcp.fallback');
    if (state === 'unknown') return unknown(of);
    return down(of, state as CauseCode, /^(dns|tcp)/.test(state) ? undefined : address);
  };
  const worlds = fc.array(one, { maxLength: 14 }).map((all) => all.map(result));
  const circumstances = fc.constantFrom(evidence(), ...[0, 1, 2, 3].map(controlsWith));

  test('each failure is in just one diagnosis, and nothing is in two', () => {
    fc.assert(
      fc.property(worlds, circumstances, (results, known) => {
        const members = diagnose(results, known).flatMap((diagnosis) => diagnosis.members);
        const failed = results.filter(({ status }) => status === 'down').map((each) => each.endpoint.name);
        expect(members.toSorted()).toEqual([...new Set(members)].toSorted());
        expect(failed.filter((name) => !members.includes(name))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('the order of the list changes nothing but the order', () => {
    const all = worlds.chain((results) =>
      fc.tuple(fc.constant(results), fc.shuffledSubarray(results, { minLength: results.length })),
    );
    const inAnyOrder = (results: readonly Result[], known: Evidence) =>
      diagnose(results, known)
        .map(
          (each) => `${told({ ...each, members: each.members.toSorted() })} ${each.layer} ${each.confidence}`,
        )
        .toSorted();
    fc.assert(
      fc.property(all, circumstances, ([results, shuffled], known) => {
        expect(inAnyOrder(shuffled, known)).toEqual(inAnyOrder(results, known));
      }),
      { numRuns: 500 },
    );
  });
});
