// Runs that ask the addresses of `site.example`, and what they came to in brief.

import type { ReportedResult, Run } from '../../src/model.ts';
import type { Network } from '../../src/net/network.ts';
import { type Manner, runOf, type Written } from '../ask.ts';
import { openCollector } from '../servers/collector.ts';
import { networkOf } from '../servers/network.ts';

export const url = 'http://site.example/';
export const all = { addresses: 'all', timeout: '5s', retry: { times: 0 } };

/** `site.example` with these addresses, each on the port given. */
export function named(ports: Readonly<Record<string, number>>, more: Partial<Network> = {}): Network {
  return { ...networkOf({ hosts: { 'site.example': Object.keys(ports) }, tcp: ports }), ...more };
}

export function asked(network: Network, written: Written = {}, manner: Manner = {}): Promise<Run> {
  return runOf(network, { endpoints: [{ name: 'site', url, ...all, ...written }] }, manner);
}

export const rows = ({ results }: Run) => results.map(row);
function row({ address, status, cause }: ReportedResult): string {
  return [address ?? 'site', status, ...(cause ? [cause.code] : [])].join(' ');
}

/** Where each attempt of a result went, in the order in which they ended. */
export const went = ({ attempts }: ReportedResult) =>
  attempts.map(({ hops }) => hops[0]?.facts.remote?.address ?? hops[0]?.steps.at(-1)?.tries?.[0]?.address);

export const serving = async (status = 200) => (await openCollector(() => ({ status }))).port;

export function placing(network: Network, tcp: Readonly<Record<string, number>>): Network['place'] {
  return (transport, to) => {
    const port = transport === 'tcp' ? tcp[to.address] : undefined;
    return port === undefined ? network.place(transport, to) : { address: '127.0.0.1', port };
  };
}
