// One value of `expect:` by the form that its check declares: an operand, operators around operands, or limits.
// It knows no check by name.

import type { Json, Matcher, Severity } from '../model.ts';
import { refusePattern } from '../pattern.ts';
import { type Form, isProblem, type Operand, type OperatorName, type Problem } from '../shape.ts';
import { unknownHint } from './elsewhere.ts';
import { reportKind, safeProblem, whatIs } from './fields.ts';
import { lineOf, type Reading, report } from './reading.ts';
import type { Node, ScalarNode } from './yaml.ts';

/** What one value asks for, and the node that says it. */
export interface Wanted {
  readonly matcher: Matcher;
  readonly written: string;
  readonly severity: Severity;
  readonly node: Node;
}

type MatcherForm = Extract<Form, { kind: 'matcher' }>;
type SetForm = Extract<Form, { kind: 'set' }>;
type LimitForm = Extract<Form, { kind: 'limit' }>;
type Parsed<T> = { readonly value: T } | Problem;

/** Everything a node asks for; what does not fit is reported and left out. */
export function readForm(node: Node, form: Form, reading: Reading): readonly Wanted[] {
  if (node.kind === 'broken') return [];
  if (form.kind === 'limit') return readLimit(node, form, reading);
  return form.kind === 'set' ? readSet(node, form, reading) : readMatcher(node, form, reading);
}

const operators: readonly OperatorName[] = ['equals', 'contains', 'matches', 'in', 'min', 'max', 'not'];

function readMatcher(node: Node, form: MatcherForm, reading: Reading): readonly Wanted[] {
  const bare = form.bare ?? 'equals';
  if (node.kind === 'broken') return [];
  if (node.kind === 'scalar') return readOperator(bare, node, form, reading);
  if (node.kind === 'list') return readOperator('in', node, form, reading);
  const known: readonly OperatorName[] = [...new Set([bare, ...form.operators])];
  if (node.entries.length === 0) {
    reportKind(node, { expected: 'a value or an operator', example: `{${known[0]}: …}` }, reading);
  }
  return node.entries.flatMap(({ key, value }) => {
    const operator = known.find((name) => name === key.text);
    if (operator !== undefined) return readOperator(operator, value, form, reading);
    const other = operators.some((name) => name === key.text);
    const hint = other ? `known here: ${known.join(', ')}` : unknownHint(key.text, known);
    report(reading, key, `\`${key.text}\` is not an operator here`, hint);
    return [];
  });
}

function readOperator(
  name: OperatorName,
  node: Node,
  form: MatcherForm,
  reading: Reading,
): readonly Wanted[] {
  if (name === 'not') return readNot(node, form, reading);
  if (name === 'in') return readIn(node, form, reading);
  const scalar = scalarOf(node, reading);
  if (scalar === null) return [];
  const wrap = (matcher: Matcher | null): readonly Wanted[] =>
    matcher === null ? [] : [{ matcher, written: scalar.written, severity: 'fail', node }];
  if (name === 'matches') {
    const pattern = parse(scalar, readPattern, reading);
    return wrap(pattern === null ? null : { matches: pattern });
  }
  if (name === 'min' || name === 'max') {
    const bound = parse(scalar, numberBy(form.operand), reading);
    return wrap(bound === null ? null : name === 'min' ? { min: bound } : { max: bound });
  }
  const value = parseOperand(scalar, form.operand, reading);
  if (value === undefined) return [];
  return wrap(name === 'contains' ? { contains: value } : { equals: value });
}

function readNot(node: Node, form: MatcherForm, reading: Reading): readonly Wanted[] {
  if (node.kind === 'map' && node.entries.length > 1) {
    report(reading, node, '`not` holds one operator', 'write `not` around a single value, list or operator');
    return [];
  }
  return readMatcher(node, form, reading).map((wanted) => ({ ...wanted, matcher: { not: wanted.matcher } }));
}

function readIn(node: Node, form: MatcherForm, reading: Reading): readonly Wanted[] {
  if (node.kind !== 'list' || node.items.length === 0 || !form.operators.includes('in')) {
    const expected = form.operators.includes('in') ? 'a list of values' : 'a single value';
    const example = node.kind === 'scalar' && node.written !== '' ? `[${node.written}]` : '[1, 2]';
    reportKind(node, { expected, example }, reading);
    return [];
  }
  const values: Json[] = [];
  const words: string[] = [];
  for (const item of node.items) {
    const scalar = scalarOf(item, reading);
    const value = scalar === null ? undefined : parseOperand(scalar, form.operand, reading);
    if (scalar === null || value === undefined) continue;
    values.push(value);
    words.push(scalar.written);
  }
  if (values.length < node.items.length) return [];
  const last = words.pop() ?? '';
  const written = words.length === 0 ? last : `${words.join(', ')} or ${last}`;
  return [{ matcher: { in: values }, written, severity: 'fail', node }];
}

/** A set is read as a single value is, but for its lists: they are its members. */
function readSet(node: Node, form: SetForm, reading: Reading): readonly Wanted[] {
  const single: MatcherForm = { ...form, kind: 'matcher' };
  if (node.kind === 'broken') return [];
  if (node.kind !== 'map') return readMembers('equals', node, single, reading);
  if (node.entries.length === 0) return readMatcher(node, single, reading);
  return node.entries.flatMap((entry) => {
    const { key, value } = entry;
    if (key.text === 'equals' || key.text === 'contains') {
      return readMembers(key.text, value, single, reading);
    }
    const one = value.kind !== 'map' || value.entries.length === 1;
    if (key.text !== 'not' || !one) return readMatcher({ ...node, entries: [entry] }, single, reading);
    return readSet(value, form, reading).map((wanted) => ({ ...wanted, matcher: { not: wanted.matcher } }));
  });
}

function readMembers(
  name: 'equals' | 'contains',
  node: Node,
  form: MatcherForm,
  reading: Reading,
): readonly Wanted[] {
  const items = node.kind === 'list' ? node.items : [node];
  const list: Node = { kind: 'list', start: node.start, end: node.end, items };
  const words = items.flatMap((item) => (item.kind === 'scalar' ? item.written : []));
  const last = words.pop() ?? '';
  const written = words.length === 0 ? last : `${words.join(', ')} and ${last}`;
  return readIn(list, form, reading).flatMap(({ matcher, ...wanted }) => {
    const members = 'in' in matcher ? matcher.in : [];
    const set: Matcher = name === 'equals' ? { equals: members } : { contains: members };
    return { ...wanted, written, node, matcher: set };
  });
}

function readLimit(node: Node, form: LimitForm, reading: Reading): readonly Wanted[] {
  if (node.kind !== 'map') {
    const limit = limitOf(node, 'fail', form, reading);
    return limit === null ? [] : [limit];
  }
  const known: readonly Severity[] = ['warn', 'fail'];
  const limits = new Map<Severity, Wanted & { readonly value: number }>();
  for (const { key, value } of node.entries) {
    const severity = known.find((word) => word === key.text);
    if (severity === undefined) {
      report(reading, key, `unknown limit \`${key.text}\``, unknownHint(key.text, known));
      continue;
    }
    const limit = limitOf(value, severity, form, reading);
    if (limit !== null) limits.set(severity, limit);
  }
  if (node.entries.length === 0)
    reportKind(node, { expected: 'limits', example: '{warn: …, fail: …}' }, reading);
  checkOrder(limits.get('warn'), limits.get('fail'), form, reading);
  return [...limits.values()];
}

type Limit = Wanted & { readonly value: number };

function limitOf(node: Node, severity: Severity, form: LimitForm, reading: Reading): Limit | null {
  const scalar = scalarOf(node, reading);
  const value = scalar === null ? null : parse(scalar, numberBy(form.operand), reading);
  if (scalar === null || value === null) return null;
  const matcher = form.bound === 'max' ? { max: value } : { min: value };
  return { matcher, written: scalar.written, severity, node, value };
}

/** A warning that comes only with or after the failure would never be seen. */
function checkOrder(
  warn: Limit | undefined,
  fail: Limit | undefined,
  form: LimitForm,
  reading: Reading,
): void {
  if (warn === undefined || fail === undefined) return;
  if (form.bound === 'max' ? warn.value < fail.value : warn.value > fail.value) return;
  // `defaults` and an endpoint may each have given one: point at the later, name the line of the other.
  const [first, second] = warn.node.start < fail.node.start ? [warn, fail] : [fail, warn];
  const problem = `warn (${warn.written}) must come before fail (${fail.written})`;
  const hint = `make warn ${form.bound === 'max' ? 'smaller' : 'larger'} than fail; ${first.severity} is in ${lineOf(reading, first.node)}`;
  report(reading, second.node, problem, hint);
}

/** Null when the node is no single value. An empty one is a slip; null is written out. */
function scalarOf(node: Node, reading: Reading): ScalarNode | null {
  if (node.kind === 'scalar' && !(node.plain && node.text === '')) return node;
  if (node.kind === 'broken') return null;
  const hint =
    node.kind === 'scalar'
      ? 'write it after the colon; null is written out'
      : node.kind === 'list'
        ? 'only `in` takes a list'
        : 'write the value itself';
  report(reading, node, `expected a single value, found ${whatIs(node)}`, hint);
  return null;
}

function parse<T>(node: ScalarNode, read: (node: ScalarNode) => Parsed<T>, reading: Reading): T | null {
  const parsed = read(node);
  if (!isProblem(parsed)) return parsed.value;
  const bare = (text: string) => read({ ...node, text, value: text });
  const safe = safeProblem(node, parsed, bare);
  report(reading, node, safe.problem, safe.hint);
  return null;
}

/** Undefined when it does not fit: null is a value. */
function parseOperand(node: ScalarNode, operand: Operand, reading: Reading): Json | undefined {
  const boxed = (scalar: ScalarNode): Parsed<{ readonly json: Json }> => {
    const parsed = operand(scalar.value, scalar.text);
    return isProblem(parsed) ? parsed : { value: { json: parsed.value } };
  };
  return parse(node, boxed, reading)?.json;
}

function numberBy(operand: Operand): (node: ScalarNode) => Parsed<number> {
  return ({ value: scalar, text }) => {
    const parsed = operand(scalar, text);
    if (isProblem(parsed)) return parsed;
    const { value } = parsed;
    return typeof value === 'number'
      ? { value }
      : { problem: `\`${text}\` is not a number`, hint: '`min` and `max` compare numbers' };
  };
}

function readPattern({ text }: ScalarNode): Parsed<string> {
  return refusePattern(text) ?? { value: text };
}
