// Our verdicts beside those of the other tools: where they differ, and what explains it.

import type { PeerFault } from '../fault.ts';
import { type Difference, type Explanation, explanations } from './explanations.ts';
import { type Answer, isUnasked, type Recorded, type ToolName, tools } from './tool.ts';

export interface Differing {
  readonly row: PeerFault;
  readonly tool: ToolName;
  readonly differs: Difference;
  readonly answer: Answer;
}

/** Everything that differs, in the order of the rows. */
export function differences(peers: readonly PeerFault[], { rows }: Recorded): readonly Differing[] {
  return peers.flatMap((row) =>
    tools.flatMap((tool): readonly Differing[] => {
      const answer = rows[row.fault]?.[tool];
      if (answer === undefined || isUnasked(answer)) return [];
      return differing(row, answer).map((differs) => ({ row, tool, differs, answer }));
    }),
  );
}

function differing({ told }: PeerFault, answer: Answer): readonly Difference[] {
  const kinds: readonly [Difference, boolean][] = [
    ['verdict', plain(told.split(' ')[0] ?? '') !== plain(answer.verdict)],
    ['late', answer.lateMs !== undefined],
    ['memory', answer.peakMb !== undefined],
    ['lingers', answer.lingerMs !== undefined],
  ];
  return kinds.filter(([, holds]) => holds).map(([kind]) => kind);
}

/** Most have no word for what works, but. */
function plain(status: string): string {
  return status === 'degraded' ? 'up' : status;
}

function explains(explanation: Explanation, { row, tool, differs, answer }: Differing): boolean {
  const { ids = [], faults = [], unjudged } = explanation;
  return (
    explanation.tools.includes(tool) &&
    explanation.differs.includes(differs) &&
    (row.ids.some((id) => ids.includes(id)) ||
      faults.includes(row.fault) ||
      (unjudged !== undefined && (answer.unjudged ?? []).includes(unjudged)))
  );
}

/** The number of what explains it, as the page counts; null when nothing does. */
export function numberOf(each: Differing): number | null {
  const index = explanations.findIndex((explanation) => explains(explanation, each));
  return index < 0 ? null : index + 1;
}
