// The flags that say how endpoints are asked. They win over the list.

import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { parseResolver } from '../../config/address.ts';
import { parseConnectTo } from '../../config/connect-to.ts';
import { addressChoices, parseSource } from '../../config/connecting.ts';
import { UserError } from '../../config/diagnostic.ts';
import type { Flags } from '../../config/flags.ts';
import { readPem } from '../../config/pem.ts';
import type { ConnectTo, Options } from '../../model.ts';
import { isProblem } from '../../shape.ts';
import { duration, refuse, whole } from './values.ts';

export interface AskingFlags {
  readonly timeout?: number;
  readonly retries?: number;
  readonly resolver?: readonly string[];
  readonly ca?: string;
  readonly addresses?: Options['addresses'];
  readonly connectTo: readonly ConnectTo[];
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly source?: string;
  readonly samples?: number;
  readonly thirdParties: boolean;
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
    .option('--ca <file>', 'PEM file of the roots to trust')
    .addOption(
      new Option(
        '--addresses <which>',
        'addresses of a name to ask: the first that answers, both families or all',
      ).choices(addressChoices),
    )
    .option(
      '--connect-to <h1:p1:h2:p2>',
      'connect to HOST2:PORT2 where HOST1:PORT1 is meant, as curl does; may be given again',
      detour,
      [],
    )
    .addOption(new Option('-4, --ipv4', 'IPv4 only').conflicts('ipv6'))
    .option('-6, --ipv6', 'IPv6 only')
    .option('--source <address>', 'address of this machine to connect from', source)
    .option('--samples <n>', 'ask so often, one after the other, and tell how times spread', whole(1, 1000))
    .option('--no-third-parties', 'ask nobody but whom the endpoints name, also when something failed');
}

/** The flags that change how endpoints are asked. Throws a UserError for a bad CA file. */
export function askingFlags({
  timeout,
  retries,
  resolver: resolvers,
  ca,
  samples,
  thirdParties,
  ...connecting
}: AskingFlags): Flags {
  const { addresses, connectTo: connect, ipv4, ipv6, source: localAddress } = connecting;
  return {
    ...(timeout === undefined ? {} : { timeoutMs: timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(resolvers === undefined ? {} : { resolvers }),
    ...(ca === undefined ? {} : { ca: pemOf(ca), caFile: ca }),
    ...(addresses === undefined ? {} : { addresses }),
    ...(ipv4 || ipv6 ? { family: ipv4 ? 4 : 6 } : {}),
    ...(localAddress === undefined ? {} : { localAddress }),
    connect,
    ...(samples === undefined ? {} : { samples }),
    ...(thirdParties === false ? { noThirdParties: true } : {}),
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

function detour(text: string, previous: readonly ConnectTo[]): readonly ConnectTo[] {
  const parsed = parseConnectTo(text);
  return isProblem(parsed) ? refuse(parsed) : [...previous, parsed.value];
}

function source(text: string): string {
  const parsed = parseSource(text);
  return isProblem(parsed) ? refuse(parsed) : parsed.value;
}
