// The flags that say how endpoints are asked. They win over the list.

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parseResolver } from '../../config/address.ts';
import { UserError } from '../../config/diagnostic.ts';
import type { Flags } from '../../config/flags.ts';
import { readPem } from '../../config/pem.ts';
import { isProblem } from '../../shape.ts';
import { duration, refuse, whole } from './values.ts';

export interface AskingFlags {
  readonly timeout?: number;
  readonly retries?: number;
  readonly resolver?: readonly string[];
  readonly ca?: string;
}

export function addAskingFlags(command: Command): Command {
  return command
    .option('--timeout <duration>', 'total time for one attempt: 5s, 500ms', duration)
    .option('--retries <n>', 'how often a failed endpoint is asked again', whole(0, 10))
    .option(
      '--resolver <resolver>',
      'whom to ask for names: 9.9.9.9, tcp://, tls:// or https://…, system, os, authoritative; may be given again',
      resolver,
    )
    .option('--ca <file>', 'PEM file of the roots to trust');
}

/** The flags that change how endpoints are asked. Throws a UserError for a bad CA file. */
export function askingFlags({ timeout, retries, resolver: resolvers, ca }: AskingFlags): Flags {
  return {
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(resolvers === undefined ? {} : { resolvers }),
    ...(ca === undefined ? {} : { ca: pemOf(ca) }),
  };
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

/** The resolvers so far and this one; each is asked once. */
function resolver(text: string, previous: readonly string[] = []): readonly string[] {
  const parsed = parseResolver(text);
  return isProblem(parsed) ? refuse(parsed) : [...new Set([...previous, parsed.value])];
}
