// The rules, in the order in which they may explain a result: what speaks for our own fault comes first, and
// a target is blamed only for what nothing else explains.

import type { Blame } from '../../model.ts';
import type { Rule } from '../rule.ts';
import * as all from './all.ts';

const order: readonly Blame[] = ['you', 'between', 'them', 'unclear'];

export const rules: readonly Rule[] = Object.values<Rule>(all).sort(
  (a, b) => order.indexOf(a.suspects) - order.indexOf(b.suspects) || (a.turn ?? 0) - (b.turn ?? 0),
);
