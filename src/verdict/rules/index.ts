// The registry of rules, in the order in which they may explain a result. A new rule is a file and a line.

import type { Rule } from '../rule.ts';
import { serviceDown } from './service-down.ts';
import { youNetwork } from './you-network.ts';

export const rules: readonly Rule[] = [youNetwork, serviceDown];
