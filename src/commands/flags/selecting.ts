// The flags that say what is probed: which lists, which parts of them.

import type { Command } from 'commander';
import { collect } from './values.ts';

export interface SelectingFlags {
  readonly config: readonly string[];
  readonly tag: readonly string[];
}

export function addSelectingFlags(command: Command): Command {
  return command
    .option(
      '-c, --config <file>',
      'list to probe, - for stdin; may be given again (default: ./probes.yaml)',
      collect,
      [],
    )
    .option('--tag <tag>', 'only endpoints with this tag; may be given again', collect, []);
}
