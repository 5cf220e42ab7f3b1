// How long an attempt waits: its timeout, counted in time in which this process could have seen an answer.

import type { Pulse } from './pulse.ts';

/** The part of its time after which a silence counts. */
export const nearlyAll = 0.9;

/** Whoever is served so often within a timeout hears what comes, if a little late. */
const turns = 20;

/** Milliseconds between two moments in which nothing of this peer could be heard. */
export function deafMs(timeoutMs: number, pulse: Pulse, from: number, to: number): number {
  return pulse.lostMs(from, to, timeoutMs / turns);
}

/** After a stop a process may still get half of the time only. */
const mostAgain = 2;

/**
 * Calls back when a peer has had its time: what this process lost of it is given back, for at most twice as long
 * again. What has come in by then is read first: after a stall timers are served before sockets. The answer takes it
 * back.
 */
export function onceOver(ms: number, pulse: Pulse, over: () => void): () => void {
  const start = performance.now();
  let timer: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;
  let last: number | undefined;
  const unwatch = pulse.watch();
  const look = (): void => {
    const now = performance.now();
    last ??= now + mostAgain * ms;
    const given = now - start - deafMs(ms, pulse, start, now);
    const left = Math.min(ms - given, last - now);
    if (given >= nearlyAll * ms || left <= 0) over();
    else wait(left);
  };
  const wait = (left: number): void => {
    timer = setTimeout(() => {
      turn = setImmediate(look);
    }, left);
  };
  wait(ms);
  return () => {
    unwatch();
    clearTimeout(timer);
    clearImmediate(turn);
  };
}
