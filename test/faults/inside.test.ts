import { inside } from './inside.ts';
import { showCases } from './shown.ts';

showCases(inside);
