// `whydown demo --list`: the replays that come with the program.

import { Chalk } from 'chalk';
import type * as Lab from '../../lab/index.ts';
import type { ExitCode } from '../../model.ts';
import { print } from '../../output.ts';
import { forPeople } from '../../report/escapes.ts';
import { mapStrings } from '../../report/strings.ts';
import { viewOf } from '../../terminal.ts';
import { colourWhen, type PrintingFlags } from '../flags/printing.ts';
import { tableOf } from '../table.ts';

/** Prints name, date and title of each. */
export async function listReplays(
  lab: typeof Lab,
  { color }: Pick<PrintingFlags, 'color'>,
): Promise<ExitCode> {
  const view = viewOf(process.stdout, colourWhen(color), process.env, false);
  const rows = lab.replayNames().map((name) => {
    const { date, title } = lab.builtInReplay(name);
    return [name, date ?? '', title];
  });
  const { dim } = new Chalk({ level: view.colour });
  const [head = '', ...lines] = tableOf(
    ['NAME', 'DATE', 'TITLE'],
    mapStrings(rows, forPeople(view)),
    process.stdout.isTTY ? view.width : Number.POSITIVE_INFINITY,
    view.unicode ? '…' : '..',
  );
  await print(`${[dim(head), ...lines].join('\n')}\n`);
  return 0;
}
