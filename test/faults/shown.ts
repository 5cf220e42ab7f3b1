// Runs the rows of docs/faults.md as tests.

import { expect, test } from 'vitest';
import { haveParts } from '../real/parts.mjs';
import { type CaseFault, type PeerFault, resultOf, toldOf, wordsOf } from './fault.ts';

/** A test for each peer that misbehaves. */
export function showPeers(faults: readonly PeerFault[]): void {
  test.each(faults)('$ids $fault: $told', async (fault) => {
    const result = await resultOf(fault);
    expect(toldOf(result)).toBe(fault.told);
    expect(wordsOf(result)).toContain(fault.words ?? '');
  });
}

/** A test for each other row; one whose parts are not here is skipped. */
export function showCases(faults: readonly CaseFault[]): void {
  test.for(faults)('$ids $fault: $told', async ({ show, told, needs = [] }, { skip }) => {
    skip(!haveParts(...needs));
    expect(await show()).toBe(told);
  });
}
