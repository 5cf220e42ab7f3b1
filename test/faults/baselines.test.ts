import { baselines } from './baselines.ts';
import { showCases } from './shown.ts';

showCases(baselines);
