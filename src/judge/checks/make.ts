// Builds the judgement of one expectation, so that all checks word theirs alike.

import type { Check, Expectation, Json } from '../../model.ts';
import type { CheckRule } from '../check.ts';
import { describe, fits, type Same } from '../matcher.ts';

interface Finding {
  /** Undefined when it was not there. */
  readonly actual: Json | undefined;
  /** The actual value as people read it, where that differs. */
  readonly shown?: string;
  readonly same?: Same;
  /** The judgement itself, where it takes more than the matcher. */
  readonly pass?: boolean | null;
  /** It is missed, and may be so only because this machine was too busy to measure. */
  readonly ours?: true;
  /** Why there is nothing to hold against the matcher: the check fails, whatever was asked, `not` too. */
  readonly unreadable?: string;
}

const maxShown = 200;

const beyond = 'a text in which so large a pattern cannot be looked for';
const stalled = { code: 'local.stalled', layer: 'local' } as const;

/** Judges the finding by the expectation's matcher. */
export function makeCheck(
  rule: Pick<CheckRule, 'heading'>,
  expectation: Expectation,
  finding: Finding,
): Check {
  const { matcher, written, severity, source } = expectation;
  const heading = rule.heading(expectation);
  const { code, layer } = finding.ours ? stalled : heading;
  const judged = finding.pass === undefined ? fits(matcher, finding.actual, finding.same) : finding.pass;
  const unreadable = finding.unreadable ?? (judged === null ? beyond : undefined);
  const shown =
    unreadable ?? finding.shown ?? (finding.actual === undefined ? 'nothing' : show(finding.actual));
  const expected = describe(matcher, written);
  const pass = unreadable === undefined && judged === true;
  // The text `5` is not the number 5, and reads the same.
  const sort = !pass && shown === expected ? ` (${sortOf(finding.actual)})` : '';
  return {
    what: heading.what,
    expected,
    actual: `${shown.length > maxShown ? `${shown.slice(0, maxShown)}…` : shown}${sort}`,
    pass,
    severity,
    code,
    layer,
    source,
  };
}

function sortOf(value: Json | undefined): string {
  if (typeof value === 'string') return 'a text';
  return typeof value === 'number' ? 'a number' : 'no text';
}

/** As JSON, not much further than it is shown: thousands of values may have been selected. */
function show(value: Json): string {
  return typeof value === 'string' ? value : beginningOf(value);
}

function beginningOf(value: Json): string {
  // JSON has no word for what is larger than any number.
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const list = Array.isArray(value);
  let text = list ? '[' : '{';
  for (const [key, inner] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    if (text.length > 1) text += ',';
    if (text.length > maxShown) break;
    text += `${list ? '' : `${JSON.stringify(key)}:`}${beginningOf(inner as Json)}`;
  }
  return `${text}${list ? ']' : '}'}`;
}
