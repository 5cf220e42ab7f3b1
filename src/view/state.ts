// What a live view knows of a run: a row an endpoint, filled by the run's events. Draws nothing.

import type { RunEvent } from '../events.ts';
import type { Phase, ReportedResult } from '../model.ts';
import { spentMs } from '../phases.ts';
import { decidingAttempt } from '../report/table/attempts.ts';
import type { Standing } from '../report/table/screen.ts';
import { displayWidth } from '../text.ts';

/** What a row shows of a result; the result itself, which may hold a body, is let go. */
interface Told extends Standing {
  /** Milliseconds; null for what was not reached. */
  readonly spent: Readonly<Record<Exclude<Phase, 'transfer'> | 'total', number | null>>;
}

export interface LiveRow {
  /** Safe for the screen. */
  readonly name: string;
  /** Columns that the name takes. */
  readonly width: number;
  /** An attempt is under way; with `told` beside it, a retry. */
  readonly asking: boolean;
  /** The last result; null before the first. */
  readonly told: Told | null;
}

/** The rows, in the order of the list, as the events fill them. */
export class LiveState {
  readonly rows: LiveRow[] = [];
  readonly #safe: (text: string) => string;
  /** The rows that have a result by their place, the newest last. */
  readonly #told = new Map<number, LiveRow>();

  /** `safe` is asked once for each name: there may be thousands, and a picture every tenth of a second. */
  constructor(safe: (text: string) => string) {
    this.#safe = safe;
  }

  /** Takes an event in. */
  apply(event: RunEvent): void {
    if (event.type === 'selected') {
      for (const name of event.names.map(this.#safe)) {
        this.rows.push({ name, width: displayWidth(name), asking: false, told: null });
      }
      return;
    }
    const row = this.rows[event.index];
    if (row === undefined) return;
    const started = event.type === 'started';
    const next = started ? { ...row, asking: true } : { ...row, asking: false, told: toldOf(event.worst) };
    this.rows[event.index] = next;
    if (!started) this.#told.delete(event.index);
    if (next.told !== null) this.#told.set(event.index, next);
  }

  /** The rows that have a result, the newest first. */
  newest(): readonly LiveRow[] {
    return [...this.#told.values()].reverse();
  }
}

function toldOf(result: ReportedResult): Told {
  const { status, cause } = result;
  const attempt = decidingAttempt(result);
  const of = (phase: Phase) => (attempt === null ? null : spentMs(attempt, phase));
  const spent = {
    dns: of('dns'),
    tcp: of('tcp'),
    tls: of('tls'),
    ttfb: of('ttfb'),
    total: attempt?.ms ?? null,
  };
  return { status, ...(cause ? { cause } : {}), spent };
}
