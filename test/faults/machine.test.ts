import { machine } from './machine.ts';
import { showCases } from './shown.ts';

showCases(machine);
