// A list while it is read: its text, its secrets, and the mistakes that were found so far.

import type { Secret } from '../model.ts';
import { Enough, type Mistake, mostMistakes } from './diagnostic.ts';
import { type Document, mistakeAt, type Span, sourceOf } from './document.ts';

/** One file while it is read. */
export interface Reading {
  readonly document: Document;
  /** Paths in the file are relative to it. */
  readonly folder: string;
  readonly readFile: (path: string, most?: number) => Uint8Array;
  /** What must not get out, as far as it is known: also what turns up while the list is read. */
  readonly secrets: Secret[];
  /** By place and words: what many endpoints share is reported once. */
  readonly mistakes: Map<string, Mistake>;
}

/** Notes a mistake under a span. */
export function report(reading: Reading, span: Span, problem: string, hint?: string): void {
  const mistake = mistakeAt(reading.document, span, hint === undefined ? { problem } : { problem, hint });
  reading.mistakes.set(`${span.start} ${problem}`, mistake);
  if (reading.mistakes.size >= mostMistakes) throw new Enough();
}

/** "line 4", for a message that points at a second place. */
export function lineOf(reading: Reading, span: Span): string {
  return `line ${sourceOf(reading.document, span.start).line}`;
}
