// Each moment of which the truth is known, played over real sockets: the world breaks what it says and nothing else,
// and the verdict is the true one. A verdict is held against the truth once the rule that it needs is there.

import { describe, expect, test } from 'vitest';
import { builtInReplay, replayNames } from '../../src/lab/index.ts';
import type { Run } from '../../src/model.ts';
import { rules } from '../../src/verdict/rules/index.ts';
import { play } from './play.ts';
import { type Blamed, type Truth, truths } from './truth.ts';

const ids = new Set<string>(rules.map(({ id }) => id));

/** What operators say of themselves is no endpoint, and what becomes of it no part of the truth. */
const spared = / status feed$/;

/** Each is played once, by whichever test comes first. */
const played = new Map<Truth, Promise<Run>>();
function runOf(truth: Truth): Promise<Run> {
  const known = played.get(truth) ?? play(truth.replay, truth.at);
  played.set(truth, known);
  return known;
}

// All wait for a place together, the last for as long as all others take.
const patienceMs = 300_000;

describe.concurrent.each(truths.map((truth) => [`${truth.replay} ${truth.at ?? ''}`.trim(), truth] as const))(
  '%s',
  (_, truth) => {
    test(
      'the world breaks what it says, and nothing else',
      async () => {
        const { results } = await runOf(truth);
        const seen = results
          .filter(({ endpoint, status }) => status !== 'up' && !spared.test(endpoint.name))
          .filter(({ endpoint }) => !truth.deceived?.includes(endpoint.name))
          .map(({ endpoint, cause }) => `${endpoint.name}: ${cause?.code}`);
        const said = Object.entries(truth.broken).flatMap(([code, names = []]) =>
          names.map((name) => `${name}: ${code}`),
        );
        expect(seen.sort()).toEqual(said.sort());
      },
      patienceMs,
    );

    const { blamed, besides = [] } = truth;
    const needed = [...(blamed ? [blamed] : []), ...besides].map(({ rule }) => rule);
    test.skipIf(needed.some((rule) => !ids.has(rule)))(
      'the verdict is the true one',
      async () => {
        const run = await runOf(truth);
        const [first, ...rest] = run.diagnoses;
        expect(toldOf(first, blamed)).toEqual(blamed ?? undefined);
        const elsewhere = new Set(besides.flatMap(({ members }) => members));
        const { 'latency.slow': slow = [], ...failed } = truth.broken;
        const must = Object.values(failed)
          .flat()
          .filter((name) => !elsewhere.has(name));
        const may = [...must, ...(truth.deceived ?? []), ...slow.filter((name) => !elsewhere.has(name))];
        expect(must.filter((name) => !first?.members.includes(name))).toEqual([]);
        expect(
          first?.members.filter(
            (name) => blamed?.rule !== 'feed.reported' && !spared.test(name) && !may.includes(name),
          ) ?? [],
        ).toEqual([]);
        expect(
          rest.map((diagnosis) => [diagnosis.rule, diagnosis.subject, [...diagnosis.members].sort()]),
        ).toEqual(besides.map(({ rule, subject, members }) => [rule, subject, [...members].sort()]));
        expect(run.exitCode).toBe(truth.exitCode);
      },
      patienceMs,
    );
  },
);

/** As much of a diagnosis as the truth determines. */
function toldOf(diagnosis: Run['diagnoses'][number] | undefined, truth: Blamed | null): unknown {
  if (!diagnosis || !truth) return diagnosis;
  return Object.fromEntries(Object.keys(truth).map((key) => [key, diagnosis[key as keyof Blamed]]));
}

test('every replay has a moment of which the truth is known', () => {
  expect(new Set(truths.map(({ replay }) => replay))).toEqual(new Set(replayNames()));
});

test.each(replayNames().map((name) => [name]))(
  '%s says where it can be read, or that it is of no day',
  (name) => {
    const { date, sources, note } = builtInReplay(name);
    expect({ sourced: sources.length > 0, noted: note !== '' }).toEqual({
      sourced: date !== null,
      noted: true,
    });
  },
);
