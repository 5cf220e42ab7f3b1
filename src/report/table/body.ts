// The table itself: a header, and the rows of each service under its name.

import type { ReportedResult } from '../../model.ts';
import { pad, truncateMiddle } from '../../text.ts';
import { rowName } from '../name.ts';
import type { Measured } from './attempts.ts';
import { barOf, legendLines, scaleOf } from './bars.ts';
import { INDENT, type Layout, layoutOf } from './columns.ts';
import { drawGrid, type GridCell, type GridColumn } from './grid.ts';
import type { Group } from './groups.ts';
import { NOTHING, type Row, rowOf } from './rows.ts';
import { paragraph, type Screen, toneOf } from './screen.ts';

/** Header, services and rows as lines; what `onlyFailures` leaves out is counted below them. */
export function bodyLines(screen: Screen, groups: readonly Group[]): string[] {
  const kept = groups
    .map((group) => ({ group, rows: group.results.filter((one) => isShown(screen, one)).map(rowOf) }))
    .filter(({ rows }) => rows.length > 0);
  const measured = groups.filter(({ feeds }) => !feeds);
  const all = measured.reduce((sum, { results }) => sum + results.length, 0);
  const shown = kept.reduce((sum, { group, rows }) => sum + (group.feeds ? 0 : rows.length), 0);
  const rows = kept.flatMap((one) => one.rows);
  return [...(rows.length === 0 ? [] : tableLines(screen, kept, rows)), ...leftOutLines(screen, all - shown)];
}

function isShown(screen: Screen, { status }: ReportedResult): boolean {
  return !screen.onlyFailures || status !== 'up';
}

function leftOutLines(screen: Screen, count: number): string[] {
  const text = `${count} ${count === 1 ? 'endpoint that is up is' : 'endpoints that are up are'} not shown (--only-failures).`;
  return count === 0 ? [] : ['', ...paragraph(screen, '', text, screen.paint.dim)];
}

interface Kept {
  readonly group: Group;
  readonly rows: readonly Row[];
}

function tableLines(screen: Screen, kept: readonly Kept[], all: readonly Row[]): string[] {
  const grouped = kept.some(({ group }) => group.service !== null);
  const layout = layoutOf(screen, all, grouped);
  const columns = gridColumns(layout);
  const scaleMs = scaleOf(all);
  const lines = drawGrid(columns, [headerCells(screen, layout)]);
  for (const { group, rows } of kept) {
    if (grouped) {
      lines.push('', ...groupHeader(screen, group));
    }
    lines.push(
      ...drawGrid(
        columns,
        rows.map((row) => rowCells(screen, layout, row, { grouped, scaleMs })),
      ),
    );
  }
  return layout.bar === 0 ? lines : [...lines, ...legendLines(screen, all)];
}

function gridColumns(layout: Layout): GridColumn[] {
  return [
    { width: layout.name, align: 'left' },
    ...layout.measured.map(({ width }) => ({ width, align: 'right' as const })),
    ...[layout.bar, layout.address, layout.url, layout.verdict]
      .filter((width) => width > 0)
      .map((width) => ({ width, align: 'left' as const })),
  ];
}

function headerCells(screen: Screen, layout: Layout): GridCell[] {
  const tone = screen.paint.dim;
  return [
    { text: `ENDPOINT${pad('ms:', layout.name - 'ENDPOINT'.length, 'left')}`, tone },
    ...layout.measured.map(({ id, mark }) => ({ text: id.toUpperCase() + (mark ? ' ' : ''), tone })),
    ...(layout.bar > 0 ? [{ text: 'PHASES', tone }] : []),
    ...(layout.address > 0 ? [{ text: 'ADDRESS', tone }] : []),
    ...(layout.url > 0 ? [{ text: 'URL', tone }] : []),
    { text: 'VERDICT', tone },
  ];
}

interface RowOptions {
  readonly grouped: boolean;
  readonly scaleMs: number;
}

function rowCells(screen: Screen, layout: Layout, row: Row, { grouped, scaleMs }: RowOptions): GridCell[] {
  const { paint, signs } = screen;
  const { status } = row.result;
  const tone = toneOf(screen, status);
  const indent = ' '.repeat(grouped ? INDENT : 0);
  const shorten = (text: string, width: number) => truncateMiddle(text, width, signs.ellipsis);
  const name = indent + shorten(rowName(row.result), layout.name - indent.length);
  return [
    { text: name, tone: status === 'up' ? String : tone },
    ...layout.measured.map(({ id, mark }) => numberCell(screen, row, id, mark)),
    ...(layout.bar > 0 ? [barOf(screen, row, layout.bar, scaleMs)] : []),
    ...(layout.address > 0 ? [{ text: row.address, tone: paint.dim }] : []),
    ...(layout.url > 0 ? [{ text: shorten(row.url, layout.url), tone: paint.dim }] : []),
    { text: layout.verdictOf(row), tone },
  ];
}

function numberCell(screen: Screen, row: Row, id: Measured, mark: boolean): GridCell {
  const { status } = row.result;
  const text = row.numbers[id];
  if (row.marked === id) {
    const sign = status === 'down' ? screen.signs.failed : screen.signs.status[status];
    return { text: text + sign, tone: toneOf(screen, status) };
  }
  return { text: mark ? `${text} ` : text, tone: text === NOTHING ? screen.paint.dim : String };
}

function groupHeader(screen: Screen, group: Group): string[] {
  const { paint, signs } = screen;
  const tone = toneOf(screen, group.status);
  const provider = group.provider === null || group.provider === group.service ? '' : ` (${group.provider})`;
  const other = group.feeds ? 'Status feeds' : 'Other endpoints';
  const title = `${group.service ?? other}${provider}`;
  const told = `${signs.status[group.status]} ${title}: ${rollUp(group)}`;
  return paragraph(screen, '', told, (line) => (group.status === 'up' ? paint.bold(tone(line)) : tone(line)));
}

/** `partly DOWN, 1 of 6; 2 not asked`; the word alone when there is nothing to count. */
function rollUp({ status, results }: Group): string {
  const all = results.length;
  const count = results.filter((result) => result.status === status).length;
  const word = status === 'down' ? 'DOWN' : status;
  if (count === all) {
    return status === 'up' || count === 1 ? word : `${word}, all ${count}`;
  }
  const skipped = status === 'skipped' ? 0 : results.filter((result) => result.status === 'skipped').length;
  const partly = status !== 'up' && results.some((result) => result.status === 'up');
  // Whoever was not asked is not part of how many are up.
  const counted = count === 0 || (status === 'up' && count + skipped === all) ? '' : `, ${count} of ${all}`;
  const unasked = skipped === 0 ? '' : `; ${skipped}${counted === '' ? ` of ${all}` : ''} not asked`;
  return `${partly ? 'partly ' : ''}${word}${counted}${unasked}`;
}
