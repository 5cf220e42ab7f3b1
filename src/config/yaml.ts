// From the text of a file to a tree whose every node knows where it stands and how it was written.
// YAML 1.2 core without anchors, aliases, tags and merge keys. It must not know what the keys mean.

import {
  boolCoreTag,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  YAMLException,
} from 'js-yaml';
import type { Problem, Scalar } from '../shape.ts';
import type { Mistake } from './diagnostic.ts';
import { type Document, mistakeAt, type Span, sourceOf } from './document.ts';

export interface ScalarNode extends Span {
  readonly kind: 'scalar';
  readonly value: Scalar;
  /** The value as text: what a quoted scalar says, what a plain one shows (`0644` stays `0644`). */
  readonly text: string;
  /** `text` before anything of the environment came in. The only form that may be shown. */
  readonly written: string;
  readonly plain: boolean;
}

export interface MapNode extends Span {
  readonly kind: 'map';
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: ScalarNode;
  readonly value: Node;
}

interface ListNode extends Span {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

/** Something that was already reported; whoever meets it says nothing more. */
interface BrokenNode extends Span {
  readonly kind: 'broken';
}

export type Node = ScalarNode | MapNode | ListNode | BrokenNode;

const maxDepth = 64;

/** The tree of a document, null when it is empty or not YAML, and every mistake found on the way. */
export function parseYaml(document: Document): { root: Node | null; mistakes: readonly Mistake[] } {
  try {
    const builder = new Builder(document, parseEvents(document.text, { maxDepth }));
    return { root: builder.document(), mistakes: builder.mistakes };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const start = Math.min(error.mark?.position ?? 0, document.text.length);
    return { root: null, mistakes: [mistakeAt(document, { start, end: start + 1 }, words(error.reason))] };
  }
}

function words(reason: string): Problem {
  if (reason.includes('maxDepth')) {
    return { problem: `nested deeper than ${maxDepth} levels`, hint: 'a list needs about 8' };
  }
  if (reason.includes('null byte')) {
    return { problem: 'there is a NUL character in the file', hint: 'a list is plain text in UTF-8' };
  }
  const problem = `this is not valid YAML: ${reason}`;
  if (reason.includes('non-printable')) {
    return { problem, hint: 'in double quotes it can be written as an escape: "\\e", "\\x07"' };
  }
  if (reason.includes('tab characters')) return { problem, hint: 'indent with blanks' };
  if (reason === 'deficient indentation' || reason.startsWith('unexpected end of the stream')) {
    return {
      problem: 'this is not valid YAML: a quote or bracket is still open here',
      hint: 'close it, or indent the lines that belong to it',
    };
  }
  if (reason.startsWith('missed comma')) {
    return { problem, hint: `inside { } and [ ], quote what holds braces or commas: "\${env:NAME}"` };
  }
  const hint =
    'indent the keys of a map alike; quote text that holds `: `, ` #` or `{`, or begins with a sign such as @ or *';
  return { problem, hint };
}

/** How anything begins that is not text. */
const notText = /^(?:$|[-+.\d~nNtTfF])/;
const coreTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag] as const;

/** What a plain scalar means by the core rules of YAML 1.2: `no` is text, `1e3` a number. */
export function plainValue(text: string): Scalar {
  if (!notText.test(text)) return text;
  for (const tag of coreTags) {
    const value = tag.resolve(text, false, tag.tagName);
    if (value === NOT_RESOLVED) continue;
    return typeof value === 'number' && !Number.isFinite(value) ? text : value;
  }
  return text;
}

/** Walks the events of the parser once. A class because it is a cursor. */
class Builder {
  readonly mistakes: Mistake[] = [];
  readonly #document: Document;
  readonly #events: readonly Event[];
  #next = 0;
  /** The end of the last thing seen, for what has no place of its own. */
  #end = 0;

  constructor(document: Document, events: readonly Event[]) {
    this.#document = document;
    this.#events = events;
  }

  document(): Node | null {
    if (this.#take()?.type !== EVENT_ID.DOCUMENT) return null;
    const root = this.#peek()?.type === EVENT_ID.POP ? null : this.#node({ start: 0, end: 1 });
    this.#take();
    if (this.#peek()?.type === EVENT_ID.DOCUMENT) {
      const marks = /^---/gm;
      marks.lastIndex = this.#end;
      const start = marks.exec(this.#document.text)?.index ?? this.#end;
      const hint = 'one file is one list; give further files with --config';
      this.#report({ start, end: start + 3 }, 'a second YAML document begins here', hint);
    }
    return root;
  }

  #take(): Event | undefined {
    return this.#events[this.#next++];
  }

  #peek(): Event | undefined {
    return this.#events[this.#next];
  }

  #report(span: Span, problem: string, hint: string): void {
    this.mistakes.push(mistakeAt(this.#document, span, { problem, hint }));
  }

  /** `place` is where an empty value is said to stand. */
  #node(place: Span): Node {
    const event = this.#take();
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      return { kind: 'broken', ...place };
    }
    if (event.type === EVENT_ID.ALIAS) {
      const span = { start: event.anchorStart - 1, end: event.anchorEnd };
      this.#end = span.end;
      this.#report(span, 'aliases are not supported', 'write the value out, or put it under `defaults:`');
      return { kind: 'broken', ...span };
    }
    this.#refuseProperties(event);
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event, place);
    this.#end = Math.max(this.#end, event.start + 1);
    if (event.type === EVENT_ID.MAPPING) return this.#map(event.start);
    return this.#list(event.start, event.style === COLLECTION_STYLE.BLOCK);
  }

  #refuseProperties(event: {
    anchorStart: number;
    anchorEnd: number;
    tagStart: number;
    tagEnd: number;
  }): void {
    if (event.anchorStart >= 0) {
      const span = { start: event.anchorStart - 1, end: event.anchorEnd };
      this.#report(span, 'anchors are not supported', 'leave it out; what many share goes under `defaults:`');
    }
    if (event.tagStart >= 0) {
      const span = { start: event.tagStart, end: event.tagEnd };
      this.#report(span, 'tags are not supported', 'leave it out; quotes make a text of anything');
    }
  }

  #scalar(event: ScalarEvent, place: Span): ScalarNode {
    const plain = event.style === SCALAR_STYLE.PLAIN;
    const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    const text = event.valueStart < 0 ? '' : getScalarValue(this.#document.text, event);
    const around = quoted ? 1 : 0;
    const span =
      event.valueStart < 0
        ? { start: place.start, end: place.end }
        : { start: event.valueStart - around, end: event.valueEnd + around };
    if (event.valueStart >= 0) this.#end = span.end;
    return { kind: 'scalar', ...span, text, written: text, plain, value: plain ? plainValue(text) : text };
  }

  #list(start: number, block: boolean): ListNode {
    const items: Node[] = [];
    while (this.#peek() !== undefined && this.#peek()?.type !== EVENT_ID.POP) {
      const from = items.length === 0 ? start : this.#end;
      const dash = block ? Math.max(start, this.#document.text.indexOf('-', from)) : start;
      this.#end = Math.max(this.#end, dash + 1);
      items.push(this.#node({ start: dash, end: dash + 1 }));
    }
    this.#take();
    return { kind: 'list', start, end: this.#end, items };
  }

  #map(start: number): MapNode {
    const entries: Entry[] = [];
    const seen = new Map<string, ScalarNode>();
    while (this.#peek() !== undefined && this.#peek()?.type !== EVENT_ID.POP) {
      const key = this.#node({ start, end: start + 1 });
      const value = this.#node(key);
      if (this.#acceptKey(key, seen)) entries.push({ key, value });
    }
    this.#take();
    return { kind: 'map', start, end: this.#end, entries };
  }

  #acceptKey(key: Node, seen: Map<string, ScalarNode>): key is ScalarNode {
    if (key.kind !== 'scalar') {
      if (key.kind !== 'broken') this.#report(key, 'a key must be a single word or text', 'quote it');
      return false;
    }
    if (key.plain && key.text === '<<') {
      this.#report(
        key,
        'merge keys (<<) are not supported',
        'what many endpoints share goes under `defaults:`',
      );
      return false;
    }
    const first = seen.get(key.text);
    if (first !== undefined) {
      const { line } = sourceOf(this.#document, first.start);
      this.#report(key, `\`${key.text}\` is already given in line ${line}`, 'keep one of the two');
      return false;
    }
    seen.set(key.text, key);
    return true;
  }
}
