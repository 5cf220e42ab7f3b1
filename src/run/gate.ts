// Who may start, and when: the bounds of a run on itself, on a provider and on a host. Waiting here is our
// own and lies outside every clock.

import pLimit, { type LimitFunction } from 'p-limit';
import type { Job } from '../model.ts';

/** Starts to one provider are this far apart. */
const spacingMs = 100;
/** Attempts open at once to one provider, and to one host. */
const perProvider = 16;
const perHost = 2;

interface Sleeper {
  sleep(ms: number): Promise<void>;
}

interface Provider {
  readonly limit: LimitFunction;
  /** When the next one may queue for a place, and when the next one may start. */
  readonly queue: Spacing;
  readonly start: Spacing;
}

class Spacing {
  #lastAt = -Infinity;
  #line: Promise<void> = Promise.resolve();

  /** Waits for the next moment: counted from when the last one really came, a timer may be late. */
  turn(round: Sleeper): Promise<void> {
    this.#line = this.#line.then(async () => {
      await round.sleep(this.#lastAt + spacingMs - performance.now());
      this.#lastAt = performance.now();
    });
    return this.#line;
  }
}

export class Gate {
  readonly #all: LimitFunction;
  readonly #providers = new Map<string, Provider>();
  readonly #hosts = new Map<string, LimitFunction>();

  constructor(concurrency: number) {
    this.#all = pLimit(concurrency);
  }

  /** Waits for a place and a moment, then does the work. The narrowest bound is waited for first. */
  pass<T>(job: Job, host: string, round: Sleeper, work: () => Promise<T>): Promise<T> {
    return this.#host(host)(() => {
      const { provider } = job.endpoint;
      if (provider === null) return this.#all(work);
      const bounds = this.#provider(provider);
      return bounds.limit(async () => {
        await bounds.queue.turn(round);
        return this.#all(async () => {
          // Those that waited for a place together may have been given one together.
          await bounds.start.turn(round);
          return work();
        });
      });
    });
  }

  #host(name: string): LimitFunction {
    const known = this.#hosts.get(name) ?? pLimit(perHost);
    this.#hosts.set(name, known);
    return known;
  }

  #provider(name: string): Provider {
    const known = this.#providers.get(name) ?? {
      limit: pLimit(perProvider),
      queue: new Spacing(),
      start: new Spacing(),
    };
    this.#providers.set(name, known);
    return known;
  }
}
