// How wide each column is: the verdict always whole, then room for names, then what else a wide screen can hold.

import { displayWidth } from '../../text.ts';
import { rowName } from '../name.ts';
import type { Measured } from './attempts.ts';
import type { Row } from './rows.ts';
import { layerWord, type Screen, wordOf, wordSaysCause } from './screen.ts';

const MEASURED: readonly Measured[] = ['dns', 'tcp', 'tls', 'ttfb', 'total', 'http', 'cert'];

/** What goes first when not even the names have room. */
const EXPENDABLE: readonly Measured[] = ['cert', 'tcp', 'tls', 'dns', 'http', 'ttfb'];
const LEAST_NAME = 12;
/** A name this long is worth more than the second word of a code. */
const GOOD_NAME = 22;
const LONGEST_NAME = 60;
const WIDE_SCREEN = 120;
const LEAST_URL = 24;
export const INDENT = 2;
/** `ENDPOINT ms:` */
const LEAST_HEADER = 12;

export interface Layout {
  readonly name: number;
  /** 0 leaves the column out. */
  readonly url: number;
  readonly measured: readonly { readonly id: Measured; readonly width: number; readonly mark: boolean }[];
  readonly address: number;
  readonly verdict: number;
  readonly verdictOf: (row: Row) => string;
}

/** The widths for these rows on this screen. */
export function layoutOf(screen: Screen, rows: readonly Row[], grouped: boolean): Layout {
  const indent = grouped ? INDENT : 0;
  const longest = Math.max(LEAST_HEADER, widest(rows, (row) => rowName(row.result)) + indent);
  let measured = MEASURED.map((id) => columnOf(id, rows));
  const full = verdictColumn(rows, (row) => verdictText(screen, row, 'code'));
  const short = verdictColumn(rows, (row) => verdictText(screen, row, 'layer'));
  const bare = verdictColumn(rows, (row) => verdictText(screen, row, 'word'));
  const left = (verdict: number) => screen.width - 1 - verdict - sum(measured.map(({ width }) => width + 1));

  const verdict =
    [full, short].find(
      ({ width }, index) => left(width) >= Math.min(longest, index === 0 ? GOOD_NAME : LEAST_NAME),
    ) ?? (left(bare.width) >= LEAST_NAME ? bare : short);
  const marked = new Set(rows.map((row) => row.marked));
  for (const id of EXPENDABLE.toSorted((a, b) => Number(marked.has(a)) - Number(marked.has(b)))) {
    if (left(verdict.width) < LEAST_NAME) {
      measured = measured.filter((column) => column.id !== id);
    }
  }
  const room = left(verdict.width);
  const name = Math.min(longest, room, LONGEST_NAME);
  const extra = extraColumns(screen, rows, room - name);
  return { name, measured, verdict: verdict.width, verdictOf: verdict.textOf, ...extra };
}

function extraColumns(screen: Screen, rows: readonly Row[], spare: number): { address: number; url: number } {
  if (screen.width < WIDE_SCREEN) {
    return { address: 0, url: 0 };
  }
  const wanted = Math.max(
    'ADDRESS'.length,
    widest(rows, (row) => row.address),
  );
  const address = wanted + 1 <= spare && rows.some((row) => row.address !== '-') ? wanted : 0;
  const rest = spare - (address === 0 ? 0 : address + 1) - 1;
  const tells = rows.some((row) => row.url !== row.result.endpoint.name);
  const longest = widest(rows, (row) => row.url);
  const url = tells && rest >= Math.min(LEAST_URL, longest) ? Math.min(longest, rest) : 0;
  return { address, url };
}

function columnOf(id: Measured, rows: readonly Row[]): Layout['measured'][number] {
  const mark = rows.some((row) => row.marked === id);
  const longest = widest(rows, (row) => row.numbers[id]);
  return { id, mark, width: Math.max(id.length, longest) + (mark ? 1 : 0) };
}

function verdictColumn(rows: readonly Row[], textOf: (row: Row) => string) {
  return { textOf, width: Math.max('VERDICT'.length, widest(rows, textOf)) };
}

function verdictText(screen: Screen, { result }: Row, detail: 'code' | 'layer' | 'word'): string {
  const { status, cause } = result;
  const text = `${screen.signs.status[status]} ${wordOf(result)}`;
  if (cause === undefined || detail === 'word' || wordSaysCause(result)) {
    return text;
  }
  if (status === 'skipped') {
    return detail === 'code' ? `${text} ${cause.code.slice(cause.code.indexOf('.') + 1)}` : text;
  }
  return `${text} ${detail === 'code' ? cause.code : layerWord(cause)}`;
}

function widest(rows: readonly Row[], textOf: (row: Row) => string): number {
  return rows.reduce((most, row) => Math.max(most, displayWidth(textOf(row))), 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
