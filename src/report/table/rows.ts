// One row of the table for one result: texts and marks, not yet widths or colours.

import type { ReportedResult } from '../../model.ts';
import { spentMs } from '../../phases.ts';
import {
  certificateDays,
  decidingAttempt,
  finalStatus,
  type Measured,
  markedColumn,
  remoteOf,
} from './attempts.ts';
import { shortTime } from './times.ts';

export interface Row {
  readonly result: ReportedResult;
  readonly numbers: Readonly<Record<Measured, string>>;
  /** The column that shows where it went wrong. */
  readonly marked: Measured | null;
  readonly address: string;
  readonly url: string;
}

/** What stands where nothing was reached. */
export const NOTHING = '-';

/** A result as its row. */
export function rowOf(result: ReportedResult): Row {
  const attempt = decidingAttempt(result);
  const time = (phase: 'dns' | 'tcp' | 'tls' | 'ttfb') => {
    const ms = attempt === null ? null : spentMs(attempt, phase);
    return ms === null ? NOTHING : shortTime(ms);
  };
  const days = attempt === null ? null : certificateDays(attempt);
  return {
    result,
    numbers: {
      dns: time('dns'),
      tcp: time('tcp'),
      tls: time('tls'),
      ttfb: time('ttfb'),
      total: attempt === null ? NOTHING : shortTime(attempt.ms),
      http: String((attempt && finalStatus(attempt)) ?? NOTHING),
      cert: days === null ? NOTHING : shortDays(days),
    },
    marked: markedColumn(result, attempt),
    address: remoteOf(attempt?.hops.at(-1)) ?? NOTHING,
    url: attempt?.url ?? result.endpoint.urls[0] ?? NOTHING,
  };
}

/** Whole days that are left or gone, `62d` or `-3d`; from ten years on, years. */
function shortDays(days: number): string {
  const whole = Math.trunc(days);
  return Math.abs(whole) < 3650 ? `${whole}d` : `${Math.trunc(whole / 365)}y`;
}
