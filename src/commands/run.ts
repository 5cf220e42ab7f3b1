// `whydown run`: a request out of the flags, one run, its screens. Shared with `demo`, which brings another
// network.

import type { ListFile } from '../config/load.ts';
import type { Listener } from '../events.ts';
import { main, type Request } from '../main.ts';
import type { ExitCode, Run } from '../model.ts';
import { machineNetwork } from '../net/machine.ts';
import type { Network } from '../net/network.ts';
import { publicOnly } from '../net/public.ts';
import { say } from '../output.ts';
import { streams } from '../report/index.ts';
import { mayMove, viewOf } from '../terminal.ts';
import { type LiveView, startLiveView } from '../view/live.ts';
import type { AddCommand } from './command.ts';
import { askingFlags } from './flags/asking.ts';
import { colourWhen } from './flags/printing.ts';
import { regressOf, uncompared } from './flags/regress.ts';
import { addRunFlags, type RunFlags } from './flags/run.ts';
import { trustOf } from './flags/trust.ts';
import { filesFor, loadContext } from './lists.ts';
import { createPrinter, refuseTwoOnStdout } from './print.ts';
import { Signals } from './signals.ts';

export const run: AddCommand = (program, done) =>
  addRunFlags(
    program
      .command('run', { isDefault: true })
      .helpGroup('Probing:')
      .description('probe a list, parts of it, or targets')
      .argument(
        '[names or targets...]',
        'names, services, providers, components or tags of the list; or targets',
      ),
  ).action(async (words: string[], flags: RunFlags) => done(await runCommand(words, flags)));

/** Probes what is meant and reports it. The exit code of the run. */
async function runCommand(words: readonly string[], flags: RunFlags): Promise<ExitCode> {
  return probeAndReport(words, flags, await filesWithNote(words, flags), machineNetwork());
}

/** The files that are meant; that targets are probed without a list which has mistakes is told. */
export async function filesWithNote(words: readonly string[], flags: RunFlags): Promise<readonly ListFile[]> {
  const { config, tag, format } = flags;
  const { files, note } = filesFor(words, config, tag, trustOf(flags));
  if (note !== null && format !== 'quiet') await say(note);
  return files;
}

/** The total time of an untrusted list, where none is given. */
const untrustedDeadlineMs = 5 * 60_000;

interface Extras extends Pick<Request, 'choose'> {
  /** Sees the run before it is reported. */
  readonly onRun?: (run: Run) => void;
}

/** One run over a network, with its reports and signals. */
export async function probeAndReport(
  words: readonly string[],
  flags: RunFlags,
  files: readonly ListFile[],
  network: Network,
  { choose, onRun }: Extras = {},
): Promise<ExitCode> {
  refuseTwoOnStdout(flags);
  const signals = new Signals();
  const printer = createPrinter(flags);
  const live = liveViewFor(flags);
  const tell: Listener = (event) => {
    if (event.type === 'result') printer.result(event.rows);
    live?.tell(event);
  };
  // Results on their way are judged a second time, which costs; whoever shows none is told of none.
  const told = live !== null || streams(flags.format);
  try {
    const run = await main({
      ...requestOf(words, flags, files, network, signals.interrupt),
      choose,
      ...(told ? { onEvent: tell } : {}),
    });
    live?.end();
    onRun?.(run);
    signals.over();
    return await printer.finish(run, uncompared(run, flags));
  } finally {
    live?.end();
    signals.release();
  }
}

/** What the flags ask of a run. */
export function requestOf(
  words: readonly string[],
  flags: RunFlags,
  files: readonly ListFile[],
  network: Network,
  interrupt: AbortSignal,
): Request {
  const untrusted = trustOf(flags);
  const regress = regressOf(flags);
  return {
    files,
    context: loadContext(untrusted),
    words,
    tags: flags.tag,
    flags: askingFlags(flags),
    // In the box nothing real is asked.
    network: untrusted && !network.simulated ? publicOnly(network) : network,
    concurrency: flags.concurrency,
    deadlineMs: flags.deadline ?? (untrusted ? untrustedDeadlineMs : null),
    failOn: flags.failOn,
    ...(regress ? { regress } : {}),
    interrupt,
  };
}

/** Only the table and the JSON are waited for; lines that come by themselves and silence need no company. Null: none. */
function liveViewFor({ format, progress, color }: RunFlags): LiveView | null {
  const wanted = progress && format !== 'quiet' && !streams(format);
  if (!wanted || !mayMove(process.stderr, process.env)) return null;
  const { colour, unicode } = viewOf(process.stderr, colourWhen(color), process.env, false);
  return startLiveView(process.stderr, { colour, unicode });
}
