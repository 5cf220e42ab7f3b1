// An endpoint told step by step, up or down: what was asked, what came of each step, what was expected, and
// what follows from it.

import { codes } from '../../codes.ts';
import type { Check, ReportedResult, Run } from '../../model.ts';
import { forPeople } from '../escapes.ts';
import { caretLines } from '../parts/caret.ts';
import { shellLines } from '../parts/shell.ts';
import { positionOf, signed, titleLines } from '../parts/title.ts';
import type { Format, View } from '../report.ts';
import { paragraph, type Screen, screenOf, wordOf } from '../table/screen.ts';
import { diagnosisLines, familyLines, routeLines } from '../table/summary.ts';
import { attemptLines } from './attempt.ts';

const MOST_ATTEMPTS = 8;

export const why: Format = { escape: forPeople, report };

/** Every result of the run, told one after the other. */
function report(run: Run, view: View): string {
  const screen = screenOf(view);
  const simulated = run.simulated
    ? paragraph(
        screen,
        '',
        'SIMULATED: the internet in a box answered, nobody real was asked',
        screen.paint.cyan,
      )
    : [];
  const told = run.results.map((result) => resultLines(screen, result));
  const lines = [
    ...simulated,
    ...told.flatMap((all, index) => [...(index > 0 || simulated.length > 0 ? [''] : []), ...all]),
    ...(told.length === 0 ? ['nothing was asked'] : []),
    ...diagnosisLines(screen, run.diagnoses),
    ...routeLines(screen, run),
    ...familyLines(screen, run),
    ...simulated,
  ];
  return `${lines.join('\n')}\n`;
}

function resultLines(screen: Screen, result: ReportedResult): string[] {
  return [
    ...titleLines(screen, result),
    ...aboutLines(screen, result),
    ...attemptsLines(screen, result),
    ...checksLines(screen, result.checks),
    ...verdictLines(screen, result),
  ];
}

function aboutLines(screen: Screen, result: ReportedResult): string[] {
  const { service, component, provider, source } = result.endpoint;
  const place = positionOf(source);
  const parts = [
    [provider, service, component].filter((word) => word !== null).join(` ${screen.signs.arrow} `),
    needed(result),
    place === null ? 'given on the command line' : `listed in ${place}`,
  ];
  return paragraph(screen, '  ', parts.filter((part) => part !== '').join(', '), screen.paint.dim);
}

/** How many must pass, where there are several ways to ask: every URL at every resolver is one. */
function needed({ endpoint: { urls, atLeast }, attempts }: ReportedResult): string {
  const resolvers = new Set(attempts.flatMap(({ hops }) => hops[0]?.facts.dns?.resolver ?? [])).size;
  if (resolvers < 2) return urls.length > 1 ? `at least ${atLeast} of ${urls.length} URLs must pass` : '';
  const each = `${urls.length} ${urls.length > 1 ? 'URLs' : 'URL'} at ${resolvers} resolvers`;
  return `at least ${atLeast} of ${urls.length * resolvers} ways to ask must pass (${each})`;
}

function attemptsLines(screen: Screen, { attempts, decidedBy }: ReportedResult): string[] {
  const shown = attempts.map((attempt, index) => ({ attempt, index }));
  const near = shown.filter(({ index }) => index < MOST_ATTEMPTS || index === decidedBy);
  const more = shown.length - near.length;
  return [
    ...near.flatMap(({ attempt, index }) => {
      const decides = attempts.length > 1 && index === decidedBy ? ', which decides' : '';
      const number = attempts.length > 1 ? `Attempt ${index + 1} of ${attempts.length}${decides}` : 'Asked';
      return attemptLines(screen, attempt, number);
    }),
    ...(more > 0
      ? ['', ...paragraph(screen, '', `And ${more} more attempts; --format json tells all.`)]
      : []),
  ];
}

function checksLines(screen: Screen, checks: readonly Check[]): string[] {
  if (checks.length === 0) return [];
  return ['', screen.paint.bold('Expected'), ...checks.flatMap((check) => checkLines(screen, check))];
}

function checkLines(screen: Screen, check: Check): string[] {
  const { what, expected, actual, pass, severity, source } = check;
  const { paint, signs } = screen;
  const status = pass ? 'up' : severity === 'fail' ? 'down' : 'degraded';
  const tone = pass ? paint.green : severity === 'fail' ? paint.red : paint.yellow;
  const place = positionOf(source);
  const lines = paragraph(screen, '    ', `${what} ${expected}, got ${actual}`).map((line, index) =>
    index === 0 ? `  ${tone(signs.status[status])}${line.slice(3)}` : line,
  );
  if (pass || place === null) return lines;
  const quoted = source?.excerpt ? caretLines(screen, '    ', source.line, source.excerpt) : [];
  return [...lines, ...paragraph(screen, '    ', place, paint.dim), ...quoted];
}

function verdictLines(screen: Screen, result: ReportedResult): string[] {
  const { cause, repeat, status } = result;
  const { paint, signs } = screen;
  const message = cause?.message ?? 'everything expected holds';
  const advice =
    cause === undefined || status === 'skipped' ? '' : forPeople(screen)(codes[cause.code].advice);
  return [
    '',
    paint.bold('Verdict'),
    ...signed(screen, status, `${wordOf(result)}: ${message}`, '    '),
    ...(advice === '' ? [] : paragraph(screen, `    ${signs.arrow} `, advice)),
    ...(repeat === undefined
      ? []
      : ['', paint.bold('To ask again'), ...shellLines(repeat, '  ', screen.width)]),
  ];
}
