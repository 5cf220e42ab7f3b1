// `whydown list`: what a list contains, or the part of it that names and tags select. Nothing is asked.

import { Chalk } from 'chalk';
import { concealer } from '../conceal.ts';
import { load } from '../config/load.ts';
import { select } from '../config/select.ts';
import { secretsInWords } from '../config/target.ts';
import type { EndpointInfo, ExitCode } from '../model.ts';
import { print } from '../output.ts';
import { forJson, forPeople } from '../report/escapes.ts';
import { jsonText } from '../report/json.ts';
import type { View } from '../report/report.ts';
import { mapStrings } from '../report/strings.ts';
import { viewOf } from '../terminal.ts';
import type { AddCommand } from './command.ts';
import { addSelectingFlags, type SelectingFlags } from './flags/selecting.ts';
import { refuse, unknownWord } from './flags/values.ts';
import { listFiles, loadContext } from './lists.ts';
import { tableOf } from './table.ts';

const formats = ['table', 'json'] as const;

interface ListFlags extends SelectingFlags {
  readonly format: (typeof formats)[number];
}

export const list: AddCommand = (program, done) =>
  addSelectingFlags(
    program
      .command('list')
      .helpGroup('Lists:')
      .description('tell what a list contains; nothing is asked')
      .argument('[names or targets...]', 'as for run: only what they select'),
  )
    .option('--format <format>', `how to print: ${formats.join(', ')}`, formatName, 'table')
    .action(async (words: string[], flags: ListFlags) => done(await listCommand(words, flags)));

function formatName(text: string): ListFlags['format'] {
  return formats.find((format) => format === text) ?? refuse(unknownWord(text, formats));
}

/** Prints what is selected; secrets are masked as in a report. */
async function listCommand(words: readonly string[], flags: ListFlags): Promise<ExitCode> {
  const loaded = load(listFiles(flags.config), loadContext());
  const chosen = select(loaded, words, flags.tag);
  const view = viewOf(process.stdout, 'auto', process.env, false);
  const safeFor = flags.format === 'json' ? forJson : forPeople;
  const shown = mapStrings(
    concealer([...loaded.secrets, ...secretsInWords(words)])(chosen.map(shownOf)),
    safeFor(view),
  );
  const json = () => `${jsonText({ schema: 'whydown.list/1', endpoints: shown }, 2)}\n`;
  await print(flags.format === 'json' ? json() : asTable(shown, view));
  return 0;
}

/** The fields that `endpoint` has in a report. */
function shownOf({ name, service, component, provider, edge, tags, urls, atLeast, source }: EndpointInfo) {
  return { name, service, component, provider, edge, tags, url: urls, atLeast, source };
}

function asTable(endpoints: readonly ReturnType<typeof shownOf>[], { width, colour, unicode }: View): string {
  const rows = endpoints.map(({ name, service, component, provider, tags, url }) => [
    name,
    service ?? '',
    component ?? '',
    provider ?? '',
    tags.join(' '),
    url.join(' '),
  ]);
  const { dim } = new Chalk({ level: colour });
  const [head = '', ...lines] = tableOf(
    ['NAME', 'SERVICE', 'COMPONENT', 'PROVIDER', 'TAGS', 'URL'],
    rows,
    // Only a screen is too narrow: `| grep` finds whole words.
    process.stdout.isTTY ? width : Number.POSITIVE_INFINITY,
    unicode ? '…' : '..',
  );
  return `${[dim(head), ...lines].join('\n')}\n`;
}
