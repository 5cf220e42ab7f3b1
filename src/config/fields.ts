// The pieces a grammar is made of: each says what it expects and reads a node of the tree, or reports why not.
// A piece never throws and never shows what came out of the environment.

import { durationText, type JsonSchema, oneLine, orReference } from '../shape/schema.ts';
import { isProblem, type Problem, type Scalar } from '../shape.ts';
import { parseDuration } from '../units.ts';
import { didYouMean, Enough, type Mistake, mostMistakes } from './diagnostic.ts';
import { type Document, mistakeAt, type Span, sourceOf } from './document.ts';
import { type Explain, unknownHint } from './elsewhere.ts';
import type { MapNode, Node, ScalarNode } from './yaml.ts';

/** One file while it is read. */
export interface Reading {
  readonly document: Document;
  /** Paths in the file are relative to it. */
  readonly folder: string;
  readonly readFile: (path: string, most?: number) => Uint8Array;
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

/** Undefined: it does not fit, and the mistake is reported. */
export interface Field<T> {
  /** Reads after "expected": "a duration". */
  readonly expected: string;
  readonly example: string;
  /** What it lets pass, for editors. */
  readonly schema: JsonSchema;
  read(node: Node, reading: Reading): T | undefined;
}

type Parse<T> = (text: string, value: Scalar, reading: Reading) => { readonly value: T } | Problem;

/** Reports that a node is of the wrong sort. A broken node was reported before. */
export function reportKind(node: Node, field: { expected: string; example: string }, reading: Reading): void {
  if (node.kind === 'broken') return;
  report(reading, node, `expected ${field.expected}, found ${whatIs(node)}`, `for example ${field.example}`);
}

/** What stands there, in words. */
export function whatIs(node: Node): string {
  if (node.kind === 'map') return node.entries.length === 0 ? 'an empty map' : 'a map';
  if (node.kind === 'list') return node.items.length === 0 ? 'an empty list' : 'a list';
  return node.kind === 'scalar' && node.text === '' ? 'nothing' : 'a single value';
}

/** What is wrong with a scalar, in words that are safe: a value of the environment is judged, never shown. */
export function safeProblem(node: ScalarNode, problem: Problem, parse: (written: string) => object): Problem {
  if (node.text === node.written) return problem;
  const again = parse(node.written);
  return isProblem(again) ? again : { problem: `the value of \`${node.written}\` does not fit here` };
}

/** A single value that `parse` understands. */
export function scalar<T>(expected: string, example: string, schema: JsonSchema, parse: Parse<T>): Field<T> {
  return {
    expected,
    example,
    schema,
    read(node, reading) {
      if (node.kind !== 'scalar' || (node.plain && node.value === null)) {
        reportKind(node, this, reading);
        return undefined;
      }
      const result = parse(node.text, node.value, reading);
      if (!isProblem(result)) return result.value;
      const problem = safeProblem(node, result, (written) => parse(written, written, reading));
      report(reading, node, problem.problem, problem.hint ?? `for example ${example}`);
      return undefined;
    },
  };
}

/** Any text of one line. A number is taken as it is written. */
export function text(expected: string, example: string): Field<string> {
  return scalar(expected, example, oneLine, (words) => {
    if (words.trim() === '') return { problem: `expected ${expected}, found an empty text` };
    return /[\r\n]/.test(words) ? { problem: `${expected} has one line only` } : { value: words };
  });
}

/** One word of a closed set. */
export function oneOf<T extends string>(expected: string, words: readonly T[]): Field<T> {
  return scalar(expected, words[0] ?? '', orReference({ enum: words }), (word) => {
    const value = words.find((each) => each === word);
    if (value !== undefined) return { value };
    const near = didYouMean(word, words);
    const hint = near === null ? `it can be ${words.join(', ')}` : `did you mean ${near}?`;
    return { problem: `\`${word}\` is not ${expected}`, hint };
  });
}

/** A whole number between two bounds. */
export function whole(min: number, max: number): Field<number> {
  const expected = `a whole number from ${min} to ${max}`;
  const schema = orReference({ type: 'integer', minimum: min, maximum: max });
  return scalar(expected, String(Math.max(min, Math.min(max, 2))), schema, (words, value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max)
      return { value };
    return { problem: `\`${words}\` is not ${expected}` };
  });
}

/** A duration in ms between two bounds, which are written as people write them. */
export function duration(min: string, max: string): Field<number> {
  const expected = `a duration from ${min} to ${max}`;
  const bound = (words: string) => {
    const parsed = parseDuration(words);
    return isProblem(parsed) ? Number.NaN : parsed.value;
  };
  return scalar(expected, '5s', durationText, (words) => {
    const parsed = parseDuration(words);
    if (isProblem(parsed)) return parsed;
    if (parsed.value >= bound(min) && parsed.value <= bound(max)) return parsed;
    return { problem: `\`${words}\` is not ${expected}` };
  });
}

/** A list, each item read by `item`. What does not fit is reported and left out. */
export function listOf<T>(expected: string, example: string, item: Field<T>): Field<readonly T[]> {
  return {
    expected,
    example,
    schema: { type: 'array', minItems: 1, items: item.schema },
    read(node, reading) {
      if (node.kind !== 'list' || node.items.length === 0) {
        const single = node.kind === 'scalar' && node.written !== '';
        reportKind(node, { expected, example: single ? `[${node.written}]` : example }, reading);
        return undefined;
      }
      const values = node.items.map((each) => item.read(each, reading));
      return values.filter((value) => value !== undefined);
    },
  };
}

/**
 * The scalar nodes themselves, one or several: for values whose meaning hangs on their neighbours. `item` is what
 * each of them lets pass.
 */
export function nodes(
  expected: string,
  example: string,
  several: boolean,
  item: JsonSchema,
): Field<readonly ScalarNode[]> {
  return {
    expected,
    example,
    schema: several ? { anyOf: [item, { type: 'array', minItems: 1, items: item }] } : item,
    read(node, reading) {
      const items = several && node.kind === 'list' && node.items.length > 0 ? node.items : [node];
      const scalars: ScalarNode[] = [];
      for (const item of items) {
        if (item.kind === 'scalar' && item.value !== null && item.text.trim() !== '') scalars.push(item);
        else reportKind(item, this, reading);
      }
      return scalars.length === 0 ? undefined : scalars;
    },
  };
}

/** A map, left for the caller to read. */
export function map(expected: string, example: string, schema: JsonSchema): Field<MapNode> {
  return {
    expected,
    example,
    schema,
    read(node, reading) {
      if (node.kind === 'map') return node;
      reportKind(node, this, reading);
      return undefined;
    },
  };
}

/** A map with the keys of a table. */
export function record<T extends object>(
  expected: string,
  example: string,
  fields: Fields<T>,
): Field<Partial<T>> {
  return {
    expected,
    example,
    schema: { type: 'object', properties: schemasOf(fields), additionalProperties: false },
    read(node, reading) {
      if (node.kind === 'map') return readRecord(node, fields, reading);
      reportKind(node, { expected, example: fitting(node, fields, reading) ?? example }, reading);
      return undefined;
    },
  };
}

/** The map that a single value was meant for: `3` of a retry is {times: 3}. */
function fitting<T extends object>(node: Node, fields: Fields<T>, reading: Reading): string | null {
  if (node.kind !== 'scalar' || node.text === '') return null;
  const key = Object.keys(fields).find((name) => {
    const trial = { ...reading, mistakes: new Map() };
    fields[name as keyof T].read(node, trial);
    return trial.mistakes.size === 0;
  });
  return key === undefined ? null : `{${key}: ${node.written}}`;
}

export type Fields<T extends object> = { readonly [K in keyof T]-?: Field<T[K]> };

/** What each key of a table lets pass. */
function schemasOf(fields: Readonly<Record<string, Field<unknown>>>): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(Object.entries(fields).map(([key, { schema }]) => [key, schema]));
}

/** What a map says, read by a table of keys. A key that is not in it is reported. */
export function readRecord<T extends object>(
  node: MapNode,
  fields: Fields<T>,
  reading: Reading,
  explain: Explain = () => undefined,
): Partial<T> {
  const result: Partial<T> = {};
  const isKey = (word: string): word is keyof T & string => Object.hasOwn(fields, word);
  for (const { key, value } of node.entries) {
    if (!isKey(key.text)) {
      report(
        reading,
        key,
        `unknown key \`${key.text}\``,
        unknownHint(key.text, Object.keys(fields), explain),
      );
      continue;
    }
    const read = fields[key.text].read(value, reading);
    if (read !== undefined) result[key.text] = read;
  }
  return result;
}
