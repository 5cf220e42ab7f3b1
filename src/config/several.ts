// A field that takes one item or a list of them.

import type { JsonSchema } from '../shape/schema.ts';
import { type Field, reportKind } from './fields.ts';
import { report } from './reading.ts';

/** One item by itself, or a list of different ones. */
export function oneOrSeveral<T>(expected: string, item: Field<T>): Field<readonly T[]> {
  const several: JsonSchema = { type: 'array', minItems: 1, items: item.schema, uniqueItems: true };
  return {
    expected,
    example: item.example,
    schema: { anyOf: [item.schema, several] },
    read(node, reading) {
      if (node.kind === 'map' || (node.kind === 'list' && node.items.length === 0)) {
        reportKind(node, this, reading);
        return undefined;
      }
      const values = new Map<string, T>();
      for (const each of node.kind === 'list' ? node.items : [node]) {
        const value = item.read(each, reading);
        if (value === undefined) continue;
        const same = JSON.stringify(value);
        if (values.has(same))
          report(reading, each, `this ${item.expected.replace(/^an? /, '')} is given twice`);
        values.set(same, value);
      }
      return values.size === 0 ? undefined : [...values.values()];
    },
  };
}
