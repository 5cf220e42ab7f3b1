// How operands are read that several checks share.

import type { Operand } from '../../shape.ts';

/** Text; numbers and booleans are taken as they are written. */
export const textOperand: Operand = (scalar) =>
  scalar === null ? { problem: 'text is needed here' } : { value: String(scalar) };

/** Any scalar as itself. */
export const anyOperand: Operand = (scalar) => ({ value: scalar });
