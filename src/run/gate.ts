// Who may start, and when: the bounds of a run on itself, on a provider and on a host, and what this machine can
// bear. Waiting here is our own and lies outside every clock.

import pLimit, { type LimitFunction } from 'p-limit';
import type { Job } from '../model.ts';

/** Starts to one provider are this far apart. */
const spacingMs = 100;
/** Attempts open at once to one provider, and to one host. */
const perProvider = 16;
const perHost = 2;

interface Sleeper {
  readonly stopped: unknown;
  sleep(ms: number): Promise<void>;
}

/** For this machine to get its breath back: others close what they hold, the system frees a port. */
const breathMs = 100;

/** What goes through a gate. */
interface Work<T> {
  readonly job: Job;
  readonly host: string;
  /** May be done again when it was starved. */
  readonly work: () => Promise<T>;
  /** Whether what came of it is only that this machine had nothing left for it. */
  readonly isStarved: (value: T) => boolean;
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
  pass<T>(what: Work<T>, round: Sleeper): Promise<T> {
    return this.#host(what.host)(() => {
      const { provider } = what.job.endpoint;
      if (provider === null) return this.#fed(what, round, what.work);
      const bounds = this.#provider(provider);
      return bounds.limit(async () => {
        await bounds.queue.turn(round);
        return this.#fed(what, round, async () => {
          // Those that waited for a place together may have been given one together.
          await bounds.start.turn(round);
          return what.work();
        });
      });
    });
  }

  /**
   * Does the work in one of the places of all. Whenever this machine had nothing left for it there is a place less from
   * then on, down to a single one, and it is done again: until it got something, or its timeout has passed.
   */
  async #fed<T>({ job, isStarved }: Work<T>, round: Sleeper, work: () => Promise<T>): Promise<T> {
    let until = Infinity;
    for (;;) {
      const value = await this.#all(async () => {
        const done = await work();
        if (isStarved(done)) this.#narrow();
        return done;
      });
      if (!isStarved(value) || performance.now() > until) return value;
      until = Math.min(until, performance.now() + job.timeoutMs);
      await round.sleep(breathMs);
      if (round.stopped) return value;
    }
  }

  /** One less than are open now. */
  #narrow(): void {
    const { activeCount, concurrency } = this.#all;
    this.#all.concurrency = Math.max(1, Math.min(concurrency, activeCount - 1));
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
