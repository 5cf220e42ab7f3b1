// `whydown init`: writes a list to start from. An existing file is left alone unless told otherwise.

import { writeFileSync } from 'node:fs';
import { UserError } from '../config/diagnostic.ts';
import type { ExitCode } from '../model.ts';
import { writeFileAtomically } from '../output/file.ts';
import { codeOf, print, writeReason } from '../output.ts';
import { escapeTerminal } from '../text.ts';
import type { AddCommand } from './command.ts';

interface InitFlags {
  readonly force: boolean;
  readonly stdout: boolean;
}

export const init: AddCommand = (program, done) =>
  program
    .command('init')
    .helpGroup('Lists:')
    .description('write a commented list to start from')
    .argument('[file]', 'where to (default: probes.yaml); - prints it', 'probes.yaml')
    .option('--force', 'replace the file if there is one', false)
    .option('--stdout', 'print it instead', false)
    .action(async (file: string, flags: InitFlags) => done(await initCommand(file, flags)));

/** Writes the list and says what to do next. Throws a UserError when it cannot be written. */
async function initCommand(file: string, { force, stdout }: InitFlags): Promise<ExitCode> {
  const { starter } = await import('./starter.ts');
  if (stdout || file === '-') {
    await print(starter);
    return 0;
  }
  try {
    // `wx` fails for what exists, a link that leads nowhere included: between a look and a write a file can come.
    if (force) await writeFileAtomically(file, starter);
    else writeFileSync(file, starter, { flag: 'wx', mode: 0o644 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new UserError(`${file} is there already`, 'replace it with --force');
    throw new UserError(`cannot write ${file}: ${writeReason(error)}`);
  }
  const named = file === 'probes.yaml' ? '' : ` -c ${escapeTerminal(quoted(file))}`;
  await print(
    `${escapeTerminal(file)}: written. Edit it, then:\n  whydown check${named}\n  whydown${named}\n`,
  );
  return 0;
}

/** As a shell takes it for one word. */
function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
