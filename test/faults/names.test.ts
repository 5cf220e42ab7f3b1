import { names } from './names.ts';
import { showCases } from './shown.ts';

showCases(names);
