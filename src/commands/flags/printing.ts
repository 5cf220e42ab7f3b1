// The flags that say what is printed, where, and how it looks.

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type FormatName, reports } from '../../report/index.ts';
import type { When } from '../../terminal.ts';
import { refuse, unknownWord } from './values.ts';

/** One report into one file. */
interface Output {
  readonly format: FormatName;
  readonly file: string;
}

export interface PrintingFlags {
  readonly format: FormatName;
  readonly output: readonly Output[];
  readonly color: When | boolean;
  readonly verbose: boolean;
  readonly wide: boolean;
  readonly onlyFailures: boolean;
  readonly progress: boolean;
}

export function addPrintingFlags(command: Command): Command {
  return command
    .option('--format <format>', `how to print: ${formats().join(', ')}`, formatName, 'table')
    .option('--output <format=file>', 'also write a report to a file; may be given again', output, [])
    .addOption(
      new Option('--color [when]', 'auto, always or never')
        .argParser(colourWord)
        .preset('always')
        .default('auto'),
    )
    .option('--no-color', 'no colour')
    .option('-v, --verbose', 'tell every step of every endpoint', false)
    .option('--wide', 'every column, nothing cut, however long the lines become', false)
    .option('--only-failures', 'leave out the rows that are up; counts and verdict stay', false)
    .option('--no-progress', 'no live view while the run is under way');
}

const colourWords: readonly When[] = ['auto', 'always', 'never'];

/** What stands behind `--color` is its word, also when a target was meant. */
function colourWord(text: string): When {
  const word = colourWords.find((each) => each === text);
  const hint = `it takes ${colourWords.join(', ')}; before a name or target write --color=always`;
  return word ?? refuse({ problem: `\`${text}\` is no word for --color`, hint });
}

/** `--color` may stand alone, carry a word, or be negated. */
export function colourWhen(color: When | boolean): When {
  if (typeof color === 'string') return color;
  return color ? 'always' : 'never';
}

function formats(): FormatName[] {
  return Object.keys(reports) as FormatName[];
}

function formatName(text: string): FormatName {
  const known = formats().find((format) => format === text);
  return known ?? refuse(unknownWord(text, formats()));
}

function output(text: string, previous: readonly Output[]): readonly Output[] {
  const [, format = '', file = ''] = /^([^=]*)=(.+)$/.exec(text) ?? [];
  if (file === '')
    return refuse({ problem: `\`${text}\` is not FORMAT=FILE`, hint: 'for example json=report.json' });
  if (previous.some((other) => resolve(other.file) === resolve(file))) {
    return refuse({ problem: `two reports into one file, ${file}` });
  }
  return [...previous, { format: formatName(format), file }];
}
