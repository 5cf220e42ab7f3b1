import { lookUps } from './look-ups.ts';
import { showCases } from './shown.ts';

showCases(lookUps);
