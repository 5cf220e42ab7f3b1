// Mistakes of the user, as people read them: where, what, why, how to mend it.
// Owned by the loader, used by every command that refuses something. It must not print.

import { Chalk } from 'chalk';
import type { Source } from '../model.ts';
import { displayWidth, escapeNonAscii, escapeTerminal, escapeWithin } from '../text.ts';

/** Where something stands. `text` is the source's own line, for the caret. */
export interface Place {
  readonly source?: Source;
  readonly text?: string;
  /** How much of the line stands before `text`; nothing if not said. */
  readonly cut?: number;
  /** How many columns the caret underlines; 1 if not said. */
  readonly length?: number;
}

/** One mistake. */
export interface Mistake extends Place {
  readonly message: string;
  readonly hint?: string;
  /** For what is said twice: the place that said it first. */
  readonly first?: Place;
  /** It stops nobody; only `check` tells it. */
  readonly warning?: true;
}

/** A list that is wrong all over is told so by its first mistakes. */
export const mostMistakes = 1000;

/** Ends the reading of a list that has as many. */
export class Enough extends Error {}

/** What the user can mend. It ends the program with exit code 2 and no stack trace. */
export class UserError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[] | string, hint?: string) {
    const all = typeof mistakes === 'string' ? [{ message: mistakes, ...(hint ? { hint } : {}) }] : mistakes;
    super(all[0]?.message ?? 'unknown mistake');
    this.name = 'UserError';
    this.mistakes = all;
  }
}

interface Look {
  readonly colour?: 0 | 1 | 2 | 3;
  readonly unicode?: boolean;
}

/** How much of the line is shown on either side of the caret. */
const before = 50;
const after = 40;

/** All mistakes as text for stderr, with a final newline. Hostile characters are shown escaped. */
export function renderMistakes(mistakes: readonly Mistake[], look: Look = {}): string {
  const told = mistakes.slice(0, mostMistakes).map((mistake) => render(mistake, look));
  const last = { message: `no more than ${mostMistakes} mistakes are told; mend these first` };
  return [...told, ...(mistakes.length < mostMistakes ? [] : [render(last, look)])].join('\n');
}

function render(mistake: Mistake, look: Look): string {
  const chalk = new Chalk({ level: look.colour ?? 0 });
  const { source, first } = mistake;
  const lines: string[] = [];
  const message = chalk.bold(shown(mistake.message, look));
  const warning = mistake.warning ? `${chalk.yellow.bold('warning')}: ` : '';
  if (source === undefined) {
    lines.push(`${warning || `${chalk.red.bold('error')}: `}${message}`);
  } else {
    lines.push(`${shown(source.file, look)}:${source.line}:${source.column}: ${warning}${message}`);
  }
  const gutter = gutterOf(mistake, first);
  lines.push(...excerptLines(mistake, gutter, look));
  if (first?.source !== undefined) {
    const { file, line, column } = first.source;
    if (file !== source?.file) {
      lines.push(`${chalk.dim(`${gutter} -->`)} ${shown(file, look)}:${line}:${column}`);
    }
    lines.push(...excerptLines(first, gutter, look, ' first here'));
  }
  if (mistake.hint !== undefined) {
    const edge = source === undefined ? '' : `${chalk.dim(`${gutter} =`)} `;
    lines.push(`${edge}${chalk.cyan('hint:')} ${shown(mistake.hint, look)}`);
  }
  return `${lines.join('\n')}\n`;
}

function gutterOf(...places: readonly (Place | undefined)[]): string {
  const widths = places.map((place) => String(place?.source?.line ?? '').length);
  return ' '.repeat(Math.max(3, ...widths));
}

/** The line, and the caret under it; nothing when the place has none. */
function excerptLines(
  { source, text, cut, length }: Place,
  gutter: string,
  look: Look,
  label = '',
): string[] {
  if (source === undefined || text === undefined) return [];
  const chalk = new Chalk({ level: look.colour ?? 0 });
  const excerpt = excerptOf(text, source.column - 1 - (cut ?? 0), length ?? 1, look);
  const number = String(source.line).padStart(gutter.length);
  return [
    `${chalk.dim(`${number} |`)} ${excerpt.line}`.trimEnd(),
    `${chalk.dim(`${gutter} |`)} ${excerpt.blank}${chalk.red.bold(excerpt.caret)}${label}`,
  ];
}

/** How much of a message is told: a value in it may be of megabytes, and what is wrong stands behind it. */
const mostTold = 400;

function shortened(text: string): string {
  if (text.length <= mostTold) return text;
  const [head, tail] = [charStart(text, mostTold / 2), charStart(text, text.length - mostTold / 2)];
  return `${text.slice(0, head)}…${text.slice(tail)}`;
}

function shown(text: string, look: Look, safe = escapeTerminal): string {
  const escaped = safe(shortened(text));
  return (look.unicode ?? true) ? escaped : escapeNonAscii(escaped);
}

/** The part of a line around a column, and a caret that stands under it on the screen. */
function excerptOf(text: string, column: number, length: number, look: Look) {
  // A tab is two blanks, so that the caret can stand under what it means.
  const part = (from: number, to: number) =>
    shown(text.slice(from, to).replaceAll('\t', '  '), look, escapeWithin);
  const dots = (look.unicode ?? true) ? '…' : '...';
  const start = column > before + 10 ? charStart(text, column - before) : 0;
  const span = Math.max(1, Math.min(length, text.length - column, after));
  const end = text.length > column + span + after ? charStart(text, column + span + after) : text.length;
  const head = (start > 0 ? dots : '') + part(start, column);
  const marked = part(column, column + span);
  const tail = part(column + span, end) + (end < text.length ? dots : '');
  return {
    line: head + marked + tail,
    blank: ' '.repeat(displayWidth(head)),
    caret: '^'.repeat(Math.max(1, displayWidth(marked))),
  };
}

/** Never between the two halves of a surrogate pair. */
function charStart(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
}

/** The candidate that was probably meant, or null when none is near enough. Case does not count. */
export function didYouMean(word: string, candidates: Iterable<string>): string | null {
  const wanted = word.toLowerCase();
  if (wanted.length > 100) return null;
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const distance = distanceOf(wanted, candidate.toLowerCase());
    if (distance < least && distance < candidate.length) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

/** Edits between two words, where two letters swapped count as one (Damerau, optimal string alignment). */
function distanceOf(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((old[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (old[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (older[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    older = old;
    old = row;
  }
  return old[b.length] ?? 0;
}
