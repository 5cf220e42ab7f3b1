// Builds the tree of a document out of the events of the parser, and finds what the rule of the language
// refuses: tags, a second document, keys given twice. It must not know what the keys mean.

import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml';
import { isProblem, type Problem } from '../shape.ts';
import { Anchors, Unbounded } from './anchors.ts';
import { Enough, type Mistake, mostMistakes } from './diagnostic.ts';
import { type Document, firstPlace, mistakeAt, type Span, sourceOf } from './document.ts';
import { type Entry, type ListNode, type MapNode, type Node, plainValue, type ScalarNode } from './yaml.ts';

/** What an anchor and a tag look like in an event; -1 for none. */
interface Properties {
  readonly anchorStart: number;
  readonly anchorEnd: number;
  readonly tagStart: number;
  readonly tagEnd: number;
}

/** Walks the events of the parser once. A class because it is a cursor. */
export class Builder {
  readonly mistakes: Mistake[] = [];
  readonly #document: Document;
  readonly #events: readonly Event[];
  readonly #anchors: Anchors;
  #next = 0;
  /** The end of the last thing seen, for what has no place of its own. */
  #end = 0;

  constructor(document: Document, events: readonly Event[]) {
    this.#document = document;
    this.#events = events;
    this.#anchors = new Anchors(events.length);
  }

  /** The root, or null when there is none, or aliases grow so that no tree can hold it. */
  document(): Node | null {
    if (this.#take()?.type !== EVENT_ID.DOCUMENT) return null;
    let root: Node | null = null;
    try {
      if (this.#peek()?.type !== EVENT_ID.POP) root = this.#node({ start: 0, end: 1 });
    } catch (error) {
      if (error instanceof Enough) return null;
      if (!(error instanceof Unbounded)) throw error;
      this.#report({ start: this.#end, end: this.#end + 1 }, error.why);
      return null;
    }
    this.#take();
    if (this.#peek()?.type === EVENT_ID.DOCUMENT) this.#refuseSecond();
    return root;
  }

  #refuseSecond(): void {
    const marks = /^---/gm;
    marks.lastIndex = this.#end;
    const start = marks.exec(this.#document.text)?.index ?? this.#end;
    this.#report(
      { start, end: start + 3 },
      {
        problem: 'a second YAML document begins here',
        hint: 'several lists are several files: -c a.yaml -c b.yaml',
      },
    );
  }

  #take(): Event | undefined {
    return this.#events[this.#next++];
  }

  #peek(): Event | undefined {
    return this.#events[this.#next];
  }

  #report(span: Span, problem: Problem, first?: Span): void {
    const mistake = mistakeAt(this.#document, span, problem);
    this.mistakes.push(
      first === undefined ? mistake : { ...mistake, first: firstPlace(this.#document, first) },
    );
    if (this.mistakes.length >= mostMistakes) throw new Enough();
  }

  /** `place` is where an empty value is said to stand. */
  #node(place: Span): Node {
    const event = this.#take();
    if (event === undefined || event.type === EVENT_ID.POP || event.type === EVENT_ID.DOCUMENT) {
      return { kind: 'broken', ...place };
    }
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event);
    const read = () => this.#anchors.enter(() => this.#content(event, place));
    const node = event.anchorStart < 0 ? read() : this.#anchored(event, read);
    return this.#refuseTag(event) ? { kind: 'broken', start: node.start, end: node.end } : node;
  }

  #alias({ anchorStart, anchorEnd }: { anchorStart: number; anchorEnd: number }): Node {
    const span = { start: anchorStart - 1, end: anchorEnd };
    this.#end = span.start;
    const found = this.#anchors.follow(this.#document.text.slice(anchorStart, anchorEnd));
    this.#end = span.end;
    if (!isProblem(found)) return found.node;
    this.#report(span, found);
    return { kind: 'broken', ...span };
  }

  #anchored({ anchorStart, anchorEnd }: Properties, read: () => Node): Node {
    const name = this.#document.text.slice(anchorStart, anchorEnd);
    const span = { start: anchorStart - 1, end: anchorEnd };
    this.#end = Math.max(this.#end, span.end);
    const first = this.#anchors.taken(name);
    if (first === null) return this.#anchors.define(name, span, read);
    const { line } = sourceOf(this.#document, first.start);
    this.#report(
      span,
      { problem: `the anchor \`&${name}\` is already given in line ${line}`, hint: 'give it another name' },
      first,
    );
    return read();
  }

  /** True when there is one. What it was to mean is not known, so nobody may judge what it stands before. */
  #refuseTag({ tagStart, tagEnd }: Properties): boolean {
    if (tagStart < 0) return false;
    const tag = this.#document.text.slice(tagStart, tagEnd);
    this.#report(
      { start: tagStart, end: tagEnd },
      { problem: `\`${tag}\` is a YAML tag, and a list has none`, hint: hintForTag(tag) },
    );
    return true;
  }

  #content(event: Exclude<Event, { type: 1 | 5 | 6 }>, place: Span): Node {
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event, place);
    this.#end = Math.max(this.#end, event.start + 1);
    if (event.type === EVENT_ID.MAPPING) return this.#map(event.start);
    return this.#list(event.start, event.style === COLLECTION_STYLE.BLOCK);
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
    const merged: MapNode[] = [];
    while (this.#peek() !== undefined && this.#peek()?.type !== EVENT_ID.POP) {
      const next = this.#peek();
      const key = this.#node({ start, end: start + 1 });
      const value = this.#node(key);
      if (next?.type === EVENT_ID.ALIAS) {
        const problem = 'an alias cannot be a key';
        this.#report({ start: next.anchorStart - 1, end: next.anchorEnd }, { problem, hint: 'write it out' });
      } else if (this.#acceptKey(key, seen)) {
        if (key.plain && key.text === '<<') merged.push(...this.#mergeable(key, value));
        else entries.push({ key, value });
      }
    }
    this.#take();
    // What the map says itself wins, then what is merged first.
    for (const entry of merged.flatMap((each) => each.entries)) {
      if (seen.has(entry.key.text)) continue;
      seen.set(entry.key.text, entry.key);
      entries.push(entry);
    }
    return { kind: 'map', start, end: this.#end, entries };
  }

  /** The maps that a merge key brings in, the strongest first. */
  #mergeable(key: ScalarNode, value: Node): readonly MapNode[] {
    const items = value.kind === 'list' ? value.items : [value];
    return items.flatMap((item) => {
      if (item.kind === 'map') return [item];
      if (item.kind !== 'broken') {
        const problem = 'a merge key takes a map or a list of maps';
        this.#report(key, { problem, hint: 'name a map and merge it: {<<: *name}, or {<<: [*one, *two]}' });
      }
      return [];
    });
  }

  #acceptKey(key: Node, seen: Map<string, ScalarNode>): key is ScalarNode {
    if (key.kind !== 'scalar') {
      const problem = 'a key must be a single word or text';
      if (key.kind !== 'broken') this.#report(key, { problem, hint: 'quote it' });
      return false;
    }
    const first = seen.get(key.text);
    if (first !== undefined) {
      const { line } = sourceOf(this.#document, first.start);
      const hint =
        key.text === '<<' ? 'merge several maps by one key: {<<: [*one, *two]}' : 'keep one of the two';
      this.#report(key, { problem: `\`${key.text}\` is already given in line ${line}`, hint }, first);
      return false;
    }
    seen.set(key.text, key);
    return true;
  }
}

function hintForTag(tag: string): string {
  if (tag.startsWith('!!')) return 'leave it out; quotes make a text of anything';
  if (/include|import/i.test(tag)) return 'several lists are several files: -c a.yaml -c b.yaml';
  if (/env|secret|vault/i.test(tag)) return `write \${env:NAME} or \${file:PATH}`;
  return 'leave it out';
}
