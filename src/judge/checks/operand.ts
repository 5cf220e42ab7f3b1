// How operands are read that several checks share.

import type { Operand } from '../../shape.ts';

/** Text; numbers and booleans are taken as they are written, `1.10` with its zero. */
export const textOperand: Operand = (scalar, text = String(scalar)) =>
  scalar === null ? { problem: 'text is needed here' } : { value: text };

/** Any scalar as itself. */
export const anyOperand: Operand = (scalar) => ({ value: scalar });
