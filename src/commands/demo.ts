// `whydown demo`: the built-in list, or one's own, against the internet in a box: as it is, broken, or as an outage
// went.

import { UserError } from '../config/diagnostic.ts';
import type * as Lab from '../lab/index.ts';
import type { ExitCode } from '../model.ts';
import type { AddCommand } from './command.ts';
import { findReplay, momentOf } from './demo/find.ts';
import { listReplays } from './demo/list.ts';
import { type Asked, playPhases } from './demo/play.ts';
import { addRunFlags, type RunFlags } from './flags/run.ts';
import { collect } from './flags/values.ts';
import { builtIn, listFiles } from './lists.ts';
import { probeAndReport } from './run.ts';

interface DemoFlags extends RunFlags {
  readonly break: readonly string[];
  readonly at?: string;
  readonly list: boolean;
}

export const demo: AddCommand = (program, done) =>
  addRunFlags(
    program
      .command('demo')
      .helpGroup('Probing:')
      .description('probe the built-in list against the internet in a box; nothing real is asked')
      .argument('[words...]', 'a replay or the file of one, then parts of the list, as for run')
      .option(
        '--break <host=fault>',
        'break a host: web.whatsapp.com=503, *.fbcdn.net=tcp.timeout; may be given again',
        collect,
        [],
      )
      .option('--at <time>', 'one moment of a replay, HH:MM in UTC, with the full report')
      .option('--list', 'tell the replays that there are', false),
  ).action(async (words: string[], flags: DemoFlags) => done(await demoCommand(words, flags)));

/** Finds what is to be played, breaks what is asked besides, and plays it. */
async function demoCommand(words: readonly string[], flags: DemoFlags): Promise<ExitCode> {
  // The box is loaded only when it is wanted.
  const lab = await import('../lab/index.ts');
  if (flags.list) return listReplays(lab, flags);
  const files = flags.config.length > 0 ? listFiles(flags.config) : [builtIn()];
  const found = findReplay(lab, words, files);
  if (found === null && flags.at !== undefined) {
    throw new UserError(
      '--at is a moment of a replay, and none is named',
      'for example whydown demo 2021-10-04 --at 16:05',
    );
  }
  const world = found?.replay.world ?? lab.readWorld();
  const breaks = flags.break.map((text) => lab.parseBreak(text, world));
  const asked = { words: found?.rest ?? words, flags, files };
  const moment = found === null ? null : momentOf(found, flags.at ?? null, lab.isTime);
  if (found !== null && moment === null) return playPhases(lab, found.replay, breaks, asked);
  return playMoment(lab, { world, breaks: [...(moment?.breaks ?? []), ...breaks] }, asked);
}

/** One run in a box, with its report. */
async function playMoment(
  lab: typeof Lab,
  broken: Parameters<typeof Lab.startLab>[0],
  { words, flags, files }: Asked,
): Promise<ExitCode> {
  const box = await lab.startLab(broken);
  try {
    return await probeAndReport(words, flags, files, box.network);
  } finally {
    await box.close();
  }
}
