// All flags of a command that probes.

import type { Command } from 'commander';
import { type AskingFlags, addAskingFlags } from './asking.ts';
import { addJudgingFlags, type JudgingFlags } from './judging.ts';
import { addPrintingFlags, type PrintingFlags } from './printing.ts';
import { addRegressFlags, type RegressFlags } from './regress.ts';
import { addSelectingFlags, type SelectingFlags } from './selecting.ts';

/** What commander hands over. */
export interface RunFlags extends SelectingFlags, AskingFlags, JudgingFlags, RegressFlags, PrintingFlags {}

/** Adds the flags of a run to a command. */
export function addRunFlags(command: Command): Command {
  return [addSelectingFlags, addAskingFlags, addJudgingFlags, addRegressFlags, addPrintingFlags].reduce(
    (extended, add) => add(extended),
    command,
  );
}
