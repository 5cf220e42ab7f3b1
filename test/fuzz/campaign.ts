// Many cases, some at a time, and what came of them in numbers.

import { type Case, caseOf, type Finding, findingOf, nameOf } from './case.ts';

/** Beyond what the process itself was held up; the best of three counts. */
const slackMs = 100;
/** A case on a machine that is too busy for so many tries is wrong all the same. */
const mostStalled = 3;

export interface Tally {
  readonly seed: number;
  readonly count: number;
  readonly byProtocol: Readonly<Record<string, number>>;
  /** How often each status and code was told: `down http.timeout`. */
  readonly told: Readonly<Record<string, number>>;
  /** Cases whose verdict came more than 100 ms too late: at first, and three times over. */
  readonly lateAtFirst: number;
  readonly late: readonly string[];
  /** How often a case was asked again because this process had stood still. */
  readonly stalled: number;
  /** Milliseconds after the timeout, without those of a process that was held up, of those that ran into it: median, 99th percentile, most. */
  readonly lateness: { readonly median: number; readonly p99: number; readonly most: number };
  /** Everything else that must not be. */
  readonly wrong: readonly string[];
  /** Of this process, in MiB: after a tenth of the cases, at the end, and the most there ever was. */
  readonly rss: { readonly warm: number; readonly end: number; readonly peak: number };
}

interface Campaign {
  readonly seed: number;
  readonly count: number;
  readonly concurrency: number;
  readonly onProgress?: (done: number) => void;
}

function rssMiB(): number {
  return Math.round(process.memoryUsage.rss() / 2 ** 20);
}

/** Runs the cases 0 to `count` of a seed. */
export async function campaign({ seed, count, concurrency, onProgress }: Campaign): Promise<Tally> {
  const findings = new Findings();
  const rss = { warm: 0, end: 0, peak: 0 };
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const one = caseOf(seed, next++);
      await findings.take(one);
      done += 1;
      rss.peak = Math.max(rss.peak, rssMiB());
      if (done === Math.ceil(count / 10)) rss.warm = rssMiB();
      onProgress?.(done);
    }
  };
  const stray = (error: unknown): void => findings.stray(error);
  process.on('uncaughtException', stray).on('unhandledRejection', stray);
  await Promise.all(Array.from({ length: concurrency }, work));
  process.off('uncaughtException', stray).off('unhandledRejection', stray);
  return findings.tally(seed, count, { ...rss, end: rssMiB() });
}

class Findings {
  readonly #byProtocol = new Map<string, number>();
  readonly #told = new Map<string, number>();
  readonly #wrong: string[] = [];
  readonly #late: string[] = [];
  readonly #lateness: number[] = [];
  readonly #open = new Set<string>();
  #lateAtFirst = 0;
  #stalled = 0;

  async take(one: Case): Promise<void> {
    const name = nameOf(one);
    this.#open.add(name);
    let finding = await caught(one);
    // Of an answer that came while this process stood still nothing was seen.
    for (let left = mostStalled; left > 0 && finding.code === 'local.stalled'; left -= 1) {
      this.#stalled += 1;
      finding = await caught(one);
    }
    this.#note(finding);
    if (isLate(finding)) this.#lateAtFirst += 1;
    for (let left = 2; left > 0 && isLate(finding); left -= 1) finding = await caught(one);
    if (isLate(finding)) this.#late.push(`${name}: ${Math.round(finding.lateMs)} ms late`);
    this.#open.delete(name);
  }

  stray(error: unknown): void {
    const text = error instanceof Error ? error.stack : String(error);
    this.#wrong.push(`out of nowhere: ${text}, during ${[...this.#open].join('; ')}`);
  }

  tally(seed: number, count: number, rss: Tally['rss']): Tally {
    const sorted = this.#lateness.sort((a, b) => a - b);
    const at = (part: number): number => Math.round(sorted[Math.floor(part * (sorted.length - 1))] ?? 0);
    return {
      seed,
      count,
      byProtocol: Object.fromEntries([...this.#byProtocol].sort()),
      told: Object.fromEntries([...this.#told].sort()),
      lateAtFirst: this.#lateAtFirst,
      late: this.#late,
      stalled: this.#stalled,
      lateness: { median: at(0.5), p99: at(0.99), most: at(1) },
      wrong: this.#wrong,
      rss,
    };
  }

  #note({ case: one, status, code, lateMs, stalledMs, wrong }: Finding): void {
    count(this.#byProtocol, one.scene.protocol);
    count(this.#told, `${one.manner}: ${status} ${code}`.trimEnd());
    if (lateMs > -1) this.#lateness.push(Math.max(0, lateMs - stalledMs));
    for (const each of wrong) this.#wrong.push(`${nameOf(one)}: ${each}`);
  }
}

function isLate({ lateMs, stalledMs }: Finding): boolean {
  return lateMs > slackMs + stalledMs;
}

/** That it throws is a finding too. */
async function caught(one: Case): Promise<Finding> {
  try {
    return await findingOf(one);
  } catch (error) {
    const wrong = [`thrown: ${error instanceof Error ? error.stack : String(error)}`];
    return { case: one, status: 'none', code: '', lateMs: -Infinity, stalledMs: 0, wrong };
  }
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
