// What `expect:` understands.

import type { CheckRule } from '../check.ts';
import * as all from './all.ts';

export const checks: readonly CheckRule[] = Object.values(all);
