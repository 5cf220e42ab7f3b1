// How much of the time this process really ran. A machine that is busy, stopped or asleep runs nothing for a while: what
// came meanwhile is seen late, and silence is no silence.

/** So often it looks whether it runs. */
const everyMs = 20;
/** Timers are late by as much on a machine that has nothing else to do. */
const usuallyLateMs = 5;
/** The monotonic clock stands still while a machine sleeps; the other one does not, and is seldom set by more. */
const leapMs = 1000;
/** More are not kept before those that nobody asks for any more are let go. */
const mostGaps = 1000;

/** A time in which nothing ran, by the monotonic clock. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

export class Pulse {
  #gaps: Gap[] = [];
  /** When the wall clock was found to be elsewhere. */
  #leaps: number[] = [];
  /** Since when it is watched, for each who wants it; the oldest first. */
  readonly #watched = new Set<{ readonly since: number }>();
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  /** The wall clock's lead on the monotonic one. */
  #lead = 0;

  /** Watches until the answer is called. */
  watch(): () => void {
    const mine = { since: performance.now() };
    if (this.#watched.size === 0) this.#begin();
    this.#watched.add(mine);
    return () => {
      this.#watched.delete(mine);
      if (this.#watched.size === 0) clearTimeout(this.#timer);
    };
  }

  /**
   * Milliseconds between two moments in which this process did not run, as far as it was watched; of times that were
   * shorter than `leastMs` none.
   */
  lostMs(from: number, to: number, leastMs = usuallyLateMs): number {
    const now = performance.now();
    // What is called for a socket may come before the timer that is late.
    let sum = now - this.#due > leastMs ? shared({ from: this.#due, to: now }, from, to) : 0;
    for (let index = this.#gaps.length - 1; index >= 0; index -= 1) {
      const gap = this.#gaps[index];
      if (gap === undefined || gap.to <= from) break;
      if (gap.to - gap.from > leastMs) sum += shared(gap, from, to);
    }
    return sum;
  }

  /** Whether the wall clock leapt forward between two moments: the machine may have slept. */
  leapt(from: number, to: number): boolean {
    this.#lookAtClocks();
    return this.#leaps.some((at) => at >= from && at <= to);
  }

  #begin(): void {
    this.#gaps = [];
    this.#leaps = [];
    this.#lead = lead();
    this.#due = performance.now() + everyMs;
    this.#timer = setTimeout(() => this.#beat(), everyMs);
  }

  #beat(): void {
    const now = performance.now();
    if (now - this.#due > usuallyLateMs) this.#gaps.push({ from: this.#due, to: now });
    if (this.#gaps.length > mostGaps) this.#forget();
    this.#lookAtClocks();
    this.#due = now + everyMs;
    this.#timer?.refresh();
  }

  #lookAtClocks(): void {
    const now = lead();
    if (now - this.#lead > leapMs) this.#leaps.push(performance.now());
    this.#lead = now;
  }

  #forget(): void {
    const [oldest] = this.#watched;
    this.#gaps = this.#gaps.filter(({ to }) => oldest !== undefined && to > oldest.since);
  }
}

function lead(): number {
  return Date.now() - performance.now();
}

function shared(gap: Gap, from: number, to: number): number {
  return Math.max(0, Math.min(gap.to, to) - Math.max(gap.from, from));
}
