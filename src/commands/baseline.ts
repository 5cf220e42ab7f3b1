// `whydown baseline save`: a run whose samples are kept in a file, for later runs to be held against.

import { baselineOf, fewestSamples, printBaseline } from '../baseline.ts';
import { UserError } from '../config/diagnostic.ts';
import type { ExitCode, Run } from '../model.ts';
import { machineNetwork } from '../net/machine.ts';
import { writeFileAtomically } from '../output/file.ts';
import { say, writeReason } from '../output.ts';
import { escapeTerminal } from '../text.ts';
import type { AddCommand } from './command.ts';
import { addRunFlags, type RunFlags } from './flags/run.ts';
import { trustOf } from './flags/trust.ts';
import { filesFor } from './lists.ts';
import { probeAndReport } from './run.ts';

const usualSamples = 20;

export const baseline: AddCommand = (program, done) => {
  const command = program
    .command('baseline')
    .helpGroup('Probing:')
    .description('keep samples, to find later what became slower');
  addRunFlags(
    command
      .command('save')
      .description('probe a list, parts of it, or targets, and save the samples')
      .argument('<file>', 'where to save them')
      .argument('[names...]', 'names or targets, as for run'),
  ).action(async (file: string, words: string[], flags: RunFlags) =>
    done(await saveCommand(file, words, flags)),
  );
};

/** Probes, reports, and saves. The exit code of the run, or 3 when it went well and nothing could be saved. */
async function saveCommand(file: string, words: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const samples = flags.samples ?? usualSamples;
  if (samples < fewestSamples) {
    throw new UserError(
      `a baseline needs at least ${fewestSamples} samples: fewer cannot be told from noise`,
      `add --samples ${usualSamples}`,
    );
  }
  const { files, note } = filesFor(words, flags.config, flags.tag, trustOf(flags));
  if (note !== null) await say(note);
  let run: Run | undefined;
  const code = await probeAndReport(words, { ...flags, samples }, files, machineNetwork(), {
    onRun: (finished) => {
      run = finished;
    },
  });
  const { saved, told } = run ? await save(run, file) : { saved: false, told: [] };
  await say(told.map((line) => `whydown: ${escapeTerminal(line)}\n`).join(''));
  return code === 0 && !saved ? 3 : code;
}

interface Saved {
  readonly saved: boolean;
  /** Lines for stderr. */
  readonly told: readonly string[];
}

/** Writes the file, or leaves the old one as it is, and says what was done. */
async function save(run: Run, file: string): Promise<Saved> {
  const { baseline: made, leftOut } = baselineOf(run);
  const notes = leftOut.map((line) => `not in the baseline, ${line}`);
  const kept = (why: string) => ({ saved: false, told: [...notes, `nothing is saved to ${file}: ${why}`] });
  if (run.exitCode > 3) return kept('the run was interrupted');
  if (made.entries.length === 0) return kept('no endpoint gave enough samples');
  try {
    await writeFileAtomically(file, printBaseline(made));
  } catch (error) {
    return kept(writeReason(error));
  }
  const { length } = made.entries;
  return {
    saved: true,
    told: [...notes, `saved ${length} ${length === 1 ? 'baseline' : 'baselines'} to ${file}`],
  };
}
