// The filters of a JSON path, `[?@.state == 'ok']` (RFC 9535 2.3.5), and its functions (2.4). Patterns are those of
// the list, and never come out of the document.

import type { JsonPathQuery } from 'jsonpath-rfc9535/parser';
import type { Json } from '../../model.ts';
import { find, refusePattern } from '../../pattern.ts';
import type { Problem } from '../../shape.ts';
import { equal } from '../matcher.ts';
import type { Walk } from './steps.ts';

type Bracketed = Extract<JsonPathQuery['segments'][number]['node'], { type: 'BracketedSelection' }>;
type Condition = Extract<Bracketed['selectors'][number], { type: 'FilterSelector' }>['value'];
type Comparison = Extract<Condition, { type: 'ComparisonExpr' }>;
type Comparable = Comparison['left'];
type Call = Extract<Comparable, { type: 'FunctionExpr' }>;
type Argument = Call['arguments'][number];

/** Where there is no value: a query of one value that selects none. */
const nothing = undefined;
type Value = Json | typeof nothing;

/** Whether a value is as a filter says. */
export function matches(condition: Condition, value: Json, walk: Walk): boolean {
  walk.steps.take();
  switch (condition.type) {
    case 'LogicalOrExpr':
      return matches(condition.left, value, walk) || matches(condition.right, value, walk);
    case 'LogicalAndExpr':
      return matches(condition.left, value, walk) && matches(condition.right, value, walk);
    case 'LogicalNotExpr':
      return !matches(condition.expression, value, walk);
    case 'ComparisonExpr':
      return compare(condition, value, walk);
    case 'TestExpr':
      return condition.expression.type === 'FilterQuery'
        ? nodes(condition.expression, value, walk).length > 0
        : call(condition.expression, value, walk) === true;
  }
}

function nodes({ value: query }: Extract<Argument, { type: 'FilterQuery' }>, value: Json, walk: Walk) {
  return walk.query(query.segments, query.type === 'RelQuery' ? value : walk.root);
}

function compare({ left, right, op }: Comparison, value: Json, walk: Walk): boolean {
  const [a, b] = [comparedValue(left, value, walk), comparedValue(right, value, walk)];
  switch (op) {
    case '==':
      return same(a, b, walk);
    case '!=':
      return !same(a, b, walk);
    case '<':
      return less(a, b);
    case '>':
      return less(b, a);
    case '<=':
      return less(a, b) || same(a, b, walk);
    case '>=':
      return less(b, a) || same(a, b, walk);
  }
}

function comparedValue(node: Comparable, value: Json, walk: Walk): Value {
  if (node.type === 'Literal') return node.value;
  if (node.type === 'FunctionExpr') return call(node, value, walk);
  const from = node.type === 'RelSingularQuery' ? value : walk.root;
  const segments = node.segments.map(({ node: selector }) => ({
    type: 'ChildSegment' as const,
    node: { type: 'BracketedSelection' as const, selectors: [asSelector(selector)] },
  }));
  return walk.query(segments, from)[0];
}

type Singular = Extract<Comparable, { type: 'RelSingularQuery' }>['segments'][number]['node'];

function asSelector(node: Singular): Bracketed['selectors'][number] {
  if (node.type === 'MemberNameShorthand') return { type: 'NameSelector', value: node.value };
  // Other than its types say, the parser wraps an index once more.
  return 'selector' in node ? (node.selector as typeof node) : node;
}

function same(a: Value, b: Value, walk: Walk): boolean {
  if (typeof a === 'object' && typeof b === 'object') walk.steps.take(sizeOf(a, walk));
  return equal(a, b);
}

/** How many values there are in a value, itself included. */
function sizeOf(value: Json, walk: Walk): number {
  if (typeof value !== 'object' || value === null) return 1;
  walk.steps.take();
  return Object.values(value).reduce<number>((sum, child) => sum + sizeOf(child, walk), 1);
}

function less(a: Value, b: Value): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return typeof a === 'string' && typeof b === 'string' && a < b;
}

/** What a function gives; nothing where an argument is not of its sort. */
function call({ name, arguments: given }: Call, value: Json, walk: Walk): Value {
  const [first, second] = given;
  if (first === undefined) return nothing;
  if (name === 'count') return listOf(first, value, walk).length;
  if (name === 'value') return single(listOf(first, value, walk));
  const subject = argument(first, value, walk);
  if (name === 'length') return lengthOf(subject);
  if (typeof subject !== 'string' || second?.type !== 'Literal') return false;
  if (typeof second.value !== 'string') return false;
  // `match` takes the whole text, `search` a part of it.
  const pattern = name === 'match' ? `^(?:${second.value})$` : second.value;
  // A sign of a text takes a pattern longer than a step takes us.
  walk.steps.take(4 * subject.length);
  const found = find(pattern, subject);
  if (found === null) walk.steps.takeAll();
  return found === true;
}

function listOf(node: Argument, value: Json, walk: Walk): readonly Json[] {
  return node.type === 'FilterQuery' ? nodes(node, value, walk) : [];
}

function single(values: readonly Json[]): Value {
  return values.length === 1 ? values[0] : nothing;
}

function argument(node: Argument, value: Json, walk: Walk): Value {
  if (node.type === 'Literal') return node.value;
  if (node.type === 'FilterQuery') return single(nodes(node, value, walk));
  return node.type === 'FunctionExpr' ? call(node, value, walk) : nothing;
}

/** Of a text its characters, of a list its items, of a map its members (RFC 9535 2.4.4). */
function lengthOf(value: Value): Value {
  if (typeof value === 'string') return [...value].length;
  return typeof value === 'object' && value !== null ? Object.keys(value).length : nothing;
}

/** What is wrong with a function of a path, wherever in it; null for nothing. */
export function refuseCalls(path: unknown): Problem | null {
  if (typeof path !== 'object' || path === null) return null;
  const own = 'type' in path ? refuseNode(path as Node) : null;
  if (own !== null) return own;
  for (const inner of Object.values(path)) {
    const problem = refuseCalls(inner);
    if (problem !== null) return problem;
  }
  return null;
}

type Node = Call | Comparison | Extract<Condition, { type: 'TestExpr' }> | { readonly type: 'other' };

function refuseNode(node: Node): Problem | null {
  if (node.type === 'FunctionExpr') return refuseCall(node);
  if (node.type === 'TestExpr') return refuseUse([node.expression], 1);
  return node.type === 'ComparisonExpr' ? refuseUse([node.left, node.right], 2) : null;
}

/** `match` and `search`, of two arguments, are conditions; what the others give is compared (RFC 9535 2.4.3). */
function refuseUse(sides: readonly (Comparable | Argument)[], sort: 1 | 2): Problem | null {
  const calls = sides.filter((side) => side.type === 'FunctionExpr');
  const misused = calls.find(({ name }) => functions[name] === sort);
  if (misused === undefined) return null;
  const { name } = misused;
  return sort === 1
    ? { problem: `what \`${name}\` gives is no condition`, hint: `compare it: ${name}(@.items) == 1` }
    : {
        problem: `\`${name}\` is a condition, and not compared`,
        hint: `${name}(@.name, 'a'), !${name}(@.name, 'a')`,
      };
}

const functions: Readonly<Record<string, number>> = { length: 1, count: 1, value: 1, match: 2, search: 2 };

function refuseCall(call: Call): Problem | null {
  const { name } = call;
  // Other than its types say, the parser gives null for no arguments.
  const given: readonly Argument[] = call.arguments ?? [];
  const wanted = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (wanted === undefined) {
    return { problem: `\`${name}\` is no function of a JSON path`, hint: Object.keys(functions).join(', ') };
  }
  if (given.length !== wanted) {
    return { problem: `\`${name}\` takes ${wanted} arguments`, hint: 'RFC 9535 2.4' };
  }
  const [first, second] = given;
  if ((name === 'count' || name === 'value') && first?.type !== 'FilterQuery') {
    return { problem: `\`${name}\` takes a query`, hint: `${name}(@.items[*])` };
  }
  if (second === undefined) return null;
  if (second.type !== 'Literal' || typeof second.value !== 'string') {
    const hint = "write the pattern itself: search(@.name, 'err')";
    return { problem: `the pattern of \`${name}\` does not stand in the path`, hint };
  }
  return refusePattern(second.value);
}
