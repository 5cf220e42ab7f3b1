// The record of one attempt: its steps with their times, its hops and facts, and the sockets to close.
// Times come from the monotonic clock and are counted from the moment the attempt was admitted.

import type { Facts, Failure, Hop, Observation, Phase, Step, Try } from '../model.ts';
import { layerOfPhase } from '../phases.ts';

/** What a step came to. `endedAt` is given where the moment that counts lies before the end of the work. */
export type Stepped<T> = ({ readonly value: T } | { readonly failure: Failure }) & {
  readonly tries?: readonly Try[];
  readonly endedAt?: number;
};

/** Milliseconds between two moments of the monotonic clock in which this process did not run. */
type LostMs = (from: number, to: number) => number;

interface OpenHop {
  readonly url: string;
  readonly steps: Step[];
  facts: Facts;
}

/** Closes what an attempt opened, whatever came of it. */
interface Closable {
  destroy(): unknown;
}

export class Trace {
  readonly #startedAt = new Date().toISOString();
  readonly #start = performance.now();
  readonly #hops: [OpenHop, ...OpenHop[]];
  readonly #open: Closable[] = [];
  #failure: Failure | undefined;
  #stoppedAt: number | undefined;
  readonly #lostMs: LostMs;
  /** Aborts when the attempt has no time left. */
  readonly signal: AbortSignal;

  constructor(url: string, signal: AbortSignal, lostMs: LostMs = () => 0) {
    this.signal = signal;
    this.#lostMs = lostMs;
    this.#hops = [{ url, steps: [], facts: {} }];
  }

  /** Milliseconds since the attempt began. */
  now(): number {
    return performance.now() - this.#start;
  }

  get #hop(): OpenHop {
    return this.#hops.at(-1) ?? this.#hops[0];
  }

  /** A redirect: steps and facts from here on belong to this URL. */
  nextHop(url: string): void {
    this.#hops.push({ url, steps: [], facts: {} });
  }

  /** Adds to what is known of this hop. */
  know(facts: Facts): void {
    this.#hop.facts = { ...this.#hop.facts, ...facts };
  }

  /** Measures one step. Null when it failed: the climb ends there, the failure is kept. */
  async step<T>(name: Phase, work: () => Promise<Stepped<T>>, at = this.now()): Promise<T | null> {
    const done = await work();
    const ms = (done.endedAt ?? this.now()) - at;
    const step = { layer: layerOfPhase[name], name, at, ms, ...this.#stalled(at, ms) };
    const tries = done.tries === undefined ? {} : { tries: done.tries };
    if ('value' in done) {
      this.#hop.steps.push({ ...step, ...tries });
      return done.value;
    }
    this.#hop.steps.push({ ...step, failure: done.failure, ...tries });
    this.fail(done.failure);
    return null;
  }

  #stalled(at: number, ms: number): Pick<Step, 'stalledMs'> {
    const from = this.#start + at;
    const stalledMs = this.#lostMs(from, from + ms);
    return stalledMs > 0 ? { stalledMs } : {};
  }

  /** Ends the climb for a reason that is no step's own, such as a redirect that leads nowhere. */
  fail(failure: Failure): void {
    this.#failure ??= failure;
  }

  /** What is done from here on belongs to no phase and not to the total. */
  stopClock(): void {
    this.#stoppedAt ??= this.now();
  }

  /** Hands over a socket, to be destroyed when the attempt ends. */
  own<T extends Closable>(closable: T): T {
    this.#open.push(closable);
    return closable;
  }

  /** Closes everything and tells what was seen. */
  end(): Observation {
    const ms = this.#stoppedAt ?? this.now();
    // What was opened last stands on what was opened before it.
    for (const closable of this.#open.reverse()) closable.destroy();
    const first: Hop = this.#hops[0];
    return {
      url: first.url,
      startedAt: this.#startedAt,
      ms,
      ...this.#stalled(0, ms),
      hops: this.#hops,
      ...(this.#failure ? { failure: this.#failure } : {}),
    };
  }
}
