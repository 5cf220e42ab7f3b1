// `whydown why NAME|TARGET`: one endpoint, probed and told step by step, whether it is up or down.

import { UserError } from '../config/diagnostic.ts';
import type { Endpoint, ExitCode } from '../model.ts';
import { machineNetwork } from '../net/machine.ts';
import type { AddCommand } from './command.ts';
import { addRunFlags, type RunFlags } from './flags/run.ts';
import { filesWithNote, probeAndReport } from './run.ts';

/** Named in a mistake; more would bury the advice. */
const mostNamed = 8;

export const why: AddCommand = (program, done) =>
  addRunFlags(
    program
      .command('why')
      .helpGroup('Probing:')
      .description('probe one endpoint and tell it step by step, up or down')
      .argument('<name or target>', 'a name of the list, or a target'),
  ).action(async (word: string, flags: RunFlags, command) => {
    const chosen = command.getOptionValueSource('format') === 'cli';
    done(await whyCommand(word, chosen ? flags : { ...flags, format: 'why' }));
  });

/** Probes what the word means, which must be one endpoint. */
async function whyCommand(word: string, flags: RunFlags): Promise<ExitCode> {
  const files = await filesWithNote([word], flags);
  return probeAndReport([word], flags, files, machineNetwork(), {
    choose: (endpoints) => [only(word, endpoints)],
  });
}

/** The one that is meant: the only one, or the one of just this name. Throws a UserError that names the others. */
function only(word: string, endpoints: readonly Endpoint[]): Endpoint {
  const named = endpoints.find(({ name }) => name.toLowerCase() === word.toLowerCase());
  const one = named ?? (endpoints.length === 1 ? endpoints[0] : undefined);
  if (one !== undefined) return one;
  const names = endpoints.slice(0, mostNamed).map(({ name }) => name);
  const more = endpoints.length > names.length ? ` and ${endpoints.length - names.length} more` : '';
  throw new UserError(
    `\`${word}\` means ${endpoints.length} endpoints, and one is told at a time`,
    `name one of them: ${names.join(', ')}${more}`,
  );
}
