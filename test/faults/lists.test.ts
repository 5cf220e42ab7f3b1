import { lists } from './lists.ts';
import { showCases } from './shown.ts';

showCases(lists);
