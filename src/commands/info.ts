// Commands that ask nobody: `check` reads a list and says whether it is good.

import { load } from '../config/load.ts';
import type { ExitCode } from '../model.ts';
import { writeOut } from '../output.ts';
import { escapeTerminal } from '../text.ts';
import { listFiles, loadContext } from './lists.ts';

/** Reads the lists; every mistake of them ends in a UserError. */
export async function checkCommand(files: readonly string[]): Promise<ExitCode> {
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
