// JSON paths (RFC 9535): which values of a document one selects. The grammar is a library's; the walk is our own, for
// it counts its steps: `$[0,0][0,0]…` doubles its result with every pair of brackets, and a filter may walk the
// whole document for each value of it.

import parse, { type JsonPathQuery } from 'jsonpath-rfc9535/parser';
import type { Json } from '../../model.ts';
import type { Problem } from '../../shape.ts';
import { matches, refuseCalls } from './filter.ts';
import { Steps, type Walk } from './steps.ts';

type Segment = JsonPathQuery['segments'][number];
type Selector = Extract<Segment['node'], { type: 'BracketedSelection' }>['selectors'][number];

const mostCharacters = 1000;
const forms = "RFC 9535: $.status, $.items[0].id, $['a b']";

/** Why a text is no path; null for a good one. */
export function refusePath(path: string): Problem | null {
  if (path.length > mostCharacters) {
    return { problem: `a JSON path has at most ${mostCharacters} characters`, hint: forms };
  }
  const query = queryOf(path);
  if (query !== null) return refuseCalls(query);
  const quoted = path.replace(/\.(\w+(?:-\w+)+)/g, "['$1']");
  const hint =
    queryOf(quoted) === null ? forms : `did you mean ${quoted}? A name with a dash stands in quotes`;
  return { problem: `\`${path}\` is not a JSON path`, hint };
}

function queryOf(path: string): JsonPathQuery | null {
  try {
    return parse(grouped(path));
  } catch {
    return null;
  }
}

// A text without an end is no path; it is passed over all the same, so that none is looked at twice.
const signs = /'(?:\\.|[^\\'])*'?|"(?:\\.|[^\\"])*"?|&&|\|\||[[\](),]/gs;

/** The parser takes `a && b && c` for `a && (b || c)`: what follows each `&&` goes into parentheses of its own. */
function grouped(path: string): string {
  // How many were opened, in each bracket that is open.
  const opened = [0];
  const close = (): string => ')'.repeat(opened.pop() ?? 0);
  return path.replace(signs, (sign) => {
    if (sign === '&&') {
      opened.push((opened.pop() ?? 0) + 1);
      return '&&(';
    }
    if (sign === '[' || sign === '(') opened.push(0);
    if (sign === ']' || sign === ')') return close() + sign;
    if (sign !== '||' && sign !== ',') return sign;
    const closing = close();
    opened.push(0);
    return closing + sign;
  });
}

/** What a path selects, in the order of the document; null when that takes too long to find out. */
export function select(path: string, document: Json): readonly Json[] | null {
  const steps = new Steps();
  const walk: Walk = { root: document, steps, query: (segments, from) => follow(segments, from, walk) };
  try {
    return walk.query(parse(grouped(path)).segments, document);
  } catch (error) {
    if (error instanceof Steps.TooMany) return null;
    throw error;
  }
}

function follow(segments: readonly Segment[], from: Json, walk: Walk): readonly Json[] {
  let values: readonly Json[] = [from];
  for (const { type, node } of segments) {
    const next: Json[] = [];
    for (const value of type === 'DescendantSegment' ? descendants(values, walk) : values) {
      for (const selector of node.type === 'BracketedSelection' ? node.selectors : [node]) {
        take(selector, value, walk, next);
      }
    }
    values = next;
  }
  return values;
}

/** The values and everything in them, each before what it holds. */
function descendants(values: readonly Json[], { steps }: Walk): readonly Json[] {
  const all: Json[] = [];
  const rest = [...values].reverse();
  for (let value = rest.pop(); value !== undefined; value = rest.pop()) {
    steps.take();
    all.push(value);
    for (const child of childrenOf(value).reverse()) rest.push(child);
  }
  return all;
}

function childrenOf(value: Json): Json[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function take(selector: Selector | Segment['node'], value: Json, walk: Walk, into: Json[]): void {
  const { steps } = walk;
  steps.take();
  const add = (child: Json | undefined): void => {
    steps.take();
    if (child !== undefined) into.push(child);
  };
  if (typeof value !== 'object' || value === null) return;
  switch (selector.type) {
    case 'WildcardSelector':
      for (const child of childrenOf(value)) add(child);
      return;
    case 'FilterSelector':
      for (const child of childrenOf(value)) {
        steps.take();
        if (matches(selector.value, child, walk)) add(child);
      }
      return;
    case 'NameSelector':
    case 'MemberNameShorthand':
      if (!Array.isArray(value) && Object.hasOwn(value, selector.value)) {
        add((value as Readonly<Record<string, Json>>)[selector.value]);
      }
      return;
    case 'IndexSelector':
      if (Array.isArray(value)) add(value.at(selector.value));
      return;
    case 'SliceSelector':
      if (Array.isArray(value)) for (const at of sliced(selector, value.length)) add(value[at]);
  }
}

/** RFC 9535 2.3.4.2: which places of an array a slice names. */
function* sliced(
  { start, end, step }: Extract<Selector, { type: 'SliceSelector' }>,
  length: number,
): Generator<number> {
  const by = step ?? 1;
  const place = (at: number, least: number, most: number) =>
    Math.min(Math.max(at < 0 ? length + at : at, least), most);
  if (by > 0) {
    const until = place(end ?? length, 0, length);
    for (let at = place(start ?? 0, 0, length); at < until; at += by) yield at;
  } else if (by < 0) {
    const until = end === null ? -1 : place(end, -1, length - 1);
    for (let at = place(start ?? length, -1, length - 1); at > until; at += by) yield at;
  }
}
