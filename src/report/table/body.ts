// The table itself: a header, and the rows of each service under its name.

import { pad, truncateMiddle } from '../../text.ts';
import { rowName } from '../name.ts';
import type { Measured } from './attempts.ts';
import { INDENT, type Layout, layoutOf } from './columns.ts';
import { drawGrid, type GridCell, type GridColumn } from './grid.ts';
import type { Group } from './groups.ts';
import { NOTHING, type Row, rowOf } from './rows.ts';
import { paragraph, type Screen, toneOf } from './screen.ts';

/** Header, services and rows as lines. */
export function bodyLines(screen: Screen, groups: readonly Group[]): string[] {
  const grouped = groups.some(({ service }) => service !== null);
  const all = groups.map((group) => ({ group, rows: group.results.map(rowOf) }));
  const layout = layoutOf(
    screen,
    all.flatMap(({ rows }) => rows),
    grouped,
  );
  const columns = gridColumns(layout);
  const lines = drawGrid(columns, [headerCells(screen, layout)]);
  for (const { group, rows } of all) {
    if (grouped) {
      lines.push('', ...groupHeader(screen, group));
    }
    lines.push(
      ...drawGrid(
        columns,
        rows.map((row) => rowCells(screen, layout, row, grouped)),
      ),
    );
  }
  return lines;
}

function gridColumns(layout: Layout): GridColumn[] {
  return [
    { width: layout.name, align: 'left' },
    ...layout.measured.map(({ width }) => ({ width, align: 'right' as const })),
    ...[layout.address, layout.url, layout.verdict]
      .filter((width) => width > 0)
      .map((width) => ({ width, align: 'left' as const })),
  ];
}

function headerCells(screen: Screen, layout: Layout): GridCell[] {
  const tone = screen.paint.dim;
  return [
    { text: `ENDPOINT${pad('ms:', layout.name - 'ENDPOINT'.length, 'left')}`, tone },
    ...layout.measured.map(({ id, mark }) => ({ text: id.toUpperCase() + (mark ? ' ' : ''), tone })),
    ...(layout.address > 0 ? [{ text: 'ADDRESS', tone }] : []),
    ...(layout.url > 0 ? [{ text: 'URL', tone }] : []),
    { text: 'VERDICT', tone },
  ];
}

function rowCells(screen: Screen, layout: Layout, row: Row, grouped: boolean): GridCell[] {
  const { paint, signs } = screen;
  const { status } = row.result;
  const tone = toneOf(screen, status);
  const indent = ' '.repeat(grouped ? INDENT : 0);
  const shorten = (text: string, width: number) => truncateMiddle(text, width, signs.ellipsis);
  const name = indent + shorten(rowName(row.result), layout.name - indent.length);
  return [
    { text: name, tone: status === 'up' ? String : tone },
    ...layout.measured.map(({ id, mark }) => numberCell(screen, row, id, mark)),
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
  const title = `${group.service ?? 'Other endpoints'}${provider}`;
  const told = `${signs.status[group.status]} ${title}: ${rollUp(group)}`;
  return paragraph(screen, '', told, (line) => (group.status === 'up' ? paint.bold(tone(line)) : tone(line)));
}

/** `partly DOWN, 1 of 6`; the word alone when there is nothing to count. */
function rollUp({ status, results }: Group): string {
  const count = results.filter((result) => result.status === status).length;
  const word = status === 'down' ? 'DOWN' : status;
  if (count === results.length) {
    return status === 'up' || count === 1 ? word : `${word}, all ${count}`;
  }
  const partly = status !== 'up' && results.some((result) => result.status === 'up');
  return `${partly ? 'partly ' : ''}${word}${count === 0 ? '' : `, ${count} of ${results.length}`}`;
}
