// Many samples: for each way to ask a sparkline, its numbers a phase, and how it compares with the baseline.

import type { Comparison, ReportedResult, Samples, Span, Statistics } from '../../model.ts';
import { spans } from '../../phases.ts';
import { levelsOf } from '../../stats/sparkline.ts';
import { percentChange, probability } from '../../stats/words.ts';
import { drawGrid, type GridCell } from './grid.ts';
import { NOTHING } from './rows.ts';
import { paragraph, type Screen } from './screen.ts';
import { longTime, shortTime } from './times.ts';

const INDENT = '  ';
const LABEL = 8;
const COLUMNS = ['min', 'median', 'p95', 'p99', 'max', 'jitter', 'lost'] as const;
/** What goes first on a narrow screen. */
const EXPENDABLE: readonly (typeof COLUMNS)[number][] = ['p99', 'min', 'p95'];
/** The widest short time. */
const LEAST = 4;

/** A block for each way to ask that was sampled, each after an empty line. */
export function sampleLines(screen: Screen, results: readonly ReportedResult[]): string[] {
  const all = results.flatMap((result) =>
    (result.samples ?? [])
      .filter(({ count }) => count > 0)
      .map((samples) => ({ samples, title: titleOf(result, samples) })),
  );
  const lines = all.flatMap(({ samples, title }) => ['', ...block(screen, samples, title)]);
  const few = all.some(({ samples }) => samples.phases.total?.p99 === null);
  const note = 'p95 needs 20 samples and p99 100: with fewer they would be the maximum.';
  return few ? [...lines, '', ...paragraph(screen, '', note, screen.paint.dim)] : lines;
}

function block(screen: Screen, samples: Samples, title: string): string[] {
  const passed = (samples.phases.total?.count ?? 0) > 0;
  return [
    ...paragraph(screen, '', title, screen.paint.bold),
    ...(passed ? [sparkline(screen, samples), ...numbers(screen, samples)] : []),
    ...comparisons(screen, samples),
  ];
}

/** `api: 20 samples, 3 lost (15%): tcp.timeout 2, http.status 1` */
function titleOf({ endpoint }: ReportedResult, samples: Samples): string {
  const { url, resolver, address, asked, count, lost, unjudged, causes } = samples;
  const way = [
    ...(endpoint.urls.length > 1 ? [url] : []),
    ...(resolver === null ? [] : [`via ${resolver}`]),
    ...(address === null ? [] : [`at ${address}`]),
  ];
  const told = [
    count < asked ? `${count} of ${asked} samples` : `${count} samples`,
    lost === 0 ? 'none lost' : `${lost} lost (${Math.round((lost / count) * 100)}%)`,
    ...(unjudged === 0 ? [] : [`${unjudged} not to be judged`]),
  ];
  const why = causes.map((cause) => `${cause.code} ${cause.count}`).join(', ');
  return `${[endpoint.name, ...way].join(' ')}: ${told.join(', ')}${why === '' ? '' : `: ${why}`}`;
}

/** The totals in the order in which they were taken; a cross where one is missing. */
function sparkline({ width, signs, paint }: Screen, { durations }: Samples): string {
  const levels = [...signs.levels];
  const room = width - INDENT.length - LABEL - 1;
  const columns = levelsOf(durations.total ?? [], room, levels.length);
  const drawn = columns.map((level) => (level === null ? paint.red(signs.failed) : levels[level])).join('');
  return `${INDENT}${'total'.padEnd(LABEL)} ${drawn}`;
}

function numbers(screen: Screen, { phases }: Samples): string[] {
  const { dim } = screen.paint;
  const columns = columnsFor(screen.width);
  const header = ['ms', ...columns.map((name) => name.toUpperCase())].map((text) => ({ text, tone: dim }));
  const rows = spans.flatMap((span) => {
    const told = phases[span];
    return told === undefined ? [] : [rowOf(span, told, columns)];
  });
  const grid = [
    { width: LABEL, align: 'left' as const },
    ...columns.map((name) => ({ width: Math.max(LEAST, name.length), align: 'right' as const })),
  ];
  return drawGrid(grid, [header, ...rows]).map((line) => INDENT + line);
}

type Column = (typeof COLUMNS)[number];

function columnsFor(width: number): readonly Column[] {
  const taken = (names: readonly Column[]) =>
    names.reduce((sum, name) => sum + 1 + Math.max(LEAST, name.length), INDENT.length + LABEL);
  return EXPENDABLE.reduce<readonly Column[]>(
    (names, next) => (taken(names) > width ? names.filter((name) => name !== next) : names),
    COLUMNS,
  );
}

function rowOf(span: Span, told: Statistics, columns: readonly Column[]): GridCell[] {
  const cell = (name: Column): string => {
    const value = told[name];
    if (value === null) return NOTHING;
    return name === 'lost' ? String(value) : shortTime(value);
  };
  return [span, ...columns.map(cell)].map((text) => ({ text, tone: String }));
}

function comparisons(screen: Screen, { compared }: Samples): string[] {
  if (compared === undefined) return [];
  if (compared === null) return paragraph(screen, INDENT, 'not in the baseline, so not compared');
  return compared.flatMap((one) =>
    paragraph(screen, INDENT, comparisonText(one), one.regressed ? screen.paint.yellow : String),
  );
}

/** `ttfb from 34 ms to 51 ms (+50%, limit 20%), Mann-Whitney U, p = 0.0003: SLOWER` */
function comparisonText(one: Comparison): string {
  const { span, limit, before, after, test, p, regressed } = one;
  if (before === null || after === null) return `${span}: no times to compare with the baseline`;
  const change = percentChange(before, after);
  const grown = `${span} from ${longTime(before)} to ${longTime(after)}`;
  const told = `${grown} (${change === null ? '' : `${change}, `}limit ${limit})`;
  if (p === null) return `${told}: too few samples to compare`;
  return `${told}, ${test}, ${probability(p)}: ${regressed ? 'SLOWER' : 'no regression'}`;
}
