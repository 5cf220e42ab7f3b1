// `expect:` of an endpoint, flattened into expectations, by the grammar each check declares for its key.
// It knows no check by name.

import type { CheckRule } from '../judge/check.ts';
import { checks } from '../judge/checks/index.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Expectation } from '../model.ts';
import { formOf, isProblem, type Problem } from '../shape.ts';
import { unknownHint } from './elsewhere.ts';
import { quotedSource } from './excerpt.ts';
import { reportKind } from './fields.ts';
import { readForm } from './matcher.ts';
import { filterMap } from './merge.ts';
import { type Reading, report } from './reading.ts';
import type { Entry, MapNode, Node, ScalarNode } from './yaml.ts';

/** What is asked: the kind, and how its URLs begin. */
export interface Asked {
  readonly kind: Kind;
  readonly scheme: string;
}

/** True when an observation of this kind can hold what the check looks at for this subject. */
export function canExpect(kind: Kind, rule: CheckRule, subject: string | null): boolean {
  const fact = rule.fact(subject);
  return fact === null || kind.facts.includes(fact);
}

/** What of the `expect` of the defaults has a meaning for this kind; the rest is passed over. */
export function applicableExpect(expect: MapNode, kind: Kind): MapNode {
  return {
    ...expect,
    entries: expect.entries.flatMap((entry) => {
      const rule = checks.find(({ key }) => key === entry.key.text);
      if (rule === undefined || !canExpect(kind, rule, null)) return [];
      if (rule.shape.subjects === null || entry.value.kind !== 'map') return [entry];
      const value = filterMap(entry.value, (subject) => canExpect(kind, rule, subject));
      return value.entries.length === 0 ? [] : [{ ...entry, value }];
    }),
  };
}

/**
 * The expectations of a map. Without `asked` any check may stand there. What is not in `own` as well comes from
 * the defaults.
 */
export function readExpect(
  node: MapNode,
  asked: Asked | null,
  reading: Reading,
  own: Node = node,
): readonly Expectation[] {
  const said = new Set(nodesIn(own));
  return readKeys(node, asked, { ...reading, isOwn: (value) => said.has(value) });
}

/** What is read, and who says a value of it. */
interface Origin extends Reading {
  readonly isOwn: (value: Node) => boolean;
}

function nodesIn(node: Node): readonly Node[] {
  if (node.kind === 'map') return [node, ...node.entries.flatMap(({ value }) => nodesIn(value))];
  return node.kind === 'list' ? [node, ...node.items.flatMap(nodesIn)] : [node];
}

function readKeys(node: MapNode, asked: Asked | null, reading: Origin): readonly Expectation[] {
  return node.entries.flatMap(({ key, value }) => {
    const rule = checks.find((each) => each.key === key.text);
    if (rule === undefined) {
      const known = checks.map((each) => each.key);
      report(reading, key, `unknown expectation \`${key.text}\``, unknownHint(key.text, known));
      return [];
    }
    if (asked !== null && !canExpect(asked.kind, rule, null)) {
      const can = checks.filter((each) => canExpect(asked.kind, each, null)).map((each) => each.key);
      const problem = `a ${asked.scheme} target has no \`${key.text}\` to look at`;
      report(reading, key, problem, `it can expect ${can.join(', ')}`);
      return [];
    }
    return readRule(rule, value, asked, reading);
  });
}

function readRule(rule: CheckRule, node: Node, asked: Asked | null, reading: Origin): readonly Expectation[] {
  const { subjects } = rule.shape;
  if (subjects === null) return expectationsOf(rule, null, node, reading);
  if (node.kind !== 'map' || node.entries.length === 0) {
    const last = 'names' in subjects ? (subjects.names.at(-1) ?? null) : null;
    const { operand } = formOf(rule.shape, last);
    const fits = node.kind === 'scalar' && !isProblem(operand(node.value, node.text));
    const example = last !== null ? `{${last}: ${fits ? node.written : '…'}}` : '{NAME: VALUE}';
    reportKind(node, { expected: `a map below \`${rule.key}\``, example }, reading);
    return [];
  }
  const seen = new Set<string>();
  return node.entries.flatMap(({ key, value }: Entry) => {
    const subject = 'names' in subjects ? key.text : (subjects.normalise?.(key.text) ?? key.text);
    const problem = subjectProblem(rule, key, subject, asked, seen);
    seen.add(subject);
    if (problem === null) return expectationsOf(rule, subject, value, reading);
    report(reading, key, problem.problem, problem.hint);
    return [];
  });
}

function subjectProblem(
  rule: CheckRule,
  key: ScalarNode,
  subject: string,
  asked: Asked | null,
  seen: ReadonlySet<string>,
): Problem | null {
  const { key: check, shape } = rule;
  const { subjects } = shape;
  if (seen.has(subject)) return { problem: `\`${key.text}\` is given twice`, hint: 'keep one of the two' };
  if (subjects === null) return null;
  if ('check' in subjects) return subjects.check(key.text);
  if (subjects.names.includes(key.text)) {
    if (asked === null || canExpect(asked.kind, rule, subject)) return null;
    const can = subjects.names.filter((name) => canExpect(asked.kind, rule, name));
    return {
      problem: `a ${asked.scheme} target has no \`${subject}\``,
      hint: `it can expect ${can.join(', ')}`,
    };
  }
  return { problem: `\`${check}\` knows no \`${key.text}\``, hint: unknownHint(key.text, subjects.names) };
}

function expectationsOf(
  rule: CheckRule,
  subject: string | null,
  node: Node,
  reading: Origin,
): readonly Expectation[] {
  return readForm(node, formOf(rule.shape, subject), reading).map(
    ({ matcher, written, severity, node: value }) => ({
      check: rule.key,
      subject,
      matcher,
      written,
      severity,
      source: quotedSource(reading.document, value),
      ...(reading.isOwn(value) ? {} : { inherited: true as const }),
    }),
  );
}
