// One attempt, step by step: when each began, how long it took, what it was told, where it ended.

import type { Hop, Observation, Step, Try } from '../../model.ts';
import { askedText, urlText } from '../parts/names.ts';
import { paragraph, type Screen } from '../table/screen.ts';
import { ownFailure, triedText } from '../table/steps.ts';
import { busyText, longTime } from '../table/times.ts';
import { BELOW, barRow, scaleRow } from './bars.ts';
import { bodyLines, toldLines } from './told.ts';

const MOST_TRIES = 8;

/** All hops of an attempt over one scale of time. */
export function attemptLines(screen: Screen, attempt: Observation, title: string): string[] {
  const { hops } = attempt;
  const ends = hops.flatMap(({ steps }) => steps.map(({ at, ms }) => at + ms));
  const total = Math.max(attempt.ms, ...ends);
  const startedAt = attempt.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  return [
    '',
    ...paragraph(screen, '', `${title}: ${askedText(screen, attempt)}`, screen.paint.bold),
    ...paragraph(
      screen,
      '  ',
      [`${longTime(attempt.ms)} from ${startedAt}`, busyText(attempt.ms, attempt.stalledMs)]
        .filter(Boolean)
        .join(' '),
      screen.paint.dim,
    ),
    scaleRow(screen, total),
    ...hops.flatMap((hop, index) => [
      ...(hops.length > 1
        ? paragraph(
            screen,
            '  ',
            `hop ${index + 1} of ${hops.length}: ${urlText(screen, hop.url)}`,
            screen.paint.bold,
          )
        : []),
      ...hopLines(screen, hop, attempt.startedAt, total),
    ]),
    ...endLines(screen, attempt),
  ];
}

function hopLines(screen: Screen, hop: Hop, startedAt: string, total: number): string[] {
  if (hop.steps.length === 0) return paragraph(screen, '  ', 'nothing was sent');
  return [
    ...hop.steps.flatMap((step) => stepLines(screen, hop, step, startedAt, total)),
    ...(hop.facts.http === undefined ? [] : bodyLines(screen, hop.facts.http)),
  ];
}

function stepLines(screen: Screen, hop: Hop, step: Step, startedAt: string, total: number): string[] {
  const { name, at, ms, failure } = step;
  const { paint, signs } = screen;
  const tone = failure === undefined ? paint.green : paint.red;
  const said = failure?.detail ? [`it said "${failure.detail}"`] : [];
  return [
    barRow(screen, { label: name, at, ms }, total, { tone }),
    ...triedLines(screen, step, total),
    ...toldLines(screen, hop, step, startedAt),
    ...(failure === undefined
      ? []
      : [
          ...paragraph(screen, BELOW, `${signs.failed} ${failure.code}: ${failure.message}`, paint.red),
          ...said.flatMap((text) => paragraph(screen, BELOW, text)),
        ]),
  ];
}

/** Each address by itself where there was more than one, or where one is all that is known. */
function triedLines(screen: Screen, step: Step, total: number): string[] {
  const { name, tries = [], failure } = step;
  const telling = tries.some((one) => one.failure) || (name === 'tcp' && tries.length > 1);
  if (!telling && failure === undefined) return [];
  const shown = tries.slice(0, MOST_TRIES);
  const more = tries.length - shown.length;
  return [
    ...shown.flatMap((one) => tryLines(screen, one, total)),
    ...(more > 0 ? paragraph(screen, BELOW, `and ${more} more`, screen.paint.dim) : []),
  ];
}

function tryLines(screen: Screen, one: Try, total: number): string[] {
  const { paint } = screen;
  const tone = one.failure === undefined ? paint.dim : paint.red;
  return [
    barRow(screen, { label: '  try', at: one.at, ms: one.ms }, total, { part: true, tone }),
    ...paragraph(screen, BELOW, triedText(one), tone),
  ];
}

/** A failure that no step had: a circle of redirects, or a machine too busy to see an answer. */
function endLines(screen: Screen, attempt: Observation): string[] {
  const failure = ownFailure(attempt);
  if (failure === null) return [];
  const { signs, paint } = screen;
  return [
    ...paragraph(screen, '  ', `${signs.failed} ${failure.code}: ${failure.message}`, paint.red),
    ...(failure.detail ? paragraph(screen, '  ', `it said "${failure.detail}"`) : []),
  ];
}
