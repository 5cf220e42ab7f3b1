// The part of docs/faults.md that has the other tools beside us, made of what they said when they were last asked.

import { escapeTerminal } from '../../../src/text.ts';
import { peers } from '../all.ts';
import type { PeerFault } from '../fault.ts';
import { type Differing, differences, numberOf } from './compare.ts';
import { explanations } from './explanations.ts';
import { recorded } from './record.ts';
import { type Answer, isUnasked, type ToolName, tools, type Unasked } from './tool.ts';

export function besideSection(): readonly string[] {
  const record = recorded();
  const all = differences(peers, record);
  const { curl, fetch, blackbox_exporter: blackbox, check_http: plugin } = record.versions;
  return [
    '## Beside other tools',
    '',
    `The same servers and resolvers, asked with curl ${curl}, the fetch of ${fetch}, blackbox_exporter ${blackbox} and`,
    `check_http ${plugin} by \`npm run faults:beside\`: each with the options that come nearest to the question, and with the`,
    'same limit of time (check_http takes whole seconds only). For `tcp:` and `tls:` check_tcp stands in for check_http, and',
    'blackbox_exporter asks with its `tcp` prober; programs that ask the name servers of the system found those of the row',
    'there. A bold cell differs from what whydown tells, came more than 100 ms behind its own limit, took more than 150 MB,',
    'or stayed for more than 1.5 s after its verdict. The number behind it says why, below. A dash: it cannot ask this.',
    '',
    `| what is wrong | whydown | ${tools.join(' | ')} |`,
    `| --- | --- |${' --- |'.repeat(tools.length)}`,
    ...peers.map((row) => line(row, record.rows[row.fault] ?? {}, all)),
    '',
    ...explanations.map(({ tools: who, why }, index) => `${index + 1}. ${who.join(', ')}: ${why}`),
    '',
  ];
}

type Said = Partial<Readonly<Record<ToolName, Answer | Unasked>>>;

function line(row: PeerFault, said: Said, all: readonly Differing[]): string {
  const cells = tools.map((tool) => {
    const answer = said[tool];
    if (answer === undefined) return '?';
    if (isUnasked(answer)) return `– ${cell(answer.unasked)}`;
    const own = all.filter((each) => each.row === row && each.tool === tool);
    const numbers = new Set(own.map(numberOf));
    return own.length === 0 ? words(answer) : `**${words(answer)}** (${[...numbers].join(', ')})`;
  });
  return `| ${cell(row.fault)} | ${cell(row.told)} | ${cells.join(' | ')} |`;
}

function words({ verdict, words: said, lateMs, peakMb, lingerMs }: Answer): string {
  return [
    `${verdict}, ${cell(said)}`,
    ...(lateMs === undefined ? [] : [`over after ${seconds(lateMs)}`]),
    ...(peakMb === undefined ? [] : [`${peakMb} MB`]),
    ...(lingerMs === undefined ? [] : [`gone ${seconds(lingerMs)} later`]),
  ].join(', ');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** What others print may hold what they let through. */
function cell(text: string): string {
  return escapeTerminal(text).replace(/[\\|*_`<>[\]]/g, '\\$&');
}
