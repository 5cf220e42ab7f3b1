// All flags of a command that probes, and what such a command refuses.

import type { Command } from 'commander';
import { refuseUnverified } from '../environment.ts';
import { type AskingFlags, addAskingFlags } from './asking.ts';
import { addJudgingFlags, type JudgingFlags } from './judging.ts';
import { addPrintingFlags, type PrintingFlags } from './printing.ts';
import { addRegressFlags, type RegressFlags } from './regress.ts';
import { addSelectingFlags, type SelectingFlags } from './selecting.ts';
import { addTrustFlags, type TrustFlags } from './trust.ts';

/** What commander hands over. */
export interface RunFlags
  extends SelectingFlags,
    AskingFlags,
    JudgingFlags,
    RegressFlags,
    PrintingFlags,
    TrustFlags {}

/** Adds the flags of a run to a command, which is not begun in an environment that no probe may run with. */
export function addRunFlags(command: Command): Command {
  const groups = [
    ['What is probed:', addSelectingFlags],
    ['Whose list it is:', addTrustFlags],
    ['How it is asked:', addAskingFlags],
    ['How it is judged:', addJudgingFlags],
    ['How it is compared:', addRegressFlags],
    ['What is printed:', addPrintingFlags],
  ] as const;
  return groups
    .reduce((extended, [heading, add]) => add(extended.optionsGroup(heading)), command)
    .hook('preAction', () => refuseUnverified(process.env));
}
