// How an endpoint whose addresses differ is told: which of them failed, and how. Pure.

import type { Result } from '../model.ts';
import { passed } from './signs.ts';

const mostTold = 5;

/** True when one of its addresses fails and another is as it should be. */
export function isPartly({ parts = [] }: Result): boolean {
  return parts.some(passed);
}

/** `1 of 3 addresses fails: 192.0.2.7 tcp.refused`; null where all of them say the same. */
export function failedAddresses({ parts = [] }: Result): string | null {
  const failed = parts.filter(({ status }) => status === 'down');
  if (failed.length === 0) return null;
  const told = failed
    .slice(0, mostTold)
    .map(({ address, cause }) => `${address} ${cause?.code ?? ''}`.trim());
  const more = failed.length > told.length ? ` and ${failed.length - told.length} more` : '';
  const verb = failed.length === 1 ? 'fails' : 'fail';
  return `${failed.length} of ${parts.length} addresses ${verb}: ${told.join(', ')}${more}`;
}

/** `still up: 192.0.2.8, 192.0.2.9`. */
export function aliveAddresses({ parts = [] }: Result): string {
  const alive = parts.filter(passed).map(({ address }) => address);
  const more = alive.length > mostTold ? ` and ${alive.length - mostTold} more` : '';
  return `still up: ${alive.slice(0, mostTold).join(', ')}${more}`;
}
