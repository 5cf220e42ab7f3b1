// Several candidates for one goal, started one after the other (RFC 8305 5): the next one when the last
// has not answered for a while, or at once when it failed. The first to succeed wins; none is cut short.

import type { Failure, Try } from '../model.ts';
import type { Stepped } from './trace.ts';

export interface Contest<C, T> {
  /** In the order in which they are started. One that failed is not started again, should it recur. */
  readonly candidates: readonly C[];
  readonly label: (candidate: C) => string;
  /** Milliseconds without an answer after which the next candidate is started. */
  readonly delayMs: number;
  /** Must settle soon after its signal aborts. */
  readonly attempt: (candidate: C, signal: AbortSignal) => Promise<Stepped<T>>;
  readonly signal: AbortSignal;
  /** The attempt's clock. */
  readonly now: () => number;
  /** Which of the failures speaks for all. */
  readonly spokesman: (failures: readonly Failure[]) => Failure;
}

/** Runs the contest. The tries tell every candidate that was started, in that order. */
export function stagger<C, T>(contest: Contest<C, T>): Promise<Stepped<T>> {
  return new Promise((resolve, reject) => {
    const { candidates, label, delayMs, attempt, signal, now, spokesman } = contest;
    const started: { address: string; at: number; end: number | null; failure?: Failure }[] = [];
    const failed = new Map<string, Failure>();
    const queue = candidates[Symbol.iterator]();
    const stop = new AbortController();
    let timer: NodeJS.Timeout | undefined;

    const finish = (result: Stepped<T>): void => {
      end();
      resolve({ ...result, tries: started.map((entry) => asTry(entry, now())) });
    };
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      stop.abort();
    };
    const abort = (): void => stop.abort();
    signal.addEventListener('abort', abort, { once: true });

    const next = (): void => {
      clearTimeout(timer);
      const candidate = stop.signal.aborted ? undefined : nextNotFailed(queue, label, failed);
      if (candidate !== undefined) {
        start(candidate);
      } else if (started.every((entry) => entry.end !== null || failed.has(entry.address))) {
        finish({ failure: spokesman([...failed.values()]) });
      }
    };
    const start = (candidate: C): void => {
      const entry: (typeof started)[number] = { address: label(candidate), at: now(), end: null };
      started.push(entry);
      timer = setTimeout(next, delayMs);
      attempt(candidate, stop.signal).then(
        (done) => {
          if (settled()) return;
          entry.end = done.endedAt ?? now();
          if ('value' in done) return finish(done);
          entry.failure = done.failure;
          failed.set(entry.address, done.failure);
          next();
        },
        (error) => {
          end();
          reject(error);
        },
      );
    };
    // Once there is a winner the losers are stopped, and what they say then is of no interest.
    const settled = (): boolean => stop.signal.aborted && !signal.aborted;
    if (signal.aborted) abort();
    next();
  });
}

function nextNotFailed<C>(
  queue: Iterator<C>,
  label: (candidate: C) => string,
  failed: ReadonlyMap<string, Failure>,
): C | undefined {
  for (let step = queue.next(); !step.done; step = queue.next()) {
    if (!failed.has(label(step.value))) return step.value;
  }
  return undefined;
}

function asTry(
  { address, at, end, failure }: { address: string; at: number; end: number | null; failure?: Failure },
  now: number,
): Try {
  if (end === null) return { address, at, ms: now - at, abandoned: true };
  return { address, at, ms: end - at, ...(failure ? { failure } : {}) };
}
