// The only stage that touches network and clock: jobs in, outcomes out. Keeps the bounds (how many at once,
// how many to one host and provider, how far apart), the deadlines, and the count: one outcome a job.

import { askKey } from '../asks.ts';
import { groupBy } from '../group.ts';
import { kindOf } from '../kinds/index.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Job, Observation, Outcome } from '../model.ts';
import { isStarved, thrown } from '../net/failure.ts';
import type { Network } from '../net/network.ts';
import { ownStall } from '../net/stalled.ts';
import { Trace } from '../net/trace.ts';
import { Gate } from './gate.ts';
import { deafMs, nearlyAll, onceOver } from './patience.ts';
import { Pulse } from './pulse.ts';

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
  const pulse = new Pulse();
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
            const outcome = await runJob(job, { ...options, gate, pulse }, round);
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
  for (const job of jobs) {
    try {
      await kindOf(new URL(job.url).protocol)?.prepare?.(job, network);
    } catch {
      // The attempt comes upon it as well, and tells it as its own.
    }
  }
}

interface Means extends RunnerOptions {
  readonly gate: Gate;
  readonly pulse: Pulse;
}

async function runJob(job: Job, { gate, pulse, network, onStart }: Means, round: Round): Promise<Outcome> {
  const kind = kindOf(new URL(job.url).protocol);
  if (!kind) throw new Error(`no kind for ${new URL(job.url).protocol}`);
  await round.sleep(job.afterMs - round.elapsed);
  // The bound on a host is for the machine behind it: each address that is asked by itself is one.
  const host = job.address ?? kind.host(new URL(job.url));
  const work = async (): Promise<Outcome> => {
    if (round.stopped) return { job, missing: round.stopped, started: false };
    onStart?.(job);
    return attempt(job, kind, network, pulse, round);
  };
  return gate.pass({ job, host, work, isStarved: wasStarved }, round);
}

/** No attempt at all: this machine had no descriptor or port left for it. */
function wasStarved(outcome: Outcome): boolean {
  return 'observation' in outcome && isStarved(outcome.observation.failure);
}

/** One attempt with its own total deadline. What throws here is our own bug and is told as one. */
async function attempt(job: Job, kind: Kind, network: Network, pulse: Pulse, round: Round): Promise<Outcome> {
  const stop = new AbortController();
  const startedAt = performance.now();
  const trace = new Trace(job.url, stop.signal, (from, to) => pulse.lostMs(from, to));
  // Its clock starts last: no attempt that ran out of time is told to have had less.
  const takeBack = onceOver(job.timeoutMs, pulse, () => stop.abort());
  const release = round.onStop(() => stop.abort());
  let stopped = false;
  try {
    await kind.probe(job, network, trace);
    stopped = stop.signal.aborted;
  } catch (error) {
    trace.fail(thrown(error));
    // What went on beside it has nobody to wait for it.
    stop.abort();
  }
  release();
  const seen = trace.end();
  const leapt = pulse.leapt(startedAt, performance.now());
  // A silence counts in which we could have heard something nearly all the time; or for the most part, where there is
  // no time to give back what we lost.
  const nearlyAllMs = nearlyAll * job.timeoutMs;
  const enoughMs = round.stopped ? job.timeoutMs / 2 : nearlyAllMs;
  const unheardMs = deafMs(job.timeoutMs, pulse, startedAt, startedAt + seen.ms);
  const heardMs = seen.ms - unheardMs;
  takeBack();
  // An attempt that ended by itself counts, however late; so does a silence that lasted nearly as long as it might
  // have: the questions of a round start a moment after the clock of its budget, which is as long.
  const isWhole = seen.ms >= nearlyAllMs && heardMs >= enoughMs;
  if (round.stopped && stopped && seen.failure && !isWhole) {
    return { job, missing: round.stopped, started: true };
  }
  const stalled = ownStall(seen, { unheardMs, enoughMs, leapt });
  return { job, observation: { ...seen, ...(stalled ? { failure: stalled } : {}), ...wayOf(job) } };
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
    // What has come in by then is read first: after a stall timers are served before sockets.
    const stop = (): void => void setImmediate(() => this.#stop(why));
    // A timer would let the first attempts start; timers may also be a part of a millisecond early.
    if (left < 1) this.#stop(why);
    else if (left !== Infinity) this.#timer = setTimeout(stop, Math.min(left, maxTimerMs));
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
