import { showCases } from './shown.ts';
import { time } from './time.ts';

showCases(time);
