// New samples held against a baseline: longer than allowed, and more than noise? Both must be so. Pure.

import type {
  Ask,
  BaselineEntry,
  Check,
  Comparison,
  Endpoint,
  RegressLimit,
  Samples,
  Span,
} from '../model.ts';
import { layerOfPhase } from '../phases.ts';
import { mannWhitney } from '../stats/mann-whitney.ts';
import { median } from '../stats/quantile.ts';
import { percentChange, probability } from '../stats/words.ts';

/** What a run is held against. */
export interface Against {
  readonly limits: readonly RegressLimit[];
  /** What the baseline knows of a way to ask an endpoint; null for nothing. */
  readonly find: (name: string, ask: Ask) => BaselineEntry | null;
}

/** Growth that chance alone gives more often than this is noise. */
const alpha = 0.01;

/** With fewer on both sides no outcome of the test is as rare as `alpha`: of 5 and 5 one in 252 is the rarest. */
const fewest = 5;

/** Each limit on a span, held against the baseline; null when that does not know this way to ask. */
export function compare(
  { limits, find }: Against,
  name: string,
  ask: Ask,
  durations: Samples['durations'],
): readonly Comparison[] | null {
  const entry = find(name, ask);
  return entry === null
    ? null
    : limits.map((limit) => compareSpan(limit, entry.durations[limit.span] ?? [], durations));
}

function compareSpan(
  { span, by, written }: RegressLimit,
  earlier: readonly number[],
  durations: Samples['durations'],
): Comparison {
  const later = (durations[span] ?? []).filter((ms) => ms !== null);
  const before = median(earlier);
  const after = median(later);
  const told = { span, limit: written, before, after, test: 'Mann-Whitney U' } as const;
  if (before === null || after === null || Math.min(earlier.length, later.length) < fewest) {
    return { ...told, p: null, regressed: false };
  }
  const { p } = mannWhitney(earlier, later);
  const allowed = 'ms' in by ? by.ms : (before * by.percent) / 100;
  return { ...told, p, regressed: after - before > allowed && p < alpha };
}

/** A check for each span that could be compared. A regression degrades: the endpoint works, but slower. */
export function regressionChecks(
  { source, urls }: Endpoint,
  { url, resolver, address, compared }: Samples,
): readonly Check[] {
  const way = [
    ...(urls.length > 1 ? [` of ${url}`] : []),
    ...(resolver === null ? [] : [` via ${resolver}`]),
    ...(address === null ? [] : [` at ${address}`]),
  ].join('');
  return (compared ?? []).flatMap(({ span, limit, before, after, test, p, regressed }): Check[] => {
    if (before === null || after === null || p === null) return [];
    return [
      {
        what: `latency ${span}${way}`,
        expected: `at most ${limit} over the baseline of ${shown(before)}`,
        actual: `${shown(after)} (${growth(before, after)}${test}, ${probability(p)})`,
        pass: !regressed,
        severity: 'warn',
        code: 'latency.regressed',
        layer: layerOfSpan(span),
        source,
      },
    ];
  });
}

function layerOfSpan(span: Span): Check['layer'] {
  return span === 'total' ? null : layerOfPhase[span];
}

function shown(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}ms`;
}

function growth(before: number, after: number): string {
  const change = percentChange(before, after);
  return change === null ? '' : `${change}, `;
}
