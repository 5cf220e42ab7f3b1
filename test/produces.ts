// A test that makes one code of the closed table out of real sockets. `codes.test.ts` finds the calls.

import { expect, test } from 'vitest';
import type { CauseCode } from '../src/model.ts';

interface Told {
  readonly code: string;
}

/** `work` gives the failure or the cause. `unless`: what this machine lacks for it. */
export function produces(
  code: CauseCode,
  name: string,
  work: () => Promise<Told | undefined>,
  unless = false,
): void {
  test.skipIf(unless)(`${code}: ${name}`, async () => {
    const told = await work();
    expect(told?.code, JSON.stringify(told)).toBe(code);
  });
}
