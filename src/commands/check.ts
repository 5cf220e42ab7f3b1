// `whydown check`: reads lists and says whether they are good. Nothing is asked.

import { load } from '../config/load.ts';
import type { ExitCode } from '../model.ts';
import { writeOut } from '../output.ts';
import { escapeTerminal } from '../text.ts';
import type { AddCommand } from './command.ts';
import { collect } from './flags/values.ts';
import { listFiles, loadContext } from './lists.ts';

export const check: AddCommand = (program, done) =>
  program
    .command('check')
    .helpGroup('Lists:')
    .description('read a list and say whether it is good; nothing is asked')
    .argument('[files...]', 'lists (default: ./probes.yaml, else the built-in one)')
    .option('-c, --config <file>', 'a list; may be given again', collect, [])
    .action(async (files: string[], flags: { config: string[] }) =>
      done(await checkCommand([...files, ...flags.config])),
    );

/** Reads the lists; every mistake of them ends in a UserError. */
async function checkCommand(files: readonly string[]): Promise<ExitCode> {
  const lists = listFiles(files);
  const { endpoints, controls } = load(lists, loadContext());
  const names = lists.map(({ name }) => escapeTerminal(name)).join(', ');
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  await writeOut(
    process.stdout,
    `${names}: good, ${count(endpoints.length, 'endpoint')}, ${count(controls.length, 'control')}\n`,
  );
  return 0;
}
