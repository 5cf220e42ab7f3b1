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
  (scalar, text = String(scalar)) => {
    // It does not keep all its digits: what differs in the last ones would be the same. `1e20` says so itself.
    if (Number.isInteger(scalar) && !Number.isSafeInteger(scalar) && !/^[-+.\d]+e/i.test(text)) {
      const hint = 'about 15 digits count: write min and max around it, such as {min: 1e20}';
      return { problem: `\`${text}\` has more digits than a number in JSON keeps`, hint };
    }
    return { value: scalar };
  },
  orReference({ type: 'number' }),
);
