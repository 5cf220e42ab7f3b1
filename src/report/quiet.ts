// For whoever gets mail of what is printed, such as cron: nothing when all is well, else the whole story
// without the rows that are fine. Never in colour: it is read anywhere.

import type { Run } from '../model.ts';
import { forPeople } from './escapes.ts';
import type { Format, View } from './report.ts';
import { detailLines } from './table/details.ts';
import { groupsOf } from './table/groups.ts';
import { plainLines } from './table/headline.ts';
import { sampleLines } from './table/samples.ts';
import { paragraph, type Screen, screenOf } from './table/screen.ts';
import { serviceLines } from './table/services.ts';
import { countLines, diagnosisLines, headlineLines, routeLines, unaskedLines } from './table/summary.ts';

export const quiet: Format = { escape: forPeople, report };

/** Empty when the run exits with 0. The verdict first: it is what a mail program shows of a message. */
function report(run: Run, view: View): string {
  if (run.exitCode === 0) return '';
  const screen = screenOf({ ...view, colour: 0 });
  const inOrder = groupsOf(run).flatMap(({ results }) => results);
  const lines = [
    ...(run.simulated ? paragraph(screen, '', 'SIMULATED: the internet in a box answered.') : []),
    ...plainLines(screen, run),
    ...headlineLines(screen, run),
    ...parted(serviceLines({ ...screen, onlyFailures: true }, run)),
    ...diagnosisLines(screen, run.diagnoses),
    ...sampleLines(screen, inOrder),
    ...detailLines(screen, inOrder),
    ...routeLines(screen, run),
    ...unaskedLines(screen, run),
    '',
    ...countLines(screen, run),
    ...whenLines(screen, run),
  ];
  return `${lines.join('\n')}\n`;
}

function parted(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}

/** A mail is read later. */
function whenLines(screen: Screen, { startedAt, version, exitCode }: Run): string[] {
  return paragraph(screen, '', `whydown ${version}, begun ${startedAt}, exit ${exitCode}`);
}
