// While others burn all CPU a healthy target is never called down; `npm run bench:starved` does the same at length.

import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { starve } from '../bench/starved.mjs';
import { haveParts } from '../real/parts.mjs';

test.runIf(haveParts('nginx', 'unbound'))(
  'three hundred probes of healthy servers on a machine without any CPU to spare are up',
  async () => {
    const { statuses } = await starve({ probes: 300, burners: 2 * availableParallelism() });
    expect(statuses).toEqual({ up: 300 });
  },
);
