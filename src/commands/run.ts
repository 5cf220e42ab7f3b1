// `whydown run`: a request out of the flags, one run, its reports. Shared with `demo`, which brings another
// network.

import { UserError } from '../config/diagnostic.ts';
import type { ListFile } from '../config/load.ts';
import { main } from '../main.ts';
import type { ExitCode, Run } from '../model.ts';
import { machineNetwork } from '../net/machine.ts';
import type { Network } from '../net/network.ts';
import { writeFileAtomically, writeOut } from '../output.ts';
import { reports } from '../report/index.ts';
import { fileView, viewOf } from '../terminal.ts';
import { progressOn } from '../view/progress.ts';
import type { AddCommand } from './command.ts';
import { askingFlags } from './flags/asking.ts';
import { colourWhen } from './flags/printing.ts';
import { regressOf, uncompared } from './flags/regress.ts';
import { addRunFlags, type RunFlags } from './flags/run.ts';
import { filesFor, loadContext } from './lists.ts';

export const run: AddCommand = (program, done) =>
  addRunFlags(
    program
      .command('run', { isDefault: true })
      .description('probe a list, parts of it, or targets')
      .argument(
        '[names or targets...]',
        'names, services, providers, components or tags of the list; or targets',
      ),
  ).action(async (words: string[], flags: RunFlags) => done(await runCommand(words, flags)));

/** Probes what is meant and reports it. The exit code of the run. */
async function runCommand(words: readonly string[], flags: RunFlags): Promise<ExitCode> {
  const { files, note } = filesFor(words, flags.config, flags.tag);
  if (note !== null) await writeOut(process.stderr, note);
  return probeAndReport(words, flags, files, machineNetwork());
}

/** One run over a network, with its reports and signals. `onRun` sees it before it is reported. */
export async function probeAndReport(
  words: readonly string[],
  flags: RunFlags,
  files: readonly ListFile[],
  network: Network,
  onRun?: (run: Run) => void,
): Promise<ExitCode> {
  refuseTwoOnStdout(flags);
  const regress = regressOf(flags);
  const signals = new Signals();
  const progress = progressOn(process.stderr, process.env);
  try {
    const run = await main({
      files,
      context: loadContext(),
      words,
      tags: flags.tag,
      flags: askingFlags(flags),
      network,
      concurrency: flags.concurrency,
      deadlineMs: flags.deadline ?? null,
      failOn: flags.failOn,
      ...(regress ? { regress } : {}),
      interrupt: signals.interrupt,
      onOutcome: progress.tick,
    });
    progress.end();
    onRun?.(run);
    return await report(run, flags);
  } catch (error) {
    progress.end();
    throw error;
  } finally {
    signals.release();
  }
}

const stdoutNames: readonly string[] = ['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'];

function refuseTwoOnStdout({ output }: RunFlags): void {
  const wrong = output.find(({ file }) => stdoutNames.includes(file));
  if (wrong) {
    throw new UserError(
      'two reports on one stdout cannot be told apart',
      `print it alone: --format ${wrong.format}`,
    );
  }
}

/** Files first: a reader of stdout that goes away must not cost a file. */
async function report(run: Run, flags: RunFlags): Promise<ExitCode> {
  const troubles: string[] = [...uncompared(run, flags)];
  for (const { format, file } of flags.output) {
    try {
      writeFileAtomically(file, reports[format](run, fileView(flags.verbose)));
    } catch (error) {
      troubles.push(`whydown: cannot write ${file}: ${error instanceof Error ? error.message : error}\n`);
    }
  }
  const view = viewOf(process.stdout, colourWhen(flags.color), process.env, flags.verbose);
  if (run.simulated && flags.format !== 'table')
    troubles.unshift('SIMULATED: the internet in a box answered.\n');
  try {
    await writeOut(process.stdout, reports[flags.format](run, view));
  } catch (error) {
    troubles.push(`whydown: cannot write to stdout: ${error instanceof Error ? error.message : error}\n`);
  }
  if (troubles.length > 0) await writeOut(process.stderr, troubles.join(''));
  // A report that could not be written, or a gate that compared nothing, is our own trouble; it never hides a
  // failure that was found.
  const lost = troubles.some((trouble) => trouble.startsWith('whydown:'));
  return lost && run.exitCode === 0 ? 3 : run.exitCode;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The first signal ends the run in good order, the second at once. */
class Signals {
  readonly #controller = new AbortController();
  readonly #listeners = Object.entries(exitCodes).map(([signal, code]) => {
    const listener = (): void => {
      if (this.#controller.signal.aborted) process.exit(code);
      this.#controller.abort(code);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });

  get interrupt(): AbortSignal {
    return this.#controller.signal;
  }

  release(): void {
    for (const off of this.#listeners) off();
  }
}
