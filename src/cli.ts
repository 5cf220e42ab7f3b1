// The command line: which command, which flags, and how a mistake or a bug is told. With commands/ the only
// place that reads argv and the environment, prints, and sets the exit code.

import { Command, CommanderError, type Option } from 'commander';
import * as commands from './commands/all.ts';
import type { AddCommand } from './commands/command.ts';
import { concealer, concealText } from './conceal.ts';
import { coveredWords } from './config/cover.ts';
import { renderMistakes, UserError } from './config/diagnostic.ts';
import { secretsInWords } from './config/target.ts';
import type { ExitCode } from './model.ts';
import { OutputError, print, say } from './output.ts';
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

/** What commander has to say, help and mistakes: it would not wait until that is out. */
interface Told {
  out: string;
  err: string;
}

/** The program, with what each command came to put into `done`. */
export function program(done: (code: ExitCode) => void, told: Told = { out: '', err: '' }): Command {
  const root = new Command('whydown')
    .description('Is it down, why, and is it just me?')
    .version(version, '-V, --version', 'tell the version')
    .addHelpText('after', examples)
    .showHelpAfterError('(whydown --help tells what there is)')
    .exitOverride()
    .configureHelp({ optionDescription, argumentDescription: ({ description }) => description })
    .addHelpCommand(help)
    .helpOption('-h, --help', 'tell how it is used')
    .configureOutput({
      writeOut: (text) => {
        told.out += text;
      },
      writeErr: (text) => {
        told.err += text;
      },
    });

  // The command that is meant without a word comes first, the others by name.
  const { run, ...others } = commands;
  for (const add of [run, ...Object.values<AddCommand>(others)]) add(root, done);
  return root;
}

/** Text of several lines: that structure is ours, the rest is escaped. */
function escapeLines(text: string): string {
  return text.split('\n').map(escapeTerminal).join('\n');
}

/** A mistake on the command line, which quotes it: its line ends are none of ours, its secrets nobody's business. */
function escapeMistake(said: string, argv: readonly string[]): string {
  const text = concealText(secretsInWords(argv))(coveredWords(said));
  // Of `--flag=value` the value alone may be quoted.
  const quoted = argv.flatMap((word) => [word, word.slice(word.indexOf('=') + 1), word.slice(2)]);
  const broken = quoted.filter((word) => word.includes('\n')).toSorted((a, b) => b.length - a.length);
  return escapeLines(broken.reduce((all, word) => all.replaceAll(word, escapeTerminal(word)), text));
}

/** Runs the program and sets the exit code; output is flushed before the process ends by itself. */
export async function start(argv: readonly string[] = process.argv): Promise<void> {
  // Whoever lists the processes of this machine reads the arguments of all.
  if (secretsInWords(argv).length > 0) process.title = 'whydown';
  // What ends before it is done has not ended well; Node would end in silence, and with 0.
  process.exitCode = 3;
  const lost = (): void => void say(bugReport(new Error('it ended before its work was done')));
  process.once('beforeExit', lost);
  let ended = false;
  for (const event of ['uncaughtException', 'unhandledRejection']) {
    process.on(event, (error: unknown) => {
      if (ended) return;
      ended = true;
      void say(troubleReport(error)).finally(() => process.exit(3));
    });
  }
  process.exitCode = await codeOf(argv);
  process.off('beforeExit', lost);
}

async function codeOf(argv: readonly string[]): Promise<ExitCode> {
  const told: Told = { out: '', err: '' };
  let code: ExitCode = 0;
  const done = (came: ExitCode): void => {
    code = came;
  };
  try {
    try {
      await program(done, told).parseAsync(argv);
    } finally {
      await say(escapeMistake(told.err, argv.slice(2)));
      if (told.out !== '') await print(told.out);
    }
    return code;
  } catch (error) {
    return tell(error, argv);
  }
}

async function tell(error: unknown, argv: readonly string[]): Promise<ExitCode> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    const { colour, unicode } = viewOf(process.stderr, 'auto', process.env, false);
    const mistakes = concealer(secretsInWords(argv))(error.mistakes);
    await say(renderMistakes(mistakes, { colour, unicode }));
    return 2;
  }
  await say(troubleReport(error));
  return isLost(error) ? 2 : 3;
}

/** Whatever file is meant, it is meant from a folder that is not there any more. */
function isLost(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd';
}

/** What stands in the way of the work: our output, this machine at its limits, or a bug. */
function troubleReport(error: unknown): string {
  if (error instanceof OutputError) return `whydown: ${escapeTerminal(error.message)}\n`;
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
