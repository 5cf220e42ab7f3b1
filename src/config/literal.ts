// What in a list looks like a secret that stands there itself: for the warnings of `check`. It guesses by form and by the names of headers; it never judges a value.

import { coveredFrom, holdsLiteral, secretHeaders, tokens } from './cover.ts';
import { type Mistake, mostMistakes } from './diagnostic.ts';
import { type Document, mistakeAt } from './document.ts';
import type { MapNode, Node } from './yaml.ts';

/** A warning for every value that looks like a secret. `root` is the tree before references were replaced. */
export function literalSecrets(root: Node, document: Document): readonly Mistake[] {
  const warnings = new Map<number, Mistake>();

  /** The line comes with tokens covered; `whole` covers all of the value. */
  function warn(node: Node, problem: string, name: string, whole: boolean): void {
    if (warnings.has(node.start) || warnings.size >= mostMistakes) return;
    const hint = `keep it out of the list: \${env:${name}} or \${file:PATH}`;
    const mistake = mistakeAt(document, node, { problem, hint });
    const column = (mistake.source?.column ?? 1) - 1 - (mistake.cut ?? 0);
    const text = whole ? coveredFrom(mistake.text ?? '', column, mistake.length ?? 0) : (mistake.text ?? '');
    warnings.set(node.start, { ...mistake, text, warning: true });
  }

  /** `sent` is false below `expect`: headers that are only looked at hold no secret of ours. */
  function walk(node: Node, sent = true): void {
    if (node.kind === 'list') for (const item of node.items) walk(item, sent);
    if (node.kind === 'map') {
      for (const { key, value } of node.entries) {
        if (sent && key.text === 'headers' && value.kind === 'map') walkHeaders(value);
        walk(value, sent && key.text !== 'expect');
      }
    }
    if (node.kind !== 'scalar') return;
    const found = tokens.find(({ pattern }) => pattern.test(node.text));
    if (found !== undefined) warn(node, `this looks like ${found.what}`, found.name, false);
  }

  function walkHeaders(headers: MapNode): void {
    for (const { key, value } of headers.entries) {
      const name = key.text.toLowerCase();
      if (!secretHeaders.includes(name) || value.kind !== 'scalar') continue;
      if (!holdsLiteral(value.text)) continue;
      warn(
        value,
        `the value of \`${key.text}\` stands in the list for everybody to read`,
        nameFor(name),
        true,
      );
    }
  }

  walk(root);
  return [...warnings.values()];
}

function nameFor(header: string): string {
  return header === 'cookie' ? 'COOKIE' : header.includes('key') ? 'API_KEY' : 'API_TOKEN';
}
