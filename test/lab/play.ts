// The built-in list, run in the internet in a box at one moment of a replay, without a process of its own.

import pLimit from 'p-limit';
import { builtIn } from '../../src/commands/lists.ts';
import { type Break, builtInReplay, type Replay, startLab } from '../../src/lab/index.ts';
import { main } from '../../src/main.ts';
import type { Run } from '../../src/model.ts';

/** How much faster than the built-in list asks: its timeouts and limits are so much shorter here. */
const haste = 2;

/** The built-in list with shorter timeouts and limits. */
function hastyList() {
  const { bytes, ...file } = builtIn();
  const shorter = (_: string, key: string, seconds: string) =>
    `${key}: ${(Number(seconds) * 1000) / haste}ms`;
  const text = new TextDecoder().decode(bytes).replace(/\b(timeout|warn): (\d+)s\b/g, shorter);
  return { ...file, bytes: new TextEncoder().encode(text) };
}

/** The same for what the world holds back. */
function hasty({ fault, ...rest }: Break): Break {
  const slow = typeof fault === 'object' && fault.at === 'slow';
  return { ...rest, fault: slow ? { ...fault, ms: fault.ms / haste } : fault };
}

/** The phase that holds at a moment; the only one where there are no moments. */
export function phaseAt({ phases }: Replay, at: string | null) {
  const phase = at === null ? phases[0] : phases.findLast((each) => (each.at ?? '') <= at);
  if (!phase) throw new Error(`the replay has not begun at ${at}`);
  return phase;
}

/** The clocks of more at once would tell of this machine. */
const inTurn = pLimit(2);

/** So often a moment is played again, when this machine was too busy to see all of it. */
const mostPlays = 3;

/** A run of the built-in list, or of what the words select, at one moment of a replay. */
export function play(name: string, at: string | null, words: readonly string[] = []): Promise<Run> {
  return inTurn(() => playSeen(name, at, words));
}

async function playSeen(name: string, at: string | null, words: readonly string[]): Promise<Run> {
  const replay = builtInReplay(name);
  const { breaks } = phaseAt(replay, at);
  let run = await playOnce(replay, breaks, words);
  const missed = () => run.results.some(({ cause }) => cause?.code === 'local.stalled');
  for (let plays = 1; plays < mostPlays && missed(); plays += 1) run = await playOnce(replay, breaks, words);
  return run;
}

async function playOnce(replay: Replay, breaks: readonly Break[], words: readonly string[]): Promise<Run> {
  const lab = await startLab({ world: replay.world, breaks: breaks.map(hasty) });
  try {
    return await main({
      files: [hastyList()],
      context: { env: {}, readFile: () => new Uint8Array() },
      words,
      tags: [],
      flags: {},
      network: lab.network,
      concurrency: 16,
      deadlineMs: null,
      failOn: [],
      interrupt: new AbortController().signal,
    });
  } finally {
    await lab.close();
  }
}
