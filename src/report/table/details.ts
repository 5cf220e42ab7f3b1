// Why: a block for every result that is not plainly up, and every step of all of them with --verbose.

import { codes } from '../../codes.ts';
import { groupBy } from '../../group.ts';
import type { Cause, Check, Observation, ReportedResult, Source, Status } from '../../model.ts';
import { truncateEnd } from '../../text.ts';
import { rowName } from '../name.ts';
import { decidingAttempt, remoteOf } from './attempts.ts';
import { layerWord, paragraph, type Screen, type Tone, toneOf, wordOf } from './screen.ts';
import { failedStep, ladder, stepLines, triedText } from './steps.ts';

/** With more results than this of one cause, all but the first few get a line each. */
const MANY = 10;
const IN_FULL = 3;
const PEER_WIDTH = 200;
const MOST_ATTEMPTS = 6;
const MOST_TRIES = 4;
const LABEL = 10;

/** The blocks, each after an empty line: results of one cause stand together. */
export function detailLines(screen: Screen, results: readonly ReportedResult[]): string[] {
  const troubled = results.filter(({ status }) => status !== 'up' && status !== 'skipped');
  const byCause = groupBy(troubled, ({ status, cause }) => `${status} ${cause?.code}`);
  const lines = [...byCause.values()].flatMap((all) => causeLines(screen, all));
  const rest = results.filter(({ status }) => status === 'up' || status === 'skipped');
  const plain = screen.verbose ? rest.filter(({ attempts }) => attempts.length > 0) : [];
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
  const position = positionOf(cause?.source ?? endpoint.source);
  const { dim } = screen.paint;
  return [
    ...titleLines(screen, result),
    ...(cause === undefined ? [] : paragraph(screen, '  ', cause.message)),
    ...checks.filter((one) => !one.pass && !isSaid(one, cause)).flatMap((one) => checkLines(screen, one)),
    ...peerLines(screen, result, attempt),
    ...(screen.verbose ? [] : attemptLines(screen, result, attempt)),
    ...(position === null ? [] : labelled(screen, 'listed', position, dim)),
    ...(cause === undefined || !advised
      ? []
      : labelled(screen, 'advice', screen.safe(codes[cause.code].advice), dim)),
    ...(screen.verbose ? allSteps(screen, result) : []),
  ];
}

/** `✗ api: DOWN at http (http.status)` */
function titleLines(screen: Screen, result: ReportedResult): string[] {
  const { status, cause } = result;
  const layer = cause?.layer ? ` at ${layerWord(cause)}` : '';
  const code = cause === undefined ? '' : ` (${cause.code})`;
  const title = `${rowName(result)}: ${wordOf(result)}${layer}${code}`;
  return signed(screen, status, title);
}

/** A line under a status, its sign in front. */
function signed(screen: Screen, status: Status, text: string): string[] {
  const tone = toneOf(screen, status);
  return paragraph(screen, '  ', text, tone).map((line, index) =>
    index === 0 ? tone(screen.signs.status[status]) + line.slice(1) : line,
  );
}

function labelled(screen: Screen, label: string, text: string, tone?: Tone): string[] {
  return paragraph(screen, `  ${label.padEnd(LABEL)}`, text, tone);
}

function checkLines(screen: Screen, check: Check): string[] {
  const where = positionOf(check.source);
  return [
    ...labelled(screen, 'expected', `${check.what} ${check.expected}`),
    ...labelled(screen, 'actual', `${check.actual}${where === null ? '' : ` (${where})`}`),
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
    const again = attempt.url === shown[index - 1]?.url;
    const url = again ? [] : labelled(screen, 'asked', urlText(attempt));
    return [
      ...url,
      ...attempt.hops.flatMap((hop, number) => [
        ...(number > 0 ? labelled(screen, '', `${screen.signs.arrow} ${hop.url}`) : []),
        ...labelled(screen, again && number === 0 ? 'again' : '', ladder(screen, hop)),
      ]),
      ...triedLines(screen, attempt),
    ];
  });
  const hidden = attempts.length - shown.length;
  return hidden === 0
    ? lines
    : [...lines, ...labelled(screen, '', `and ${hidden} more attempts: see --verbose`)];
}

function urlText(attempt: Observation): string {
  const remote = remoteOf(attempt.hops[0]);
  return remote === null ? attempt.url : `${attempt.url} (${remote})`;
}

/** Each address or server once, however often it was asked. */
function triedLines(screen: Screen, attempt: Observation): string[] {
  const tried = [...new Set(failedStep(attempt)?.tries?.map(triedText))];
  const more = tried.length > MOST_TRIES ? ` and ${tried.length - MOST_TRIES} more` : '';
  return tried.length === 0 ? [] : labelled(screen, 'tried', tried.slice(0, MOST_TRIES).join(', ') + more);
}

function allSteps(screen: Screen, { attempts }: ReportedResult): string[] {
  return attempts.flatMap((attempt, index) => stepLines(screen, attempt, index + 1));
}

/** Those that were not asked need no block: one paragraph a reason. */
function skippedLines(screen: Screen, results: readonly ReportedResult[]): string[] {
  const skipped = results.filter(({ status }) => status === 'skipped');
  return [...groupBy(skipped, ({ cause }) => cause?.message ?? '')].flatMap(([reason, all]) => {
    const names = all.map(rowName).join(', ');
    return ['', ...paragraph(screen, '- ', `SKIPPED, ${reason}: ${names}`, screen.paint.dim)];
  });
}

function positionOf(source: Source | null): string | null {
  return source === null ? null : `${source.file}:${source.line}:${source.column}`;
}
