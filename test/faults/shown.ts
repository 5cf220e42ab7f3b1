// Runs the rows of docs/faults.md as tests.

import { expect, test } from 'vitest';
import { type CaseFault, type PeerFault, toldOf } from './fault.ts';

/** A test for each peer that misbehaves. */
export function showPeers(faults: readonly PeerFault[]): void {
  test.each(faults)('$ids $fault: $told', async (fault) => {
    expect(await toldOf(fault)).toBe(fault.told);
  });
}

/** A test for each other row. */
export function showCases(faults: readonly CaseFault[]): void {
  for (const { ids, fault, told, show, unless = false } of faults) {
    test.skipIf(unless)(`${ids} ${fault}: ${told}`, async () => {
      expect(await show()).toBe(told);
    });
  }
}
