// The table for people: rows, then why, then the verdict in words. Puts the parts in their order.

import type { Run } from '../../model.ts';
import { forPeople } from '../escapes.ts';
import type { Format, View } from '../report.ts';
import { bodyLines } from './body.ts';
import { detailLines } from './details.ts';
import { groupsOf } from './groups.ts';
import { plainLines } from './headline.ts';
import { sampleLines } from './samples.ts';
import { paragraph, type Screen, screenOf } from './screen.ts';
import { serviceLines } from './services.ts';
import {
  busyLines,
  countLines,
  diagnosisLines,
  familyLines,
  headlineLines,
  routeLines,
  unaskedLines,
} from './summary.ts';

export const table: Format = { escape: forPeople, report };

/** The whole run as a table that fits the view's width. */
function report(run: Run, view: View): string {
  const screen = screenOf(view);
  const groups = groupsOf(run);
  const inOrder = groups.flatMap(({ results }) => results);
  const simulated = run.simulated ? simulatedLines(screen) : [];
  const lines = [
    ...simulated,
    ...(run.simulated ? [''] : []),
    ...above(plainLines(screen, run)),
    ...above(serviceLines(screen, run)),
    ...(inOrder.length === 0 ? [] : bodyLines(screen, groups)),
    ...sampleLines(screen, inOrder),
    ...detailLines(screen, inOrder),
    '',
    ...headlineLines(screen, run),
    ...diagnosisLines(screen, run.diagnoses),
    ...routeLines(screen, run),
    ...familyLines(screen, run),
    ...unaskedLines(screen, run),
    ...busyLines(screen, run),
    '',
    ...countLines(screen, run),
    ...simulated,
  ];
  return `${lines.join('\n')}\n`;
}

/** With the blank line that parts it from what follows. */
function above(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [...lines, ''];
}

function simulatedLines(screen: Screen): string[] {
  const text = 'SIMULATED: the internet in a box answered, nobody real was asked';
  return paragraph(screen, '', text, screen.paint.cyan.bold);
}
