// A replay phase by phase: a box and a run for each, begun a few at a time and told in the order of time.

import pLimit from 'p-limit';
import { UserError } from '../../config/diagnostic.ts';
import type { ListFile } from '../../config/load.ts';
import type * as Lab from '../../lab/index.ts';
import { main } from '../../main.ts';
import type { ExitCode, Run } from '../../model.ts';
import { print } from '../../output.ts';
import { forPeople } from '../../report/escapes.ts';
import { openingLines, phaseHead, phaseLines, timeLines } from '../../report/replay.ts';
import { mapStrings } from '../../report/strings.ts';
import { screenOf } from '../../report/table/screen.ts';
import { viewOf } from '../../terminal.ts';
import { colourWhen } from '../flags/printing.ts';
import type { RunFlags } from '../flags/run.ts';
import { requestOf } from '../run.ts';
import { Signals } from '../signals.ts';
import { timesOf } from './find.ts';

/** Each run waits for most of its time, but so many at once are enough work for a small machine. */
const atOnce = 3;

/** What is asked in each phase. */
export interface Asked {
  readonly words: readonly string[];
  readonly flags: RunFlags;
  readonly files: readonly ListFile[];
}

/** Throws a UserError where a report of a single run is wanted: a replay of several phases has none. */
function refuseReports({ phases }: Lab.Replay, { format, output }: RunFlags): void {
  const wanted = format !== 'table' ? `--format ${format}` : output.length > 0 ? '--output' : null;
  if (wanted === null) return;
  throw new UserError(
    `${wanted} is of one run, and this replay has ${phases.length} phases`,
    `name a moment: --at ${phases[1]?.at ?? phases[0]?.at} (they begin at ${timesOf(phases)})`,
  );
}

/** Plays all phases and tells each in short; the exit code of the worst of them. Throws a UserError for another report. */
export async function playPhases(
  lab: typeof Lab,
  replay: Lab.Replay,
  more: readonly Lab.Break[],
  asked: Asked,
): Promise<ExitCode> {
  refuseReports(replay, asked.flags);
  const view = viewOf(process.stdout, colourWhen(asked.flags.color), process.env, asked.flags.verbose);
  const screen = screenOf(view);
  const safe = forPeople(view);
  const signals = new Signals();
  const limit = pLimit(atOnce);
  const play = async ({ breaks }: Lab.Phase): Promise<Run | null> => {
    if (signals.interrupt.aborted) return null;
    const box = await lab.startLab({ world: replay.world, breaks: [...breaks, ...more] });
    try {
      return await main(requestOf(asked.words, asked.flags, asked.files, box.network, signals.interrupt));
    } finally {
      await box.close();
    }
  };
  try {
    const playing = replay.phases.map((phase) => limit(play, phase));
    // Whoever fails first is told of; the others must not be failures that nobody has heard of.
    for (const run of playing) run.catch(() => {});
    const told: { readonly phase: Lab.Phase; readonly run: Run }[] = [];
    const tell = (lines: readonly string[]) => print(`${lines.join('\n')}\n`);
    await tell(openingLines(screen, mapStrings(replay, safe)));
    for (const [index, phase] of replay.phases.entries()) {
      await tell(phaseHead(screen, mapStrings(phase, safe)));
      const run = await playing[index];
      if (!run) break;
      await tell(phaseLines(screen, mapStrings(run, safe)));
      told.push({ phase, run });
    }
    await tell(timeLines(screen, mapStrings(told, safe)));
    // The reason is the exit code of the signal.
    return signals.interrupt.aborted
      ? signals.interrupt.reason
      : worstOf(told.map(({ run }) => run.exitCode));
  } finally {
    signals.release();
  }
}

/** What was found to be down, then what could not be judged. */
function worstOf(codes: readonly ExitCode[]): ExitCode {
  return ([1, 3] as const).find((code) => codes.includes(code)) ?? 0;
}
