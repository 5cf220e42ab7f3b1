// Where an expectation stands and how its line reads there, for a caret in the report.
// Cut into three parts, so that the caret still stands under its value when a part is escaped or masked.

import type { Excerpt, Source } from '../model.ts';
import { type Document, type Span, sourceOf, withoutUserInfo } from './document.ts';

/** What stands farther from the value is of no use on a screen. */
const around = 200;

/** The position of a span with the line that says it; users and passwords of URLs in it are covered. */
export function quotedSource(document: Document, span: Span): Source {
  const source = sourceOf(document, span.start);
  const start = document.lineStarts[source.line - 1] ?? 0;
  const next = document.lineStarts[source.line] ?? document.text.length;
  const line = withoutUserInfo(document.text.slice(start, next).replace(/[\r\n]+$/, ''));
  const from = span.start - start;
  const to = closed(line, from, Math.min(line.length, Math.max(from + 1, span.end - start)));
  // A tab is two blanks, as in the mistakes of a list.
  const part = (begin: number, end: number) => line.slice(Math.max(0, begin), end).replaceAll('\t', '  ');
  const excerpt: Excerpt = {
    before: from > around ? `…${part(from - around, from)}` : part(0, from),
    value: to - from > around ? `${part(from, from + around)}…` : part(from, to),
    after: line.length - to > around ? `${part(to, to + around)}…` : part(to, line.length),
  };
  return { ...source, excerpt };
}

/** The parser ends a list or map in brackets with its last item; the bracket belongs to it. */
function closed(line: string, from: number, to: number): number {
  if (!/[[{]/.test(line[from] ?? '')) return to;
  return to + (/^\s*[\]}]/.exec(line.slice(to))?.[0].length ?? 0);
}
