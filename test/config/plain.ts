// A tree of YAML as an editor or another program sees it.

import type { Node } from '../../src/config/yaml.ts';

/** The value of a node, without places and spellings. */
export function plain(node: Node): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  if (node.kind !== 'map') return undefined;
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plain(value)]));
}
