// One case: a scene and what becomes of its bytes, out of a seed and a number; how it went, and what of that is wrong.

import { codes } from '../../src/codes.ts';
import { plan } from '../../src/config/plan.ts';
import { judge } from '../../src/judge/index.ts';
import type { Endpoint, Observation } from '../../src/model.ts';
import { createRunner } from '../../src/run/runner.ts';
import { endpointOf } from '../ask.ts';
import { broken, inPieces, piecemeal, untouched, violent } from './damage.ts';
import { type Random, randomOf } from './random.ts';
import { type Fate, type Scene, scenes } from './scenes.ts';
import { Stage } from './stage.ts';

/** `pieces`: all of the answer comes, in pieces. `broken`: anything may come. */
type Manner = 'pieces' | 'broken';

export interface Case {
  readonly seed: number;
  readonly index: number;
  readonly scene: Scene;
  readonly manner: Manner;
  readonly timeoutMs: number;
}

export interface Finding {
  readonly case: Case;
  readonly status: string;
  /** '' for none. */
  readonly code: string;
  /** How long after its timeout the verdict came; negative when before. */
  readonly lateMs: number;
  /** How much of that the process itself could do nothing at all. */
  readonly stalledMs: number;
  /** What must not be, in words. */
  readonly wrong: readonly string[];
}

export function caseOf(seed: number, index: number): Case {
  const scene = scenes[index % scenes.length];
  if (!scene) throw new Error('there are no scenes');
  const random = randomOf(seed, index);
  const manner = random.chance(0.3) ? 'pieces' : 'broken';
  // What must arrive may take its time on a machine with other work.
  return { seed, index, scene, manner, timeoutMs: manner === 'pieces' ? 20_000 : 300 + random.below(200) };
}

export function nameOf({ seed, index, scene, manner }: Case): string {
  return `--seed ${seed} --case ${index}: ${scene.protocol} ${scene.name}, ${manner}`;
}

function fateOf(random: Random, manner: Manner, timeoutMs: number, datagrams: boolean): Fate {
  const stray = (query: Buffer): Buffer => {
    const bytes = Buffer.from(query);
    bytes[0] = (bytes[0] ?? 0) ^ 0x55;
    bytes[2] = (bytes[2] ?? 0) | 0x80;
    return bytes;
  };
  if (manner === 'broken') {
    return {
      of: (good) => broken(random, good, timeoutMs),
      below: () => violent(random, timeoutMs),
      before: (query) => (random.chance(0.1) ? [random.bytes(1 + random.below(60)), query] : []),
    };
  }
  return {
    // A datagram cannot be cut and stay good: only held up.
    of: (good) =>
      datagrams
        ? { pieces: [{ waitMs: random.below(60), bytes: Buffer.concat(good.parts) }], ends: good.ends }
        : inPieces(random, good),
    below: () => piecemeal(random),
    before: (query) => [query.subarray(0, random.below(12)), stray(query)],
  };
}

const plain: Fate = {
  of: untouched,
  below: () => ({ ...piecemeal(randomOf(0, 0)), pieces: [65_536], waits: new Map() }),
  before: () => [],
};

async function ask(scene: Scene, fate: Fate, timeoutMs: number) {
  const stage = new Stage();
  const network = await scene.set(stage, fate);
  const endpoint: Endpoint = endpointOf(scene.url, { timeout: `${timeoutMs}ms`, ...scene.written });
  const interrupt = new AbortController().signal;
  const run = createRunner({ network, concurrency: 1, deadlineMs: null, interrupt });
  const start = performance.now();
  const outcomes = await run(plan([endpoint]));
  const ms = performance.now() - start;
  const [result] = judge([endpoint], [], outcomes).results;
  const [outcome] = outcomes;
  const observation = outcome && 'observation' in outcome ? outcome.observation : null;
  return { outcomes, observation, result, ms, open: await stage.end() };
}

/** What is known of each hop, without what differs from run to run. */
function knownOf({ hops }: Observation): string {
  return JSON.stringify(
    hops.map(({ url, facts: { dns, http, tls } }) => ({
      url,
      dns,
      http,
      tls: tls && { ...tls, expiresInDays: undefined },
    })),
  );
}

const goodFacts = new Map<string, Promise<string>>();

/** What is known when nothing is done to the answer. */
function untouchedFacts(scene: Scene): Promise<string> {
  const key = `${scene.protocol} ${scene.name}`;
  const known =
    goodFacts.get(key) ??
    ask(scene, plain, 5000).then(({ observation, result }) =>
      observation && result?.status === 'up'
        ? knownOf(observation)
        : `not up: ${JSON.stringify(result?.cause)}`,
    );
  goodFacts.set(key, known);
  return known;
}

const tickMs = 10;

/** Watches how late timers are from now on; the call gives the sum of it after the first `fromMs`. */
function stalls(): (fromMs: number) => number {
  const start = performance.now();
  const late: { readonly at: number; readonly ms: number }[] = [];
  let last = start;
  const tick = (): void => {
    const now = performance.now();
    late.push({ at: now - start, ms: now - last - tickMs });
    last = now;
  };
  const timer = setInterval(tick, tickMs);
  return (fromMs) => {
    clearInterval(timer);
    tick();
    return late.filter(({ at }) => at >= fromMs).reduce((sum, { ms }) => sum + Math.max(0, ms), 0);
  };
}

/** The first place where two texts part. */
function difference(one: string, other: string): string {
  const at = [...one].findIndex((sign, index) => sign !== other[index]);
  const around = (text: string): string => text.slice(Math.max(0, at - 60), at + 60);
  return `${around(one)} in place of ${around(other)}`;
}

export async function findingOf(one: Case): Promise<Finding> {
  const { scene, manner, timeoutMs } = one;
  const random = randomOf(one.seed ^ 0x5bd1_e995, one.index);
  const fate = fateOf(random, manner, timeoutMs, scene.protocol === 'udp');
  const stall = stalls();
  const { outcomes, observation, result, ms, open } = await ask(scene, fate, timeoutMs);
  const stalledMs = stall(timeoutMs);
  const code = result?.cause?.code ?? '';
  const wrong = [
    ...(outcomes.length === 1 ? [] : [`${outcomes.length} outcomes`]),
    ...(observation ? [] : ['no observation']),
    ...(code === '' || Object.hasOwn(codes, code) ? [] : [`a code that no table holds: ${code}`]),
    // A redirect that was damaged may lead out of the box; else our own machine has no part in it.
    ...(code.startsWith('local.') && code !== 'local.unmapped'
      ? [`${code}: ${observation?.failure?.detail}`]
      : []),
    ...(result?.status === 'up' && code !== '' ? ['up with a cause'] : []),
    ...(open === 0 ? [] : [`${open} connections left open`]),
  ];
  if (manner === 'pieces') {
    if (result?.status !== 'up')
      wrong.push(`not up: ${JSON.stringify(result?.cause ?? observation?.failure)}`);
    else if (observation && knownOf(observation) !== (await untouchedFacts(scene))) {
      wrong.push(`other facts: ${difference(knownOf(observation), await untouchedFacts(scene))}`);
    }
  }
  return { case: one, status: result?.status ?? 'none', code, lateMs: ms - timeoutMs, stalledMs, wrong };
}
