// Run for every test file, though a worker loads the helpers of all of them only once.

import { afterAll } from 'vitest';
import { clearLeftovers } from './leftovers.ts';

afterAll(clearLeftovers);
