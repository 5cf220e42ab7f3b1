// The only stage that touches network and clock: jobs in, outcomes out. Keeps the bounds (how many at once,
// how many to one host and provider, how far apart), the deadlines, and the count: one outcome a job.

import { askKey } from '../asks.ts';
import { groupBy } from '../group.ts';
import { kindOf } from '../kinds/index.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Job, Observation, Outcome } from '../model.ts';
import { bug } from '../net/failure.ts';
import type { Network } from '../net/network.ts';
import { Trace } from '../net/trace.ts';
import { Gate } from './gate.ts';

export interface RunnerOptions {
  readonly network: Network;
  /** How many attempts are open at once. */
  readonly concurrency: number;
  /** Milliseconds from now in which everything must be over; null without a limit. */
  readonly deadlineMs: number | null;
  /** Aborts when the user has had enough. */
  readonly interrupt: AbortSignal;
  /** Called with each job whose attempt begins. */
  readonly onStart?: (job: Job) => void;
  /** Called with each outcome as it comes. */
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Runs one round of jobs; outcomes come in the order in which they ended. */
export type RunRound = (jobs: readonly Job[]) => Promise<readonly Outcome[]>;

type Stop = 'interrupted' | 'deadline' | 'cut';

/**
 * A runner for one run. Rounds that ask for the first time have the whole time, all from the first on that asks
 * again, or asks for evidence, share one budget.
 */
export function createRunner(options: RunnerOptions): RunRound {
  const startedAt = performance.now();
  const deadlineAt = options.deadlineMs === null ? Infinity : startedAt + options.deadlineMs;
  const gate = new Gate(options.concurrency);
  let budgetAt: number | null = null;

  return async (jobs) => {
    await prepare(jobs, options.network);
    if (jobs.some(isFollowUp)) budgetAt ??= performance.now() + longest(jobs);
    const round = new Round(options.interrupt, deadlineAt, budgetAt ?? Infinity);
    const outcomes: Outcome[] = [];
    try {
      const all = seriesOf(jobs).values();
      const queue = async (): Promise<void> => {
        // Every queue takes from the same ones: each is run once.
        for (const series of all) {
          for (const [index, job] of series.entries()) {
            if (index > 0) await round.sleep(pauseMs);
            const outcome = await runJob(job, options, gate, round);
            outcomes.push(outcome);
            options.onOutcome?.(outcome);
          }
        }
      };
      await Promise.all(Array.from({ length: Math.min(mostWaiting, jobs.length) }, queue));
    } finally {
      round.end();
    }
    return outcomes;
  };
}

function longest(jobs: readonly Job[]): number {
  return jobs.reduce((most, { timeoutMs }) => Math.max(most, timeoutMs), 0);
}

function isFollowUp({ attempt, purpose }: Job): boolean {
  return attempt > 1 || purpose !== 'endpoint';
}

/** How many wait for their turn at once: more would only fill the memory. */
const mostWaiting = 10_000;

/** Between the end of one sample and the start of the next: they must not measure each other. */
const pauseMs = 50;

/** Jobs that ask the same in the same way are samples: one after the other. All else may overlap. */
function seriesOf(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const endpoints = groupBy(jobs, ({ endpoint }) => endpoint);
  return [...endpoints.values()].flatMap((own) => [...groupBy(own, askKey).values()]);
}

/** What is slow and shared is loaded and built before any attempt's clock starts. */
async function prepare(jobs: readonly Job[], network: Network): Promise<void> {
  for (const job of jobs) await kindOf(new URL(job.url).protocol)?.prepare?.(job, network);
}

async function runJob(job: Job, options: RunnerOptions, gate: Gate, round: Round): Promise<Outcome> {
  const kind = kindOf(new URL(job.url).protocol);
  if (!kind) throw new Error(`no kind for ${new URL(job.url).protocol}`);
  await round.sleep(job.afterMs - round.elapsed);
  // The bound on a host is for the machine behind it: each address that is asked by itself is one.
  return gate.pass(job, job.address ?? kind.host(new URL(job.url)), round, async (): Promise<Outcome> => {
    if (round.stopped) return { job, missing: round.stopped, started: false };
    options.onStart?.(job);
    return attempt(job, kind, options.network, round);
  });
}

/** The part of its timeout after which an attempt that is stopped counts as one that got no answer. */
const nearlyAll = 0.9;

/** One attempt with its own total deadline. What throws here is our own bug and is told as one. */
async function attempt(job: Job, kind: Kind, network: Network, round: Round): Promise<Outcome> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), job.timeoutMs);
  const release = round.onStop(() => stop.abort());
  const trace = new Trace(job.url, stop.signal);
  try {
    await kind.probe(job, network, trace);
  } catch (error) {
    trace.fail(bug(error));
  }
  clearTimeout(timer);
  release();
  const observation = { ...trace.end(), ...wayOf(job) };
  // An attempt that ended by itself counts, however late; so does a silence that lasted nearly as long as it
  // might have: the questions of a round start a moment after the clock of its budget, which is as long.
  const whole = observation.ms >= nearlyAll * job.timeoutMs;
  if (round.stopped && stop.signal.aborted && observation.failure && !whole) {
    return { job, missing: round.stopped, started: true };
  }
  return { job, observation };
}

/** What tells an attempt from others at the same URL. */
function wayOf({ resolver, address }: Job): Pick<Observation, 'resolver' | 'address'> {
  return { ...(resolver === null ? {} : { resolver }), ...(address === null ? {} : { address }) };
}

/** Node fires a timer that is set longer at once. */
const maxTimerMs = 2 ** 31 - 1;

/** The time of one round, and why it ended before its jobs did. */
class Round {
  stopped: Stop | null = null;
  readonly #startedAt = performance.now();
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #interrupt: AbortSignal;
  readonly #onInterrupt = () => this.#stop('interrupted');

  constructor(interrupt: AbortSignal, deadlineAt: number, budgetAt: number) {
    this.#interrupt = interrupt;
    const left = Math.min(deadlineAt, budgetAt) - performance.now();
    const why = deadlineAt <= budgetAt ? 'deadline' : 'cut';
    // A timer would let the first attempts start; timers may also be a part of a millisecond early.
    if (left < 1) this.#stop(why);
    else if (left !== Infinity) this.#timer = setTimeout(() => this.#stop(why), Math.min(left, maxTimerMs));
    interrupt.addEventListener('abort', this.#onInterrupt, { once: true });
    if (interrupt.aborted) this.#stop('interrupted');
  }

  /** Milliseconds since it began. */
  get elapsed(): number {
    return performance.now() - this.#startedAt;
  }

  /** Calls back when the round is stopped; the answer takes that back. */
  onStop(listener: () => void): () => void {
    if (this.stopped) listener();
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Sleeps, or less when the round is stopped. */
  sleep(ms: number): Promise<void> {
    if (ms <= 0 || this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        release();
        resolve();
      };
      const timer = setTimeout(wake, ms);
      const release = this.onStop(wake);
    });
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#interrupt.removeEventListener('abort', this.#onInterrupt);
  }

  #stop(why: Stop): void {
    this.stopped ??= why;
    for (const listener of [...this.#listeners]) listener();
  }
}
