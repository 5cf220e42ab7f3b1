// The built-in list, run in the internet in a box at one moment of a replay, without a process of its own.

import { builtIn } from '../../src/commands/lists.ts';
import { type Break, builtInReplay, type Replay, startLab } from '../../src/lab/index.ts';
import { main } from '../../src/main.ts';
import type { Run } from '../../src/model.ts';

/** How much faster than the built-in list asks: its timeouts and limits are so much shorter here. */
const haste = 5;

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

/** A run of the built-in list, or of what the words select, at one moment of a replay. */
export async function play(name: string, at: string | null, words: readonly string[] = []): Promise<Run> {
  const replay = builtInReplay(name);
  const { breaks } = phaseAt(replay, at);
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
