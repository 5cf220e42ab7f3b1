// The grammar of an expectation, as data: what a check lets people write under its key of `expect:`.
// Checks declare it, the loader reads lists by it and words the mistakes. Nothing here touches YAML.

import type { Json } from './model.ts';
import type { JsonSchema } from './shape/schema.ts';

/** A value that does not fit: what is wrong, and how to mend it. */
export interface Problem {
  readonly problem: string;
  readonly hint?: string;
}

export type Scalar = string | number | boolean | null;

/**
 * How one operand is read: a value for the matcher, or what is wrong with it. `text` is the scalar as it
 * stands there, for what means text: `1.10` is a number to YAML and loses its zero.
 */
export interface Operand {
  (scalar: Scalar, text?: string): { readonly value: Json } | Problem;
  /** What it lets pass, for editors. */
  readonly schema: JsonSchema;
  /** What it lets pass beside `min` and `max`, where a number must come out. */
  readonly bound: JsonSchema;
}

type ReadOperand = (scalar: Scalar, text?: string) => { readonly value: Json } | Problem;

/** An operand out of its two halves; `bound` only where it differs from `schema`. */
export function operandOf(schema: JsonSchema, read: ReadOperand, bound: JsonSchema = schema): Operand {
  return Object.assign((scalar: Scalar, text?: string) => read(scalar, text), { schema, bound });
}

/**
 * `matcher`: a bare value (equals; a list is `in`) or a map of operators.
 * `set`: the same of a set of values: a bare value or list is `equals` all of it in any order, `contains` takes
 * one or several of it, `in` allows no others, `matches` looks for one.
 * `limit`: a bare value (severity fail) or a map of `warn` and `fail`; `bound` says which side is wrong.
 */
export type Form =
  | {
      readonly kind: 'matcher';
      readonly operators: readonly OperatorName[];
      readonly operand: Operand;
      /** What a bare value means; `equals` if not said. A bare list is `in` of its values. */
      readonly bare?: OperatorName;
    }
  | { readonly kind: 'set'; readonly operators: readonly OperatorName[]; readonly operand: Operand }
  | { readonly kind: 'limit'; readonly bound: 'min' | 'max'; readonly operand: Operand };

export type OperatorName = 'equals' | 'contains' | 'matches' | 'in' | 'min' | 'max' | 'not';

/** The words allowed between the check's key and its value: none, a closed set, or any that passes. */
type Subjects =
  | null
  | {
      readonly names: readonly string[];
      /** The form of a word where it is not that of the whole check. */
      readonly forms?: Readonly<Record<string, Form>>;
    }
  | {
      readonly check: (name: string) => Problem | null;
      readonly normalise?: (name: string) => string;
      /** What a pattern can say of it (ECMA 262), for editors. */
      readonly pattern: string;
    };

export interface ExpectShape {
  /** What it looks at, in one line for README and editors, without a full stop. */
  readonly about: string;
  /** Values that may stand under its key. */
  readonly examples: readonly Json[];
  readonly subjects: Subjects;
  readonly form: Form;
}

/** What a check lets people write below one of its words, or below its key (null). */
export function formOf({ subjects, form }: ExpectShape, subject: string | null): Form {
  const forms = subjects && 'names' in subjects ? subjects.forms : undefined;
  return (subject !== null && forms && Object.hasOwn(forms, subject) ? forms[subject] : undefined) ?? form;
}

export function isProblem(value: object): value is Problem {
  return 'problem' in value;
}
