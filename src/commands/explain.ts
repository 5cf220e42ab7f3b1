// `whydown explain`: what a code, a status or an exit code means, what usually lies behind it, and what to do.

import { Chalk } from 'chalk';
import { didYouMean, UserError } from '../config/diagnostic.ts';
import { print } from '../output.ts';
import { viewOf } from '../terminal.ts';
import { escapeNonAscii } from '../text.ts';
import type { AddCommand } from './command.ts';

const examples = `
Examples:
  whydown explain tls.expired   one code
  whydown explain timeout       the codes of this name in every layer
  whydown explain dns           the codes of a layer
  whydown explain FLAKY         a word of the table
  whydown explain 3             an exit code
`;

export const explain: AddCommand = (program, done) =>
  program
    .command('explain')
    .helpGroup('Looking things up:')
    .description('tell what a code means, its usual causes, and what to do')
    .argument('[codes...]', 'codes, statuses, exit codes or layers (default: the list of all)')
    .addHelpText('after', examples)
    .action(async (words: string[]) => {
      await print(await explainCommand(words));
      done(0);
    });

/** The explanations of the words, or the list of all. Throws a UserError that holds every unknown word. */
async function explainCommand(words: readonly string[]): Promise<string> {
  const { find, names } = await import('../explain/find.ts');
  const { tellAll, tellCode, tellLayer, tellOutcome } = await import('../explain/tell.ts');
  const { width, colour, unicode } = viewOf(process.stdout, 'auto', process.env, false);
  const { bold } = new Chalk({ level: colour });
  const found = words.map((word) => ({ word, meant: find(word) }));
  const unknown = found.filter(({ meant }) => meant === null);
  if (unknown.length > 0) {
    throw new UserError(
      unknown.map(({ word }) => {
        const near = didYouMean(word, names);
        return {
          message: `\`${word}\` is no code, status, exit code or layer`,
          hint: near === null ? 'whydown explain lists them all' : `did you mean ${near}?`,
        };
      }),
    );
  }
  const told = found.flatMap(({ meant }) => {
    if (meant === null) return [];
    if (meant.kind === 'codes') return meant.codes.map((code) => tellCode(code, width, bold));
    if (meant.kind === 'layer') return [tellLayer(meant.layer, width, bold)];
    return [tellOutcome(meant.name, meant.sentence, width, bold)];
  });
  const text = told.length === 0 ? tellAll(width, bold) : told.join('\n');
  return unicode
    ? text
    : text
        .split('\n')
        .map((line) => asciiLine(line))
        .join('\n');
}

/** The escapes of colour stay. */
function asciiLine(line: string): string {
  return line
    .split('\x1b')
    .map((part) => escapeNonAscii(part))
    .join('\x1b');
}
