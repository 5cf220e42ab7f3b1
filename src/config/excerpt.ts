// Where an expectation stands and how its line reads there, for a caret in the report.
// Cut into three parts, so that the caret still stands under its value when a part is escaped or masked.

import type { Excerpt, Source } from '../model.ts';
import { around, coveredPart, type Document, lineSpan, type Span, sourceOf } from './document.ts';

/** The position of a span with the line that says it; what looks like a secret in it is covered. */
export function quotedSource(document: Document, span: Span): Source {
  const source = sourceOf(document, span.start);
  const line = lineSpan(document, source.line);
  const start = Math.max(line.start, span.start - around);
  const wanted = Math.max(span.start + 1, Math.min(span.end, span.start + around));
  const end = Math.min(line.end, wanted + around);
  const text = coveredPart(document, line, start, end).replace(/(?<![\r\n])[\r\n]+$/, '');
  const from = span.start - start;
  const to = closed(text, from, Math.min(text.length, wanted - start));
  // A tab is two blanks, as in the mistakes of a list.
  const part = (begin: number, stop: number) => text.slice(begin, stop).replaceAll('\t', '  ');
  const excerpt: Excerpt = {
    before: `${start > line.start ? '…' : ''}${part(0, from)}`,
    value: `${part(from, to)}${wanted < Math.min(span.end, line.end) ? '…' : ''}`,
    after: `${part(to, text.length)}${end < line.end ? '…' : ''}`,
  };
  return { ...source, excerpt };
}

/** The parser ends a list or map in brackets with its last item; the bracket belongs to it. */
function closed(line: string, from: number, to: number): number {
  if (!/[[{]/.test(line[from] ?? '')) return to;
  return to + (/^\s*[\]}]/.exec(line.slice(to))?.[0].length ?? 0);
}
