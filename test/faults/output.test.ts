import { output } from './output.ts';
import { showCases } from './shown.ts';

showCases(output);
