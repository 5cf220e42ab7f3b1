// `whydown show`: the effective settings of endpoints, each with where it comes from. Nothing is asked.

import { Command } from 'commander';
import { concealer } from '../conceal.ts';
import { renderMistakes } from '../config/diagnostic.ts';
import type { Override, Setting } from '../config/effective.ts';
import { withFlags } from '../config/flags.ts';
import { type Inspection, inspect } from '../config/load.ts';
import { select } from '../config/select.ts';
import { secretsInWords } from '../config/target.ts';
import type { Endpoint, ExitCode } from '../model.ts';
import { print, say } from '../output.ts';
import { viewOf } from '../terminal.ts';
import { displayWidth, escapeNonAscii, escapeTerminal, truncateEnd, widest } from '../text.ts';
import type { AddCommand } from './command.ts';
import { type AskingFlags, addAskingFlags, askingFlags } from './flags/asking.ts';
import { addSelectingFlags, type SelectingFlags } from './flags/selecting.ts';
import { filesFor, loadContext } from './lists.ts';

interface ShowFlags extends SelectingFlags, AskingFlags {}

export const show: AddCommand = (program, done) =>
  addAskingFlags(
    addSelectingFlags(
      program
        .command('show')
        .helpGroup('Lists:')
        .description('print the effective settings, and where each comes from; nothing is asked')
        .argument('[names or targets...]', 'what to show, as for run (default: the whole list)'),
    ),
  ).action(async (words: string[], flags: ShowFlags) => done(await showCommand(words, flags)));

/** For targets alone. */
const noList: Inspection = {
  list: { endpoints: [], controls: [], feeds: [], authorities: [], secrets: [] },
  warnings: [],
  unset: [],
  written: { endpoints: 0, controls: 0 },
  drafts: [],
  services: new Map(),
};

async function showCommand(words: readonly string[], flags: ShowFlags): Promise<ExitCode> {
  const { files, note } = filesFor(words, flags.config, flags.tag);
  const { list, unset, drafts, services } = files.length > 0 ? inspect(files, loadContext()) : noList;
  // Only this command puts settings into words.
  const { settingsOf } = await import('../config/effective.ts');
  const draftOf = new Map(list.endpoints.map((endpoint, index) => [endpoint, drafts[index]]));
  const settings = select(list, words, flags.tag).map((endpoint) => {
    const overrides = overridesOf(endpoint, flags);
    return settingsOf(endpoint, { draft: draftOf.get(endpoint) ?? null, services, overrides });
  });
  // A flag laid over what the list says brings its values, not its words.
  const blocks = concealer([...list.secrets, ...secretsInWords([...words, ...(flags.resolver ?? [])])])(
    settings,
  );
  const { colour, unicode } = viewOf(process.stderr, 'auto', process.env, false);
  const told = `${note ?? ''}${unset.length > 0 ? renderMistakes(unset, { colour, unicode }) : ''}`;
  await say(told);
  const text = blocks.map((settings) => rendered(settings)).join('\n');
  const view = viewOf(process.stdout, 'auto', process.env, false);
  await print(view.unicode ? text : text.split('\n').map(escapeNonAscii).join('\n'));
  return 0;
}

/** What each flag that was given makes of the options, on its own. */
function overridesOf(endpoint: Endpoint, flags: ShowFlags): readonly Override[] {
  const said = new Map<string, unknown>(Object.entries(flags));
  const { options } = addAskingFlags(new Command());
  const given = options.filter((option) => {
    const value = said.get(option.attributeName());
    return value !== undefined && JSON.stringify(value) !== JSON.stringify(option.defaultValue);
  });
  return given.flatMap((option) => {
    const others = options.filter((other) => other !== option);
    const unsaid = Object.fromEntries(others.map((other) => [other.attributeName(), other.defaultValue]));
    const [after] = withFlags([endpoint], askingFlags({ ...flags, ...unsaid }));
    return after === undefined ? [] : [{ flag: option.long ?? option.flags, options: after.options }];
  });
}

/** How wide a value may be, and where the origins stand at the furthest. */
const mostColumns = 100;
const furthest = 60;

/** The settings as an item of `endpoints:`, with the origins in one column. */
function rendered(settings: readonly Setting[]): string {
  const lines = linesOf(settings, '  ').map(({ text, origin }, index) => ({
    text: index === 0 ? text.replace('  ', '- ') : text,
    origin,
  }));
  const column = Math.min(furthest, widest(lines.map(({ text }) => text)));
  return lines
    .map(({ text, origin }) => {
      const blanks = ' '.repeat(Math.max(0, column - displayWidth(text)));
      return origin === undefined ? `${text}\n` : `${text}${blanks}  # ${origin}\n`;
    })
    .join('');
}

function linesOf(settings: readonly Setting[], indent: string): { text: string; origin?: string }[] {
  return settings.flatMap(({ key, value, origin, unsaid }) => {
    const name = `${indent}${unsaid ? '# ' : ''}${escapeTerminal(key)}:`;
    if (typeof value !== 'string') return [{ text: name }, ...linesOf(value, `${indent}  `)];
    const words = truncateEnd(escapeTerminal(value), mostColumns, '…');
    return [
      { text: `${name} ${words}`, ...(origin === undefined ? {} : { origin: escapeTerminal(origin) }) },
    ];
  });
}
