// What a kind is: the schemes it answers to, what it can tell, and the steps it climbs.

import type { FactName, Job, Options } from '../model.ts';
import type { Network } from '../net/network.ts';
import type { Trace } from '../net/trace.ts';
import type { Problem } from '../shape.ts';

export interface Kind {
  /** URL schemes with their colon, as `URL.protocol` gives them. */
  readonly schemes: readonly string[];
  /** How a URL of this kind is written, for messages: `tcp://HOST:PORT`. */
  readonly form: string;
  /** The facts an observation of this kind can hold. */
  readonly facts: readonly FactName[];
  /** The options this kind knows. */
  readonly options: readonly (keyof Options)[];
  /** Null when the URL is one this kind can ask, else what is wrong with it. */
  refuse(url: URL): Problem | null;
  /** The host a URL talks to (no brackets), for the bound on attempts at one host. */
  host(url: URL): string;
  /** What is slow and the same for every attempt, done before any clock starts. */
  prepare?(job: Job, network: Network): Promise<void>;
  /** Climbs the steps; each is told to the trace, the first that fails ends the climb. */
  probe(job: Job, network: Network, trace: Trace): Promise<void>;
}
