// What a live view knows of a run: a row an endpoint, filled by the run's events. Draws nothing.

import type { RunEvent } from '../events.ts';
import type { Phase, ReportedResult } from '../model.ts';
import { spentMs } from '../phases.ts';
import { decidingAttempt } from '../report/table/attempts.ts';
import type { Standing } from '../report/table/screen.ts';

/** What a row shows of a result; the result itself, which may hold a body, is let go. */
interface Told extends Standing {
  /** Milliseconds; null for what was not reached. */
  readonly spent: Readonly<Record<Exclude<Phase, 'transfer'> | 'total', number | null>>;
}

export interface LiveRow {
  readonly name: string;
  /** An attempt is under way; with `told` beside it, a retry. */
  readonly asking: boolean;
  /** The last result; null before the first. */
  readonly told: Told | null;
  /** The larger, the newer its result. */
  readonly turn: number;
}

/** The rows, in the order of the list, as the events fill them. */
export class LiveState {
  readonly rows: LiveRow[] = [];
  #turn = 0;

  /** Takes an event in. */
  apply(event: RunEvent): void {
    if (event.type === 'selected') {
      for (const name of event.names) this.rows.push({ name, asking: false, told: null, turn: 0 });
      return;
    }
    const row = this.rows[event.index];
    if (row === undefined) return;
    if (event.type === 'started') {
      this.rows[event.index] = { ...row, asking: true };
      return;
    }
    this.#turn += 1;
    this.rows[event.index] = { ...row, asking: false, told: toldOf(event.worst), turn: this.#turn };
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
