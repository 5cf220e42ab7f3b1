// One map laid over another, key by key. Every node keeps its own place, so that a message points at the line
// that really says it. It must not judge what it merges.

import type { Entry, MapNode, Node } from './yaml.ts';

/** The form in which keys below a path are compared: header names do not care about case, most keys do. */
export type KeyForm = (path: readonly string[], key: string) => string;

/** Maps merge, anything else of `over` replaces what `base` says. */
export function mergeMaps(
  base: MapNode,
  over: MapNode,
  form: KeyForm,
  path: readonly string[] = [],
): MapNode {
  const own = new Map<string, Entry>();
  const repeated: Entry[] = [];
  for (const entry of over.entries) {
    const name = form(path, entry.key.text);
    if (own.has(name)) repeated.push(entry);
    else own.set(name, entry);
  }
  const entries: Entry[] = [];
  for (const entry of base.entries) {
    const name = form(path, entry.key.text);
    const upper = own.get(name);
    own.delete(name);
    if (upper === undefined) entries.push(entry);
    else entries.push({ key: upper.key, value: mergeNodes(entry.value, upper.value, form, [...path, name]) });
  }
  return { ...over, entries: [...entries, ...own.values(), ...repeated] };
}

function mergeNodes(base: Node, over: Node, form: KeyForm, path: readonly string[]): Node {
  return base.kind === 'map' && over.kind === 'map' ? mergeMaps(base, over, form, path) : over;
}

/** The map without the entries that `keep` refuses. */
export function filterMap(node: MapNode, keep: (key: string) => boolean): MapNode {
  return { ...node, entries: node.entries.filter(({ key }) => keep(key.text)) };
}
