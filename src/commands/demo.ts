// `whydown demo`: the built-in list, or one's own, against the internet in a box.

import type { ExitCode } from '../model.ts';
import type { AddCommand } from './command.ts';
import { addRunFlags, type RunFlags } from './flags/run.ts';
import { collect } from './flags/values.ts';
import { builtIn, listFiles } from './lists.ts';
import { probeAndReport } from './run.ts';

interface DemoFlags extends RunFlags {
  readonly break: readonly string[];
}

export const demo: AddCommand = (program, done) =>
  addRunFlags(
    program
      .command('demo')
      .helpGroup('Probing:')
      .description('probe the built-in list against the internet in a box; nothing real is asked')
      .argument('[names or targets...]', 'parts of the list, as for run')
      .option(
        '--break <host=fault>',
        'break a host: web.whatsapp.com=503, *.fbcdn.net=tcp.timeout; may be given again',
        collect,
        [],
      ),
  ).action(async (words: string[], flags: DemoFlags) => done(await demoCommand(words, flags)));

/** Starts the box, breaks what is asked, and runs in it. */
async function demoCommand(words: readonly string[], flags: DemoFlags): Promise<ExitCode> {
  // The servers of the box are loaded only when they are wanted.
  const { parseBreak, readWorld, startLab } = await import('../lab/index.ts');
  const world = readWorld();
  const breaks = flags.break.map((text) => parseBreak(text, world));
  const files = flags.config.length > 0 ? listFiles(flags.config) : [builtIn()];
  const lab = await startLab({ world, breaks });
  try {
    return await probeAndReport(words, flags, files, lab.network);
  } finally {
    await lab.close();
  }
}
