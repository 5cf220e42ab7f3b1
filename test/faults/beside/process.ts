// One process of another tool: what it says, how long it takes, and the most memory it has.

import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const slackMs = 100;
const mostBytes = 150 * 2 ** 20;
/** Whoever is not gone so long after its limit is ended. */
const patienceMs = 20_000;
const peakEveryMs = 10;

export interface Ended {
  /** Null when it had to be ended. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  readonly peakBytes: number;
}

/** Runs a program to its end, with nothing on stdin. */
export function runProgram(
  command: readonly string[],
  limitMs: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const [program = '', ...args] = command;
  const startedAt = performance.now();
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const watch = watchPeak(child.pid);
  const tooLong = setTimeout(() => child.kill('SIGKILL'), limitMs + patienceMs);
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      told[name] = (told[name] + chunk).slice(0, 100_000);
    });
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => watch.end());
    child.on('close', (code) => {
      clearTimeout(tooLong);
      resolve({ code, ...told, ms: performance.now() - startedAt, peakBytes: watch.end() });
    });
  });
}

/** Looks at the high-water mark that the kernel keeps, which only rises; the last look counts. */
export function watchPeak(pid: number | undefined): { readonly end: () => number } {
  let peak = 0;
  const look = (): void => {
    try {
      const [, kib = '0'] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
      peak = Math.max(peak, Number(kib) * 1024);
    } catch {
      // It is gone.
    }
  };
  look();
  const timer = setInterval(look, peakEveryMs);
  return {
    end: () => {
      clearInterval(timer);
      return peak;
    },
  };
}

/** What of time and memory is kept. */
export function beyond(
  ms: number,
  limitMs: number,
  peakBytes: number,
): { readonly lateMs?: number; readonly peakMb?: number } {
  return {
    ...(ms > limitMs + slackMs ? { lateMs: Math.round(ms) } : {}),
    ...(peakBytes > mostBytes ? { peakMb: Math.round(peakBytes / 2 ** 20) } : {}),
  };
}
