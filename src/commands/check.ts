// `whydown check`: reads lists and says whether they are good, and what is doubtful in them. Nothing is asked.

import { renderMistakes, UserError } from '../config/diagnostic.ts';
import { inspect } from '../config/load.ts';
import type { ExitCode } from '../model.ts';
import { print, say } from '../output.ts';
import { viewOf } from '../terminal.ts';
import { escapeTerminal } from '../text.ts';
import type { AddCommand } from './command.ts';
import { addTrustFlags, type TrustFlags, trustOf } from './flags/trust.ts';
import { collect } from './flags/values.ts';
import { listFiles, loadContext } from './lists.ts';

interface CheckFlags extends TrustFlags {
  readonly config: readonly string[];
  readonly strict: boolean;
}

export const check: AddCommand = (program, done) =>
  addTrustFlags(
    program
      .command('check')
      .helpGroup('Lists:')
      .description('read a list and say whether it is good; nothing is asked')
      .argument('[files...]', 'lists, - for stdin (default: ./probes.yaml, else the built-in one)')
      .option('-c, --config <file>', 'a list, - for stdin; may be given again', collect, [])
      .option('--strict', 'a warning is a mistake: exit 2', false),
  ).action(async (files: string[], flags: CheckFlags) =>
    done(await checkCommand([...files, ...flags.config], flags)),
  );

/** Reads the lists; every mistake of them ends in a UserError, and so do warnings when `strict`. */
async function checkCommand(files: readonly string[], flags: CheckFlags): Promise<ExitCode> {
  const { strict } = flags;
  const lists = listFiles(files);
  const { written, warnings } = inspect(lists, loadContext(trustOf(flags)));
  if (strict && warnings.length > 0) throw new UserError(warnings);
  const { colour, unicode } = viewOf(process.stderr, 'auto', process.env, false);
  await say(renderMistakes(warnings, { colour, unicode }));
  const names = lists.map(({ name }) => escapeTerminal(name)).join(', ');
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const counts = [count(written.endpoints, 'endpoint'), count(written.controls, 'control')];
  if (warnings.length > 0) counts.push(count(warnings.length, 'warning'));
  await print(`${names}: good, ${counts.join(', ')}\n`);
  return 0;
}
