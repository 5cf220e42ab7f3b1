import { vi } from 'vitest';
import { huge } from './huge.ts';
import { showCases } from './shown.ts';

// Each is a process with much to do; what it may take is measured in its own time.
vi.setConfig({ testTimeout: 60_000 });

showCases(huge);
