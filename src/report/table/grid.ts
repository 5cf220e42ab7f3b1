// Rows of cells as lines of equal columns, drawn by cli-table3 without its borders and colours.

import Table from 'cli-table3';
import { clusters, displayWidth } from '../../text.ts';

export interface GridColumn {
  readonly width: number;
  readonly align: 'left' | 'right';
}

export interface GridPiece {
  readonly text: string;
  readonly tone: (text: string) => string;
}

/** One text in one tone, or several side by side. */
export type GridCell = GridPiece | readonly GridPiece[];

const NO_BORDERS = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((end) => [side + end, '']),
  ),
);
// cli-table3 searches every row for every cell; pieces keep its time linear.
const PIECE = 20;
const SPARE = 0xf0000;

/** The rows as lines, one blank between columns. Texts must fit already: nothing is cut here. */
export function drawGrid(columns: readonly GridColumn[], rows: readonly (readonly GridCell[])[]): string[] {
  const lines: string[] = [];
  for (let from = 0; from < rows.length; from += PIECE) {
    lines.push(...drawPiece(columns, rows.slice(from, from + PIECE)));
  }
  return lines;
}

function drawPiece(columns: readonly GridColumn[], rows: readonly (readonly GridCell[])[]): string[] {
  const doubles = new Doubles();
  const grid = new Table({
    chars: { ...NO_BORDERS, middle: ' ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colWidths: columns.map(({ width }) => width),
    colAligns: columns.map(({ align }) => align),
  });
  const draw = ({ text, tone }: GridPiece) => tone(doubles.standIn(text));
  for (const row of rows) {
    grid.push(row.map((cell) => [cell].flat().map(draw).join('')));
  }
  return doubles
    .putBack(grid.toString())
    .split('\n')
    .map((line) => line.trimEnd());
}

/**
 * cli-table3 measures newer emoji and most combining marks wrongly, and would cut or misalign them. While it draws,
 * a private character of width one stands for each column of what is not ASCII.
 */
class Doubles {
  private readonly originals: string[] = [];

  standIn(text: string): string {
    return /^[\x20-\x7e]*$/.test(text)
      ? text
      : clusters(text)
          .map((cluster) => this.standInOf(cluster))
          .join('');
  }

  private standInOf(cluster: string): string {
    if (/^[\x20-\x7e]$/.test(cluster)) {
      return cluster;
    }
    const columns = displayWidth(cluster);
    const first = SPARE + this.originals.length;
    this.originals.push(cluster, ...Array.from({ length: Math.max(0, columns - 1) }, () => ''));
    return columns === 0
      ? ''
      : String.fromCodePoint(...Array.from({ length: columns }, (_, index) => first + index));
  }

  putBack(drawn: string): string {
    return drawn.replace(
      /[\u{f0000}-\u{ffffd}]/gu,
      (double) => this.originals[(double.codePointAt(0) ?? 0) - SPARE] ?? '',
    );
  }
}
