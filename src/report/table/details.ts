// Why: a block for every result that is not plainly up, and every step of all of them with --verbose.

import { codes } from '../../codes.ts';
import { groupBy } from '../../group.ts';
import type { Cause, Check, Observation, ReportedResult } from '../../model.ts';
import { truncateEnd } from '../../text.ts';
import { forPeople } from '../escapes.ts';
import { rowName } from '../name.ts';
import { caretLines } from '../parts/caret.ts';
import { askedText, urlText } from '../parts/names.ts';
import { positionOf, signed, titleLines } from '../parts/title.ts';
import { decidingAttempt, remoteOf } from './attempts.ts';
import { evidenceLines, LABEL, labelled, repeatLines } from './evidence.ts';
import { paragraph, type Screen, wordOf } from './screen.ts';
import { ladder, stepLines } from './steps.ts';

/** With more results than this of one cause, all but the first few get a line each. */
const MANY = 10;
const IN_FULL = 3;
const PEER_WIDTH = 200;
const MOST_ATTEMPTS = 6;
const MOST_SKIPPED = 5;

/** The blocks, each after an empty line: results of one cause stand together. */
export function detailLines(screen: Screen, results: readonly ReportedResult[]): string[] {
  const troubled = results.filter(({ status }) => status !== 'up' && status !== 'skipped');
  const byCause = groupBy(troubled, ({ status, cause }) => `${status} ${cause?.code}`);
  const lines = [...byCause.values()].flatMap((all) => causeLines(screen, all));
  const rest = results.filter(({ status }) => status === 'up' || status === 'skipped');
  const plain =
    screen.verbose && !screen.onlyFailures ? rest.filter(({ attempts }) => attempts.length > 0) : [];
  return [
    ...lines,
    ...plain.flatMap((result) => ['', ...titleLines(screen, result), ...allSteps(screen, result)]),
    ...skippedLines(screen, rest),
  ];
}

function causeLines(screen: Screen, all: readonly ReportedResult[]): string[] {
  const full = all.length > MANY && !screen.verbose ? all.slice(0, IN_FULL) : all;
  return [
    ...full.flatMap((result, index) => ['', ...block(screen, result, index === 0)]),
    ...compactLines(screen, all.slice(full.length), full),
  ];
}

/** One line an endpoint: what differs from the blocks above it. */
function compactLines(
  screen: Screen,
  rest: readonly ReportedResult[],
  full: readonly ReportedResult[],
): string[] {
  const [first] = rest;
  if (first === undefined) {
    return [];
  }
  const said = new Set(full.map(({ cause }) => cause?.message));
  const title = `${rest.length} more: ${wordOf(first)} (${first.cause?.code})`;
  return [
    '',
    ...signed(screen, first.status, title),
    ...rest.flatMap((result) => {
      const { endpoint, cause } = result;
      const message = cause === undefined || said.has(cause.message) ? '' : `: ${cause.message}`;
      const where = positionOf(cause?.source ?? endpoint.source);
      return paragraph(screen, '  ', `${rowName(result)}${message}${where === null ? '' : ` (${where})`}`);
    }),
  ];
}

function block(screen: Screen, result: ReportedResult, advised: boolean): string[] {
  const { endpoint, cause, checks } = result;
  const attempt = decidingAttempt(result);
  const failed = checks.filter((one) => !one.pass);
  const quoted = failed.some((one) => isSaid(one, cause) && one.source?.excerpt !== undefined);
  const position = quoted ? null : positionOf(cause?.source ?? endpoint.source);
  const { dim } = screen.paint;
  return [
    ...titleLines(screen, result),
    ...(cause === undefined || quoted ? [] : paragraph(screen, '  ', cause.message)),
    ...failed.filter((one) => quoted || !isSaid(one, cause)).flatMap((one) => checkLines(screen, one)),
    ...peerLines(screen, result, attempt),
    ...(screen.verbose ? [] : attemptLines(screen, result, attempt)),
    ...evidenceLines(screen, result, attempt),
    ...(position === null ? [] : labelled(screen, 'listed', position, dim)),
    ...repeatLines(screen, result),
    ...(cause === undefined || !advised
      ? []
      : labelled(screen, 'advice', forPeople(screen)(codes[cause.code].advice), dim)),
    ...(screen.verbose ? allSteps(screen, result) : []),
  ];
}

/** Where it is expected, with a caret where the list says so, and both sides below. */
function checkLines(screen: Screen, { what, expected, actual, source }: Check): string[] {
  const where = positionOf(source);
  const quoted = source?.excerpt && caretLines(screen, ' '.repeat(LABEL + 2), source.line, source.excerpt);
  return [
    ...(quoted && where !== null ? [...labelled(screen, 'listed', where), ...quoted] : []),
    ...labelled(screen, 'expected', `${what} ${expected}`),
    ...labelled(screen, 'actual', `${actual}${where === null || quoted ? '' : ` (${where})`}`),
  ];
}

/** Whether the message of the cause holds both sides of this check. */
function isSaid({ what, expected, actual }: Check, cause: Cause | undefined): boolean {
  return cause?.message === `expected ${what} ${expected}, got ${actual}`;
}

/** What the peer or the system said itself, in quotation marks: it may be a lie. */
function peerLines(screen: Screen, result: ReportedResult, attempt: Observation | null): string[] {
  const failure = attempt?.failure ?? result.attempts.find((one) => one.failure !== undefined)?.failure;
  const detail = failure?.detail;
  return detail === undefined || detail === ''
    ? []
    : labelled(screen, 'it said', `"${truncateEnd(detail, PEER_WIDTH, screen.signs.ellipsis)}"`);
}

/** Each attempt on a line or two: what was asked, how far it came. */
function attemptLines(screen: Screen, { attempts }: ReportedResult, deciding: Observation | null): string[] {
  const shown = attempts.length > MOST_ATTEMPTS && deciding !== null ? [deciding] : attempts;
  const lines = shown.flatMap((attempt, index) => {
    const way = askedText(screen, attempt);
    const last = shown[index - 1];
    const again = last !== undefined && askedText(screen, last) === way;
    const before = shown.slice(0, index).some((one) => askedText(screen, one) === way);
    const url = again ? [] : labelled(screen, before ? 'again' : 'asked', askedAt(screen, attempt));
    return [
      ...url,
      ...attempt.hops.flatMap((hop, number) => [
        ...(number > 0 ? labelled(screen, '', `${screen.signs.arrow} ${urlText(screen, hop.url)}`) : []),
        ...labelled(screen, again && number === 0 ? 'again' : '', ladder(screen, hop)),
      ]),
    ];
  });
  const hidden = attempts.length - shown.length;
  return hidden === 0
    ? lines
    : [...lines, ...labelled(screen, '', `and ${hidden} more attempts: see --verbose`)];
}

function askedAt(screen: Screen, attempt: Observation): string {
  const remote = remoteOf(attempt.hops[0]);
  if (remote === null) return askedText(screen, attempt);
  // An address that was asked for is the one that answered.
  const asked = attempt.address === undefined ? askedText(screen, attempt) : urlText(screen, attempt.url);
  return `${asked} (${remote})`;
}

function allSteps(screen: Screen, { attempts }: ReportedResult): string[] {
  return attempts.flatMap((attempt, index) => stepLines(screen, attempt, index + 1));
}

/** Those that were not asked need no block: one paragraph a reason. The rows above name each of them. */
function skippedLines(screen: Screen, results: readonly ReportedResult[]): string[] {
  const skipped = results.filter(({ status }) => status === 'skipped');
  return [...groupBy(skipped, ({ cause }) => cause?.message ?? '')].flatMap(([reason, all]) => {
    const named = screen.verbose ? all : all.slice(0, MOST_SKIPPED);
    const more = all.length - named.length;
    const names = named.map(rowName).join(', ');
    const text = `SKIPPED, ${reason}: ${names}${more === 0 ? '' : ` and ${more} more`}`;
    return ['', ...paragraph(screen, '- ', text, screen.paint.dim)];
  });
}
