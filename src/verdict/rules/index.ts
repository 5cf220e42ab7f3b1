// The rules, in the order in which they may explain a result: what speaks for our own fault comes first, and
// a target is blamed only for what nothing else explains.

import type { Blame } from '../../model.ts';
import type { Rule } from '../rule.ts';
import * as all from './all.ts';

const order: readonly Blame[] = ['you', 'between', 'them', 'unclear'];

export const rules: readonly Rule[] = inOrder(
  Object.values<Rule>(all).sort(
    (a, b) => order.indexOf(a.suspects) - order.indexOf(b.suspects) || (a.turn ?? 0) - (b.turn ?? 0),
  ),
);

/** Those that speak `before` others are moved up to the first of them. */
function inOrder(sorted: readonly Rule[]): readonly Rule[] {
  return sorted.reduce<readonly Rule[]>((ordered, rule) => {
    const first = ordered.findIndex(({ id }) => rule.before?.includes(id));
    if (first === -1 || first > ordered.indexOf(rule)) return ordered;
    const others = ordered.filter((each) => each !== rule);
    return [...others.slice(0, first), rule, ...others.slice(first)];
  }, sorted);
}
