// `whydown demo`: the built-in list, or one's own, against the internet in a box.

import type { ExitCode } from '../model.ts';
import { builtIn, listFiles } from './lists.ts';
import type { RunFlags } from './options.ts';
import { probeAndReport } from './run.ts';

export interface DemoFlags extends RunFlags {
  readonly break: readonly string[];
}

/** Starts the box, breaks what is asked, and runs in it. */
export async function demoCommand(flags: DemoFlags): Promise<ExitCode> {
  // The servers of the box are loaded only when they are wanted.
  const { parseBreak, readWorld, startLab } = await import('../lab/index.ts');
  const world = readWorld();
  const breaks = flags.break.map((text) => parseBreak(text, world));
  const files = flags.config.length > 0 ? listFiles(flags.config) : [builtIn()];
  const lab = await startLab({ world, breaks });
  try {
    return await probeAndReport([], flags, files, lab.network);
  } finally {
    await lab.close();
  }
}
