// Where an expectation stands and how its line reads there, for a caret in the report.
// Cut into three parts, so that the caret still stands under its value when a part is escaped or masked.

import type { Excerpt, Source } from '../model.ts';
import { covered } from './cover.ts';
import { type Document, type Span, sourceOf } from './document.ts';

/** What stands farther from the value is of no use on a screen. A list may be one line of a megabyte. */
const around = 200;

/** The position of a span with the line that says it; what looks like a secret in it is covered. */
export function quotedSource(document: Document, span: Span): Source {
  const source = sourceOf(document, span.start);
  const lineStart = document.lineStarts[source.line - 1] ?? 0;
  const lineEnd = document.lineStarts[source.line] ?? document.text.length;
  const start = Math.max(lineStart, span.start - around);
  const wanted = Math.max(span.start + 1, Math.min(span.end, span.start + around));
  const end = Math.min(lineEnd, wanted + around);
  const text = coveredPart(document, lineStart, start, end).replace(/[\r\n]+$/, '');
  const from = span.start - start;
  const to = closed(text, from, Math.min(text.length, wanted - start));
  // A tab is two blanks, as in the mistakes of a list.
  const part = (begin: number, stop: number) => text.slice(begin, stop).replaceAll('\t', '  ');
  const excerpt: Excerpt = {
    before: `${start > lineStart ? '…' : ''}${part(0, from)}`,
    value: `${part(from, to)}${wanted < Math.min(span.end, lineEnd) ? '…' : ''}`,
    after: `${part(to, text.length)}${end < lineEnd ? '…' : ''}`,
  };
  return { ...source, excerpt };
}

/** What is shown of a line, looked through with what stands before it: that tells what a secret is. */
function coveredPart({ text }: Document, lineStart: number, start: number, end: number): string {
  const from = Math.max(lineStart, start - around * 10);
  return covered(text.slice(from, end)).slice(start - from);
}

/** The parser ends a list or map in brackets with its last item; the bracket belongs to it. */
function closed(line: string, from: number, to: number): number {
  if (!/[[{]/.test(line[from] ?? '')) return to;
  return to + (/^\s*[\]}]/.exec(line.slice(to))?.[0].length ?? 0);
}
