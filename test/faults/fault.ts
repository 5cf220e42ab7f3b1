// What a row of docs/faults.md is: something that goes wrong, and what is told of it. Each row is run by a test.

import type { ReportedResult, Run } from '../../src/model.ts';
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
  /** What the sentence, or what it quotes, must hold. */
  readonly words?: string;
  /** It ends only by the timeout, which is kept short. */
  readonly silent?: true;
  /** It sends without end, or far more than it seems: a process that asks it alone stays small. */
  readonly floods?: true;
}

/** A row in short. */
export function peer(
  id: Id,
  fault: string,
  told: string,
  open: PeerFault['open'],
  more: Pick<PeerFault, 'words' | 'silent' | 'floods'> = {},
): PeerFault {
  return { ids: [id], fault, told, open, ...more };
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

/** The result of the only endpoint; asked again, twice at most, where this machine had no time to listen. */
export async function resultOf({ open, silent }: PeerFault): Promise<ReportedResult | undefined> {
  const { results } = await unstalled(async () => {
    const endpoint = asked(await open(), silent ? '500ms' : '5s');
    return runOf(machineNetwork(), { endpoints: [endpoint] });
  });
  return results[0];
}

/** The run; another one where this machine had so much other work that it says so, twice at most. */
export async function unstalled(begin: () => Promise<Run>): Promise<Run> {
  for (let left = 2; ; left -= 1) {
    const run = await begin();
    if (left === 0 || run.results.every(({ cause }) => cause?.code !== 'local.stalled')) return run;
  }
}

/** Its status and its code: `down http.timeout`. */
export function toldOf(result: Pick<ReportedResult, 'status' | 'cause'> | undefined): string {
  return [result?.status, result?.cause?.code].filter((word) => word !== undefined).join(' ');
}

/** Its sentence, and what that quotes. */
export function wordsOf(result: ReportedResult | undefined): string {
  return [result?.cause?.message, result?.attempts.at(-1)?.failure?.detail].join(' ');
}
