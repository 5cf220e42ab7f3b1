import { listWords } from './list-words.ts';
import { showCases } from './shown.ts';

showCases(listWords);
