// What `&name` has named and `*name` may stand for, within bounds: a few lines of YAML must not become millions
// of values, nor a tree that nobody can walk.

import type { Problem } from '../shape.ts';
import { didYouMean } from './diagnostic.ts';
import type { Span } from './document.ts';
import type { Node } from './yaml.ts';

/** How many levels of lists and maps a list may have, aliases followed. */
export const maxDepth = 64;

/** What aliases may add: so many values, and so many more for each that is written. */
const freeValues = 100_000;
const valuesForEach = 20;

/** An anchor whose value was read. */
interface Anchor {
  readonly node: Node;
  readonly at: Span;
  /** How many values it stands for, and how many levels are in it; aliases followed. */
  readonly values: number;
  readonly levels: number;
}

/** The anchors of one document. A class because it counts while the tree is built. */
export class Anchors {
  readonly #known = new Map<string, Anchor>();
  readonly #open = new Map<string, Span>();
  readonly #most: number;
  #values = 0;
  #depth = 0;
  #deepest = 0;

  /** `written`: how many values the text has without its aliases. */
  constructor(written: number) {
    this.#most = freeValues + valuesForEach * written;
  }

  /** Counts a value, and what stands in it one level deeper. */
  enter<T>(read: () => T): T {
    this.#values += 1;
    this.#depth += 1;
    this.#deepest = Math.max(this.#deepest, this.#depth);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  /** The place where a name was given before, or null when it is free. */
  taken(name: string): Span | null {
    return this.#open.get(name) ?? this.#known.get(name)?.at ?? null;
  }

  /** Reads the value of an anchor and keeps it under its name. */
  define(name: string, at: Span, read: () => Node): Node {
    const { before, deepest } = { before: this.#values, deepest: this.#deepest };
    this.#open.set(name, at);
    this.#deepest = this.#depth;
    const node = read();
    this.#open.delete(name);
    const levels = this.#deepest - this.#depth;
    this.#known.set(name, { node, at, values: this.#values - before, levels });
    this.#deepest = Math.max(deepest, this.#deepest);
    return node;
  }

  /** What an alias stands for. The problem of an alias without bounds is thrown: it ends the reading. */
  follow(name: string): { readonly node: Node } | Problem {
    if (this.#open.has(name)) {
      return { problem: `\`*${name}\` stands inside what it names`, hint: 'write the value out here' };
    }
    const anchor = this.#known.get(name);
    if (anchor === undefined) {
      const near = didYouMean(name, this.#known.keys());
      const hint = near === null ? `name the value first: &${name}` : `did you mean \`*${near}\`?`;
      return { problem: `no anchor \`&${name}\` stands before this alias`, hint };
    }
    this.#values += anchor.values;
    this.#deepest = Math.max(this.#deepest, this.#depth + anchor.levels);
    if (this.#values > this.#most) {
      throw new Unbounded({
        problem: `the aliases up to here stand for more than ${this.#most} values`,
        hint: 'no honest list needs that; what many endpoints share goes under `defaults:`',
      });
    }
    if (this.#depth + anchor.levels > maxDepth) {
      throw new Unbounded({
        problem: `with this alias the list is nested deeper than ${maxDepth} levels`,
        hint: 'a list needs about 8',
      });
    }
    return { node: anchor.node };
  }
}

/** Aliases that grow beyond all bounds. */
export class Unbounded extends Error {
  readonly why: Problem;

  constructor(why: Problem) {
    super(why.problem);
    this.name = 'Unbounded';
    this.why = why;
  }
}
