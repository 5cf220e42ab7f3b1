// What a row of docs/faults.md is: something that goes wrong, and what is told of it. Each row is run by a test.

import { machineNetwork } from '../../src/net/machine.ts';
import { runOf, type Written } from '../ask.ts';
import type { Id } from './catalogue.ts';

interface Row {
  /** What of the catalogue it shows. */
  readonly ids: readonly [Id, ...Id[]];
  /** In words, unique. */
  readonly fault: string;
  /** What is told of it: `down http.timeout`, `up`, `exit 2`. */
  readonly told: string;
}

/** A server or resolver that misbehaves. */
export interface PeerFault extends Row {
  /** Starts it; the endpoint that meets it, as a list writes one. */
  readonly open: () => Promise<Endpoint>;
  /** It ends only by the timeout, which is kept short. */
  readonly silent?: true;
  /** It sends without end, or far more than it seems: a process that asks it alone stays small. */
  readonly floods?: true;
}

/** Anything else: the list, the output, this machine. */
export interface CaseFault extends Row {
  /** Makes it happen and gives what was told; the test holds that against `told`. */
  readonly show: () => Promise<string>;
  /** What else `show` has held, in words. */
  readonly bound?: string;
  /** The parts of the system that it takes. */
  readonly needs?: readonly string[];
}

export interface Endpoint extends Written {
  readonly url: string;
}

/** An endpoint as the rows ask it: once. */
export function asked(endpoint: Endpoint, timeout: string): Written {
  return { name: 'site', timeout, retry: { times: 0 }, ...endpoint };
}

/** The status and the code of the only endpoint: `down http.timeout`. */
export async function toldOf({ open, silent }: PeerFault): Promise<string> {
  const endpoint = asked(await open(), silent ? '400ms' : '5s');
  const { results } = await runOf(machineNetwork(), { endpoints: [endpoint] });
  const [result] = results;
  return [result?.status, result?.cause?.code].filter((word) => word !== undefined).join(' ');
}
