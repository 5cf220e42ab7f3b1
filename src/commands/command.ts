// What a command is: it adds itself to the program, and gives the exit code when it is done.

import type { Command } from 'commander';
import type { ExitCode } from '../model.ts';

export type AddCommand = (program: Command, done: (code: ExitCode) => void) => void;
