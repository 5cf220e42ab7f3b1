// An outage as it went: what was said of each of its phases, in short, and all of them as one time line. Every text has
// been through the escape of the screen.

import type { Run } from '../model.ts';
import { paragraph, type Screen, toneOf, wordOf } from './table/screen.ts';
import { headlineLines } from './table/summary.ts';

/** What is told of a replay as a whole. */
export interface Opening {
  readonly title: string;
  readonly date: string | null;
  readonly note: string;
  readonly sources: readonly string[];
}

/** A phase; `at` is in UTC, and null where there is no time line. */
export interface PhaseTitle {
  readonly at: string | null;
  readonly title: string;
  readonly note: string;
}

/** A phase with what came of it. */
export interface Played {
  readonly phase: PhaseTitle;
  readonly run: Run;
}

const simulated = 'SIMULATED: the internet in a box answered, nobody real was asked';

/** The day and what happened. */
export function openingLines(screen: Screen, { title, date, note, sources }: Opening): string[] {
  const { paint } = screen;
  const dated = date === null ? title : `${date}: ${title}`;
  return [
    ...paragraph(screen, '', simulated, paint.cyan.bold),
    '',
    ...paragraph(screen, '', dated, paint.bold),
    ...(note === '' ? [] : paragraph(screen, '', note, paint.dim)),
    ...sources.flatMap((url) => paragraph(screen, '  - ', url, paint.dim)),
  ];
}

/** Told before the phase is played. */
export function phaseHead(screen: Screen, { at, title, note }: PhaseTitle): string[] {
  const time = at === null ? '' : `${at} UTC  `;
  return [
    '',
    ...paragraph(screen, '', `${time}${title}`, screen.paint.bold.underline),
    ...(note === '' ? [] : paragraph(screen, '', note, screen.paint.dim)),
  ];
}

/** The services with their words, and the verdict. */
export function phaseLines(screen: Screen, run: Run): string[] {
  const diagnoses = run.diagnoses.flatMap(({ sentence, confidence }) =>
    paragraph(screen, '  - ', `${sentence} (${confidence})`),
  );
  return [...serviceLines(screen, run), ...headlineLines(screen, run), ...diagnoses];
}

/** `✗ WhatsApp DOWN, Instagram DOWN`: a line for each word, the worst first. */
function serviceLines(screen: Screen, { services }: Run): string[] {
  const statuses = ['down', 'unknown', 'degraded', 'up', 'skipped'] as const;
  return statuses.flatMap((status) => {
    const names = services.filter((each) => each.status === status).map(({ service }) => service);
    if (names.length === 0) return [];
    return paragraph(
      screen,
      `${screen.signs.status[status]} `,
      `${wordOf({ status })}: ${names.join(', ')}`,
      toneOf(screen, status),
    );
  });
}

/** One line a phase. */
export function timeLines(screen: Screen, played: readonly Played[]): string[] {
  const lines = played.flatMap(({ phase, run }) => {
    const worst = (['down', 'unknown', 'degraded', 'up'] as const).find((status) =>
      run.results.some((result) => result.status === status),
    );
    const status = worst ?? 'skipped';
    const lead = `${phase.at ?? ''} ${screen.signs.status[status]} `;
    return paragraph(screen, lead, said(run), toneOf(screen, status));
  });
  return [
    '',
    ...paragraph(screen, '', 'Time line (UTC)', screen.paint.bold),
    ...lines,
    '',
    simulatedLine(screen),
  ].flat();
}

function simulatedLine(screen: Screen): string[] {
  return paragraph(screen, '', simulated, screen.paint.cyan.bold);
}

/** The verdict in a few words: what was blamed, or that nothing was. */
function said({ results, diagnoses }: Run): string {
  const count = (status: string) => results.filter((result) => result.status === status).length;
  const counts = (['down', 'unknown', 'degraded'] as const).flatMap((status) =>
    count(status) > 0 ? [`${count(status)} ${status}`] : [],
  );
  const blamed = [...new Set(diagnoses.map(({ rule, subject }) => `${subject} (${rule})`))];
  const told = counts.length > 0 ? counts.join(', ') : results.length > 0 ? 'all up' : 'nothing asked';
  return [told, ...(blamed.length > 0 ? [blamed.join(', ')] : [])].join(': ');
}
