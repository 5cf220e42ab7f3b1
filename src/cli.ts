// The command line: which command, which flags, and how a mistake or a bug is told. With commands/ the only
// place that reads argv and the environment, prints, and sets the exit code.

import { Command, CommanderError, type Option } from 'commander';
import * as commands from './commands/all.ts';
import type { AddCommand } from './commands/command.ts';
import { renderMistakes, UserError } from './config/diagnostic.ts';
import type { ExitCode } from './model.ts';
import { writeOut } from './output.ts';
import { viewOf } from './terminal.ts';
import { escapeTerminal } from './text.ts';
import { version } from './version.ts';

const examples = `
Examples:
  whydown                             ./probes.yaml, or the built-in list
  whydown WhatsApp                    one service of the list
  whydown https://example.com/health  one target, no list needed
  whydown db.internal:5432            does the port answer?
  whydown check                       is ./probes.yaml good?
  whydown show WhatsApp               what holds for it, and who says so
  whydown init                        write a list of your own to start from
  whydown explain tls.expired         what does this code mean, and what to do?
  whydown demo                        try it: nothing real is asked
  whydown demo --break '*.whatsapp.net=tcp.timeout'

A word that is no command is for run: its flags (whydown run --help) need no
command either.

Exit codes: 0 all up, 1 something is down, 2 a mistake in list or usage,
3 could not be judged (your own network, a deadline), 130 interrupted.
`;

const help = new Command('help')
  .argument('[command]')
  .helpOption(false)
  .helpGroup('Looking things up:')
  .description('tell how a command is used');

/** Commander would show every default, empty lists and `false` too. */
function optionDescription({ description, defaultValue, presetArg }: Option): string {
  const told = typeof defaultValue === 'number' || (typeof defaultValue === 'string' && !presetArg);
  return told ? `${description} (default: ${defaultValue})` : description;
}

/** The program, with what each command came to put into `done`. */
export function program(done: (code: ExitCode) => void): Command {
  const root = new Command('whydown')
    .description('Is it down, why, and is it just me?')
    .version(version, '-V, --version', 'tell the version')
    .addHelpText('after', examples)
    .showHelpAfterError('(whydown --help tells what there is)')
    .exitOverride()
    .configureHelp({ optionDescription, argumentDescription: ({ description }) => description })
    .addHelpCommand(help)
    .helpOption('-h, --help', 'tell how it is used')
    .configureOutput({ writeErr: (text) => process.stderr.write(escapeLines(text)) });

  // The command that is meant without a word comes first, the others by name.
  const { run, ...others } = commands;
  for (const add of [run, ...Object.values<AddCommand>(others)]) add(root, done);
  return root;
}

/** Text with argv in it: the line structure is ours, the rest is escaped. */
function escapeLines(text: string): string {
  return text.split('\n').map(escapeTerminal).join('\n');
}

/** Runs the program and sets the exit code; output is flushed before the process ends by itself. */
export async function start(argv: readonly string[] = process.argv): Promise<void> {
  let told = false;
  // Node ends in silence, and with 0, when there is nothing left to wait for.
  const lost = (): void => {
    process.exitCode = 3;
    void writeOut(process.stderr, bugReport(new Error('it ended before its work was done')));
  };
  process.once('beforeExit', lost);
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => {
      if (told) return;
      told = true;
      process.exitCode = 3;
      void writeOut(process.stderr, troubleReport(error)).finally(() => process.exit(3));
    });
  }
  try {
    await program((code) => {
      process.exitCode = code;
    }).parseAsync(argv);
  } catch (error) {
    process.exitCode = await tell(error);
  }
  process.off('beforeExit', lost);
}

async function tell(error: unknown): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    const { colour, unicode } = viewOf(process.stderr, 'auto', process.env, false);
    await writeOut(process.stderr, renderMistakes(error.mistakes, { colour, unicode }));
    return 2;
  }
  await writeOut(process.stderr, troubleReport(error));
  return isLost(error) ? 2 : 3;
}

/** Whatever file is meant, it is meant from a folder that is not there any more. */
function isLost(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

/** What nobody foresaw: this machine at its limits, or a bug. */
function troubleReport(error: unknown): string {
  if (isLost(error)) return 'whydown: the working directory is gone; change to another and run it again\n';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code !== 'EMFILE' && code !== 'ENFILE') return bugReport(error);
  return `whydown: this machine lets it open too few files (${code}); raise the limit (ulimit -n)\n`;
}

/** The one place where a stack trace is shown. */
function bugReport(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `whydown ${version} has a bug; please report it with the lines below.\n${escapeLines(trace)}\n`;
}
