// docs/faults.md, made of the rows that the tests run.

import { cases, peers } from './all.ts';
import { besideSection } from './beside/section.ts';
import { catalogue, groups, type Id, notVisible } from './catalogue.ts';
import type { CaseFault, PeerFault } from './fault.ts';

const rows: readonly (PeerFault | CaseFault)[] = [...peers, ...cases];
const ids = Object.keys(catalogue) as Id[];

/** The rows that neither a test shows nor the page tells as not visible. */
export function missing(): readonly Id[] {
  const shown = new Set(rows.flatMap((row) => row.ids));
  return ids.filter((id) => !shown.has(id) && !notVisible[id]);
}

/** The page, with its final newline. */
export function faultsPage(): string {
  return [
    '# Faults',
    '',
    'What is thrown at whydown by its tests, and what it tells. Each line is run as it stands here, over real sockets and',
    'with real processes.',
    '',
    '- **time**: a line with this bound is also asked with a timeout of 500 ms and must be over 100 ms after it.',
    '- **memory**: a process that asks this server alone, its start and its report included, stays under 150 MB and is',
    '  gone 1.5 s after it has printed its report.',
    '',
    ...Object.entries(groups).flatMap(([letter, title]) => section(letter, title)),
    ...besideSection(),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function section(letter: string, title: string): readonly string[] {
  const own = ids.filter((id) => id.startsWith(letter));
  return [
    `## ${title}`,
    '',
    '| | what is wrong | what is told | bounds |',
    '| --- | --- | --- | --- |',
    ...own.flatMap((id) => lines(id)),
    '',
    ...own.flatMap((id) => hidden(id)),
  ];
}

function lines(id: Id): readonly string[] {
  const own = rows.filter((row) => row.ids.includes(id));
  const heading = `| **${id}** | **${catalogue[id]}** | ${notVisible[id] ? 'not visible, see below' : ''} | |`;
  return [heading, ...own.map((row) => `| | ${cell(row.fault)} | ${cell(row.told)} | ${bounds(row)} |`)];
}

function bounds(row: PeerFault | CaseFault): string {
  if ('show' in row) return cell(row.bound ?? '');
  return row.floods ? 'time, memory' : 'time';
}

function hidden(id: Id): readonly string[] {
  const entry = notVisible[id];
  return entry ? [`**${id} is not visible.** ${entry.why} Proof: \`${entry.proof}\`.`, ''] : [];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
