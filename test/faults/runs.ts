// Runs of one endpoint for the rows that look closer than status and code.

import { UserError } from '../../src/config/diagnostic.ts';
import type { Run } from '../../src/model.ts';
import { machineNetwork } from '../../src/net/machine.ts';
import type { Network } from '../../src/net/network.ts';
import { reports } from '../../src/report/index.ts';
import { runOf } from '../ask.ts';
import { openNameServer, type Script } from '../servers/dns.ts';
import { asked, type Endpoint, toldOf as toldOfResult, unstalled } from './fault.ts';

/** The report of one endpoint, or of a list that is wrong. */
export async function runOn(
  endpoint: Endpoint,
  network: Network = machineNetwork(),
  timeout = '5s',
): Promise<Run> {
  return unstalled(() => runOf(network, { endpoints: [asked(endpoint, timeout)] }));
}

export function told({ results: [result] }: Run): string {
  return toldOfResult(result);
}

/** What a run of it comes to, also when the list is refused. */
export async function toldOf(...args: Parameters<typeof runOn>): Promise<string> {
  try {
    return told(await runOn(...args));
  } catch (error) {
    if (error instanceof UserError) return 'exit 2';
    throw error;
  }
}

/** What somebody who asks a script for `site.example` is told. */
export async function asking(script: Script, more: object = {}): Promise<Run> {
  const { udp } = await openNameServer(script);
  return runOn({ url: 'dns:site.example', resolver: `127.0.0.1:${udp}`, ...more });
}

/** All that a terminal would be given, with every step told. */
export function onScreen(run: Run): string {
  return reports.table(run, { colour: 0, width: 200, unicode: true, verbose: true });
}
