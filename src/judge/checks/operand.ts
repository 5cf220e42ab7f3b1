// How operands are read that several checks share.

import { anyScalar, anyText, orReference } from '../../shape/schema.ts';
import { operandOf } from '../../shape.ts';

/** Text; numbers and booleans are taken as they are written, `1.10` with its zero. */
export const textOperand = operandOf(anyText, (scalar, text = String(scalar)) =>
  scalar === null
    ? { problem: 'text is needed here', hint: 'for the word itself write "null"' }
    : { value: text },
);

/** Any scalar as itself. */
export const anyOperand = operandOf(
  anyScalar,
  (scalar) => ({ value: scalar }),
  orReference({ type: 'number' }),
);
