// Many samples: for each way to ask a sparkline, its numbers a phase, and how it compares with the baseline.

import type { Comparison, ReportedResult, Samples, Span, Statistics } from '../../model.ts';
import { spans } from '../../phases.ts';
import { levelsOf } from '../../stats/sparkline.ts';
import { percentChange, probability } from '../../stats/words.ts';
import { truncateMiddle, widest } from '../../text.ts';
import { drawGrid, type GridCell } from './grid.ts';
import { NOTHING } from './rows.ts';
import { paragraph, type Screen } from './screen.ts';
import { longTime, shortTime } from './times.ts';

const INDENT = '  ';
const LABEL = 8;
const COLUMNS = ['min', 'median', 'p95', 'p99', 'max', 'jitter', 'lost'] as const;
/** What goes first on a narrow screen. */
const EXPENDABLE: readonly (typeof COLUMNS)[number][] = ['p99', 'min', 'p95', 'jitter', 'max'];
/** The widest short time. */
const LEAST = 4;

/** With more ways to ask than this, those of which there is nothing more to tell get a line each. */
const MANY = 10;
const LEAST_NAME = 12;
const SHORT_SPARKLINE = 20;

interface Shown {
  readonly samples: Samples;
  /** The endpoint, and the way if there are several. */
  readonly name: string;
}

/** A block for each way to ask that was sampled, each after an empty line; of many only for those in trouble. */
export function sampleLines(screen: Screen, results: readonly ReportedResult[]): string[] {
  const all = results.flatMap((result) =>
    (result.samples ?? [])
      .filter(({ count }) => count > 0)
      .map((samples): Shown => ({ samples, name: nameOf(result, samples) })),
  );
  const brief = all.length > MANY && !screen.verbose;
  const short = all.filter(({ samples }) => brief && isPlain(samples));
  const full = all.filter(({ samples }) => !brief || !isPlain(samples));
  const lines = [
    ...full.flatMap((one) => ['', ...block(screen, one)]),
    ...(short.length === 0 ? [] : ['', ...shortRows(screen, short)]),
  ];
  const few = all.some(({ samples }) => samples.phases.total?.p99 === null);
  const note = 'p95 needs 20 samples and p99 100: with fewer they would be the maximum.';
  return few ? [...lines, '', ...paragraph(screen, '', note, screen.paint.dim)] : lines;
}

/** All were taken, none was lost, and nothing became slower. */
function isPlain({ asked, count, lost, unjudged, compared }: Samples): boolean {
  const told = compared === undefined || compared?.every(({ p, regressed }) => p !== null && !regressed);
  return count === asked && lost + unjudged === 0 && told === true;
}

/** The total of each on a line. */
function shortRows(screen: Screen, all: readonly Shown[]): string[] {
  const { dim } = screen.paint;
  const longest = widest(all.map(({ name }) => name));
  const most = all.reduce((count, { samples }) => Math.max(count, samples.count), 'TOTAL'.length);
  const drawn = Math.min(SHORT_SPARKLINE, most);
  const columns = columnsFor(screen.width - drawn - 1, Math.min(longest, LEAST_NAME)).filter(
    (name) => name !== 'lost',
  );
  const room = screen.width - drawn - 1 - columns.reduce((sum, name) => sum + 1 + widthOf(name), 0);
  const width = Math.max('ENDPOINT'.length, Math.min(longest, room));
  const header = ['ENDPOINT', 'TOTAL', ...columns.map((name) => name.toUpperCase())];
  const rows = all.flatMap(({ samples, name }): GridCell[][] => {
    const { total } = samples.phases;
    if (total === undefined) return [];
    const first = truncateMiddle(name, width, screen.signs.ellipsis);
    return [
      [
        { text: first, tone: String },
        { text: sparkline(screen, samples, drawn), tone: String },
        ...rowOf('total', total, columns).slice(1),
      ],
    ];
  });
  const grid = [
    { width, align: 'left' as const },
    { width: drawn, align: 'left' as const },
    ...columns.map((name) => ({ width: widthOf(name), align: 'right' as const })),
  ];
  return drawGrid(grid, [header.map((text) => ({ text, tone: dim })), ...rows]);
}

function block(screen: Screen, { samples, name }: Shown): string[] {
  const passed = (samples.phases.total?.count ?? 0) > 0;
  const drawn = sparkline(screen, samples, screen.width - INDENT.length - LABEL - 1);
  return [
    ...paragraph(screen, '', `${name}: ${countsOf(samples)}`, screen.paint.bold),
    ...(passed ? [`${INDENT}${'total'.padEnd(LABEL)} ${drawn}`, ...numbers(screen, samples)] : []),
    ...comparisons(screen, samples),
  ];
}

function nameOf({ endpoint }: ReportedResult, { url, resolver, address }: Samples): string {
  const way = [
    ...(endpoint.urls.length > 1 ? [url] : []),
    ...(resolver === null ? [] : [`via ${resolver}`]),
    ...(address === null ? [] : [`at ${address}`]),
  ];
  return [endpoint.name, ...way].join(' ');
}

/** `20 samples, 3 lost (15%): tcp.timeout 2, http.status 1` */
function countsOf({ asked, count, lost, unjudged, causes }: Samples): string {
  const told = [
    count < asked ? `${count} of ${asked} samples` : `${count} samples`,
    lost === 0 ? 'none lost' : `${lost} lost (${Math.round((lost / count) * 100)}%)`,
    ...(unjudged === 0 ? [] : [`${unjudged} not to be judged`]),
  ].join(', ');
  const why = causes.map((cause) => `${cause.code} ${cause.count}`).join(', ');
  return why === '' ? told : `${told}: ${why}`;
}

/** The totals in the order in which they were taken; a cross where one is missing. */
function sparkline({ signs, paint }: Screen, { durations }: Samples, room: number): string {
  const levels = [...signs.levels];
  const columns = levelsOf(durations.total ?? [], room, levels.length);
  return columns.map((level) => (level === null ? paint.red(signs.failed) : levels[level])).join('');
}

function numbers(screen: Screen, { phases }: Samples): string[] {
  const { dim } = screen.paint;
  const columns = columnsFor(screen.width, INDENT.length + LABEL);
  const header = ['ms', ...columns.map((name) => name.toUpperCase())].map((text) => ({ text, tone: dim }));
  const rows = spans.flatMap((span) => {
    const told = phases[span];
    return told === undefined ? [] : [rowOf(span, told, columns)];
  });
  const grid = [
    { width: LABEL, align: 'left' as const },
    ...columns.map((name) => ({ width: widthOf(name), align: 'right' as const })),
  ];
  return drawGrid(grid, [header, ...rows]).map((line) => INDENT + line);
}

type Column = (typeof COLUMNS)[number];

function widthOf(name: Column): number {
  return Math.max(LEAST, name.length);
}

/** As many columns as have room beside what stands before them. */
function columnsFor(width: number, before: number): readonly Column[] {
  const taken = (names: readonly Column[]) => names.reduce((sum, name) => sum + 1 + widthOf(name), before);
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
