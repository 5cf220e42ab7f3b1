// A process that calls getaddrinfo(3) for many names at once, each in a thread of its own: a name that hangs
// holds up no other. It lives for as long as somebody waits for it.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Failure } from '../../model.ts';
import { bug, localFailure } from '../failure.ts';

export interface Said {
  readonly id: number;
  readonly ms: number;
  /** The error, by its name. */
  readonly code?: string;
  readonly addresses?: readonly string[];
}

type Heard = Said | { readonly failure: Failure };

/** Questions to one process. Those that were given up still have their threads. */
const maxQuestions = 32;
/** libuv gives at most half of them to names. */
const threads = 2 * maxQuestions;

// A thread that hangs outlives even an exit: nothing but a signal ends it.
const program = `
const { lookup } = require('node:dns');
const { getSystemErrorName } = require('node:util');
const answer = ({ id, name, family }) => {
  const start = performance.now();
  lookup(name, { all: true, family }, (error, found) => {
    const ms = performance.now() - start;
    const tell = (told) => process.stdout.write(JSON.stringify({ id, ms, ...told }) + '\\n');
    if (!error) return tell({ addresses: found.map(({ address }) => address) });
    // Node calls several errors ENOTFOUND.
    const code = error.errno < 0 ? getSystemErrorName(error.errno) : error.code;
    if (code !== 'EAI_NONAME' || family === 0) return tell({ code });
    // Many systems say so too of a name that has addresses of the other family alone.
    lookup(name, (none) => tell({ code: none ? code : 'EAI_NODATA' }));
  });
};
require('node:readline').createInterface({ input: process.stdin })
  .on('line', (line) => answer(JSON.parse(line)))
  .on('close', () => process.kill(process.pid, 'SIGKILL'));
`;

/** What it is given: how a program is found and started, and how names are looked up (resolv.conf(5)). */
const inherited = [
  ...['PATH', 'LD_LIBRARY_PATH', 'LD_PRELOAD', 'SystemRoot'],
  ...['RES_OPTIONS', 'LOCALDOMAIN', 'HOSTALIASES'],
];

export class OsProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (heard: Heard | null) => void>();
  #asked = 0;
  #over = false;

  constructor() {
    const env = Object.fromEntries(inherited.map((variable) => [variable, process.env[variable]]));
    this.#child = spawn(process.execPath, ['-e', program], {
      env: { ...env, UV_THREADPOOL_SIZE: String(threads) },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.#child.on('error', (error) => this.#end(localFailure(error) ?? bug(error)));
    this.#child.on('close', (status) => this.#end(bug(`the process that asks ended with ${status}`)));
    this.#child.stdin?.on('error', () => {});
    if (this.#child.stdout) createInterface(this.#child.stdout).on('line', (line) => this.#hear(line));
  }

  /** Whether it takes another question. */
  get hasRoom(): boolean {
    return !this.#over && this.#asked < maxQuestions;
  }

  /** Null when the signal aborts before there is an answer. A family of 0 stands for both. */
  ask(name: string, family: 0 | 4 | 6, signal: AbortSignal): Promise<Heard | null> {
    const id = this.#asked;
    this.#asked += 1;
    return new Promise((resolve) => {
      const done = (heard: Heard | null): void => {
        signal.removeEventListener('abort', abort);
        this.#waiting.delete(id);
        if (this.#waiting.size === 0) this.#kill();
        resolve(heard);
      };
      const abort = (): void => done(null);
      this.#waiting.set(id, done);
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) return abort();
      this.#child.stdin?.write(`${JSON.stringify({ id, name, family })}\n`);
    });
  }

  #hear(line: string): void {
    try {
      const said = JSON.parse(line) as Said;
      this.#waiting.get(said.id)?.(said);
    } catch (error) {
      this.#end(bug(error));
    }
  }

  #end(failure: Failure): void {
    for (const done of [...this.#waiting.values()]) done({ failure });
    this.#kill();
  }

  #kill(): void {
    this.#over = true;
    this.#child.kill('SIGKILL');
  }
}
