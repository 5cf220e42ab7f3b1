// The text of one file and the way from an offset in it to a line and a column.
// Knows bytes and lines, nothing of YAML.

import type { Source } from '../model.ts';
import type { Problem } from '../shape.ts';
import { covered, coveredWords } from './cover.ts';
import type { Mistake, Place } from './diagnostic.ts';

/** Offsets in the text of a document, end-exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Document {
  /** As people are shown it. */
  readonly name: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

/** The document of a text. */
export function documentOf(name: string, text: string): Document {
  const lineStarts = [0];
  for (const end of text.matchAll(/\r\n|\n|\r/g)) {
    lineStarts.push(end.index + end[0].length);
  }
  return { name, text, lineStarts };
}

/** The document of a file's bytes, or what keeps them from being text. A byte order mark is dropped. */
export function decode(name: string, bytes: Uint8Array): Document | Mistake {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    const message = 'the file is UTF-16, a list is UTF-8';
    return { message, hint: 'save it as UTF-8', source: { file: name, line: 1, column: 1 } };
  }
  try {
    return documentOf(name, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    const source = firstBadByte(name, bytes);
    return { message: 'the file is not UTF-8 from here on', hint: 'save it as UTF-8', source };
  }
}

function firstBadByte(file: string, bytes: Uint8Array): Source {
  const fatal = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(0x0a, start);
    const part = bytes.subarray(start, end < 0 ? bytes.length : end);
    try {
      fatal.decode(part);
    } catch {
      const good = new TextDecoder().decode(part).indexOf('\ufffd');
      return { file, line, column: good + 1 };
    }
    if (end < 0) return { file, line, column: 1 };
    start = end + 1;
  }
}

function lineIndex(document: Document, offset: number): number {
  let low = 0;
  let high = document.lineStarts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((document.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line and column of an offset, both from 1. */
export function sourceOf(document: Document, offset: number): Source {
  const line = lineIndex(document, offset);
  return { file: document.name, line: line + 1, column: offset - (document.lineStarts[line] ?? 0) + 1 };
}

/** What stands farther from the place that is meant is of no use on a screen. A list may be one line of a megabyte. */
export const around = 200;

/**
 * The part of a line without what looks like a secret: it is looked through with what stands around it, for that
 * tells what a secret is.
 */
export function coveredPart(document: Document, line: Span, start: number, end: number): string {
  const from = Math.max(line.start, start - around * 10);
  const to = Math.min(line.end, end + around * 2);
  return covered(document.text.slice(from, to)).slice(start - from, end - from);
}

/** Where the line of this number begins, and where the next one does. */
export function lineSpan({ lineStarts, text }: Document, line: number): Span {
  return { start: lineStarts[line - 1] ?? 0, end: lineStarts[line] ?? text.length };
}

/** The line a span begins in, as far as it is near and without what looks like a secret, and how much of it is meant. */
function lineAt(document: Document, span: Span): Place & { readonly source: Source } {
  const source = sourceOf(document, span.start);
  const line = lineSpan(document, source.line);
  const start = Math.max(line.start, span.start - around);
  const end = Math.min(line.end, span.start + around * 2);
  const text = coveredPart(document, line, start, end).replace(/(?<![\r\n])[\r\n]+$/, '');
  const length = Math.max(1, Math.min(span.end, start + text.length) - span.start);
  return { source, text, ...(start > line.start ? { cut: start - line.start } : {}), length };
}

/** A mistake under a span; the line is shown without what looks like a secret. */
export function mistakeAt(document: Document, span: Span, problem: Problem): Mistake {
  return {
    message: coveredWords(problem.problem),
    ...(problem.hint === undefined ? {} : { hint: coveredWords(problem.hint) }),
    ...lineAt(document, span),
  };
}

/** The other place of a mistake that takes two. */
export function firstPlace(document: Document, span: Span): Place {
  return lineAt(document, span);
}
