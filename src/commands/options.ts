// The flags that `run` and `demo` share, and how their values are read. Nothing is asked or printed here.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { codes } from '../codes.ts';
import { parseResolver } from '../config/address.ts';
import { didYouMean, UserError } from '../config/diagnostic.ts';
import type { Flags } from '../config/flags.ts';
import { readPem } from '../config/pem.ts';
import { type FormatName, reports } from '../report/index.ts';
import { isProblem, type Problem } from '../shape.ts';
import type { When } from '../terminal.ts';
import { parseDuration } from '../units.ts';

/** One report into one file. */
interface Output {
  readonly format: FormatName;
  readonly file: string;
}

/** What commander hands over. */
export interface RunFlags {
  readonly config: readonly string[];
  readonly timeout?: number;
  readonly concurrency: number;
  readonly retries?: number;
  readonly tag: readonly string[];
  readonly resolver?: string;
  readonly ca?: string;
  readonly deadline?: number;
  readonly failOn: readonly string[];
  readonly format: FormatName;
  readonly output: readonly Output[];
  readonly color: When | boolean;
  readonly verbose: boolean;
}

const defaultConcurrency = 16;
const maxConcurrency = 1000;

/** Adds the flags of a run to a command. */
export function addRunFlags(command: Command): Command {
  return command
    .option('-c, --config <file>', 'list to probe; may be given again (default: ./probes.yaml)', collect, [])
    .option('--timeout <duration>', 'total time for one attempt: 5s, 500ms', duration)
    .option('--concurrency <n>', 'attempts open at once', whole(1, maxConcurrency), defaultConcurrency)
    .option('--retries <n>', 'how often a failed endpoint is asked again', whole(0, 10))
    .option('--tag <tag>', 'only endpoints with this tag; may be given again', collect, [])
    .option('--resolver <address>', 'name server to ask: 9.9.9.9, [2620:fe::fe]:53', resolver)
    .option('--ca <file>', 'PEM file of the roots to trust')
    .option('--deadline <duration>', 'total time for the whole run', duration)
    .option(
      '--fail-on <list>',
      'also exit 1 on: degraded, unknown, or a code such as http.guarded',
      failOn,
      [],
    )
    .option('--format <format>', `how to print: ${formats().join(', ')}`, formatName, 'table')
    .option('--output <format=file>', 'also write a report to a file; may be given again', output, [])
    .addOption(
      new Option('--color [when]', 'auto, always or never')
        .choices(['auto', 'always', 'never'])
        .preset('always')
        .default('auto'),
    )
    .option('--no-color', 'no colour')
    .option('-v, --verbose', 'tell every step of every endpoint', false);
}

/** The flags that change how endpoints are asked. Throws a UserError for a bad CA file. */
export function askingFlags({ timeout, retries, resolver: server, ca }: RunFlags): Flags {
  return {
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(server === undefined ? {} : { resolver: server }),
    ...(ca === undefined ? {} : { ca: pemOf(ca) }),
  };
}

/** `--color` may stand alone, carry a word, or be negated. */
export function colourWhen(color: When | boolean): When {
  if (typeof color === 'string') return color;
  return color ? 'always' : 'never';
}

function pemOf(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`cannot read the CA file ${file}: ${error instanceof Error ? error.message : error}`);
  }
  const pem = readPem(text);
  if (isProblem(pem)) throw new UserError(`${file}: ${pem.problem}`, pem.hint);
  return pem.value;
}

function formats(): FormatName[] {
  return Object.keys(reports) as FormatName[];
}

function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

function refuse({ problem, hint }: Problem): never {
  throw new InvalidArgumentError(hint === undefined ? problem : `${problem}; ${hint}`);
}

function duration(text: string): number {
  const parsed = parseDuration(text);
  if (isProblem(parsed)) return refuse(parsed);
  return parsed.value > 0 && parsed.value <= 86_400_000
    ? parsed.value
    : refuse({ problem: 'it must be more than 0 and at most 1d' });
}

function resolver(text: string): string {
  const parsed = parseResolver(text);
  return isProblem(parsed) ? refuse(parsed) : parsed.value;
}

function whole(min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    return number >= min && number <= max
      ? number
      : refuse({ problem: `a whole number from ${min} to ${max} is needed` });
  };
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

/** What `--fail-on` takes: the statuses that are not yet a failure, and every code. */
function failOn(text: string, previous: readonly string[]): readonly string[] {
  const known = ['degraded', 'unknown', ...Object.keys(codes)];
  const words = text.split(',').map((word) => word.trim());
  for (const word of words) if (!known.includes(word)) refuse(unknownWord(word, known));
  return [...previous, ...words];
}

function unknownWord(word: string, known: readonly string[]): Problem {
  const near = didYouMean(word, known);
  const hint = near ? `did you mean ${near}?` : known.length > 8 ? undefined : `one of ${known.join(', ')}`;
  return { problem: `\`${word}\` is not known`, ...(hint ? { hint } : {}) };
}
