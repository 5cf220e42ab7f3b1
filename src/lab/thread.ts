// Starts the lab's threads. Node 20 cannot run TypeScript in a worker, so that a lab run from its sources
// (as the tests do) has its threads in dist, and says so when they are missing or older than the sources.

import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { dist, isSource, sourcesOfLab } from '../place.ts';

/** A thread that reports once that it is ready. */
export interface Thread<T> {
  readonly ready: Promise<T>;
  /**
   * Asks it to end, and waits until it has, with every thread it started. `Worker.terminate` would not wait
   * for native code: a handshake cut in the middle aborts the whole process (Node 20.20, TLSWrap::ClearOut).
   */
  stop(): Promise<void>;
}

/** Starts a thread of this folder; it alone never keeps the process alive. */
export function startThread<T>(name: 'worker' | 'hole', workerData: unknown): Thread<T> {
  const worker = new Worker(threadFile(name), { workerData, execArgv: [] });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const ready = new Promise<T>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`the lab's ${name} ended before it was ready`)));
    worker.once('message', (message: T) => {
      worker.off('error', reject).unref();
      resolve(message);
    });
  });
  return {
    ready,
    stop() {
      worker.ref();
      worker.postMessage('stop');
      return ended;
    },
  };
}

function threadFile(name: string): URL {
  const built = new URL(`lab-${name}.js`, dist);
  if (!isSource) return built;
  const builtAt = statSync(built, { throwIfNoEntry: false })?.mtimeMs;
  if (builtAt === undefined) throw new Error(`dist/lab-${name}.js is not there: npm run build`);
  const folder = fileURLToPath(sourcesOfLab);
  const stale = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .find((file) => statSync(`${folder}/${file}`).mtimeMs > builtAt);
  if (stale)
    throw new Error(`src/lab/${stale} is newer than dist, where the lab's threads are: npm run build`);
  return built;
}
