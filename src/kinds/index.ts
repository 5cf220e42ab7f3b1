// What can be probed, by scheme.

import * as all from './all.ts';
import type { Kind } from './kind.ts';

export const kinds: readonly Kind[] = Object.values(all);

/** The kind that answers to a scheme (`https:`), if any. */
export function kindOf(protocol: string): Kind | undefined {
  return kinds.find((kind) => kind.schemes.includes(protocol));
}
