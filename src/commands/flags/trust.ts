// The flags for a list that somebody else wrote.

import type { Command } from 'commander';
import { UserError } from '../../config/diagnostic.ts';
import type { Untrusted } from '../../config/reference.ts';
import { collect, refuse } from './values.ts';

export interface TrustFlags {
  readonly untrusted: boolean;
  readonly allowEnv: readonly string[];
}

export function addTrustFlags(command: Command): Command {
  return command
    .option(
      '--untrusted',
      'the list is somebody else’s: public addresses only, no files, within bounds',
      false,
    )
    .option(
      '--allow-env <name>',
      'with --untrusted: a variable that the list may use; may be given again',
      variable,
      [],
    );
}

/** How far the list is trusted; null for a list of one's own. Throws a UserError where only half of it is said. */
export function trustOf({ untrusted, allowEnv }: TrustFlags): Untrusted | null {
  if (untrusted) return { env: allowEnv };
  if (allowEnv.length === 0) return null;
  throw new UserError('--allow-env is for an untrusted list', 'add --untrusted; one of your own may use any');
}

function variable(name: string, previous: readonly string[]): readonly string[] {
  const good = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  return good ? collect(name, previous) : refuse({ problem: `\`${name}\` is no name of a variable` });
}
