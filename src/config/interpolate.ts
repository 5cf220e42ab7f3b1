// `${env:NAME}`, `${env:NAME:-default}` and `${file:PATH}` in the values of a list. It runs on the parsed tree and
// only on scalars, so that nothing from outside can become structure or a key. It must never put a value into a
// message.

import type { Secret } from '../model.ts';
import { isProblem, type Problem } from '../shape.ts';
import { type Mistake, mostMistakes } from './diagnostic.ts';
import { type Document, mistakeAt, type Span } from './document.ts';
import { type Found, lookUp, type Surroundings } from './reference.ts';
import { type Entry, type Node, plainValue, type ScalarNode } from './yaml.ts';

interface Interpolated {
  readonly root: Node;
  readonly secrets: readonly Secret[];
  readonly mistakes: readonly Mistake[];
  /** What is merely not there: a variable that is not set, a file that does not exist. */
  readonly unset: readonly Mistake[];
}

// `$${` stands for a plain `${`.
const reference = /\$\$\{|\$\{([^}]*)\}?/g;

/** The tree with every reference replaced, and what came in. What refers to nothing becomes a broken node. */
export function interpolate(root: Node, document: Document, around: Surroundings): Interpolated {
  const secrets = new Map<string, Secret>();
  const mistakes: Mistake[] = [];
  const unset: Mistake[] = [];
  /** What several aliases stand for is read once. */
  const done = new Map<Node, Node>();

  function walk(node: Node): Node {
    if (node.kind === 'broken' || (node.kind === 'scalar' && !node.text.includes('${'))) return node;
    const known = done.get(node);
    if (known !== undefined) return known;
    const walked = replaced(node);
    done.set(node, walked);
    return walked;
  }

  function replaced(node: Node): Node {
    if (node.kind === 'list') return { ...node, items: node.items.map(walk) };
    if (node.kind === 'map') return { ...node, entries: node.entries.map(entry) };
    return node.kind === 'scalar' ? scalar(node) : node;
  }

  function entry({ key, value }: Entry): Entry {
    return { key, value: walk(value) };
  }

  function scalar(node: ScalarNode): Node {
    let broken = false;
    let secret = false;
    // The same reference may stand there twice.
    let from = node.start;
    const text = node.text.replace(reference, (whole: string, inner: string | undefined) => {
      if (inner === undefined) return '${';
      const found = find(whole, inner);
      const span = spanOf(node, whole, from);
      from = span.end;
      if (isProblem(found)) {
        broken = true;
        const noted = found.unset ? unset : mistakes;
        if (noted.length < mostMistakes) noted.push(mistakeAt(document, span, found));
        return '';
      }
      if (found.name === null) return found.value;
      secret = true;
      if (found.value !== '')
        secrets.set(`${found.name}\n${found.value}`, { name: found.name, value: found.value });
      return found.value;
    });
    if (broken) return { kind: 'broken', start: node.start, end: node.end };
    const value = node.plain ? plainValue(text) : text;
    return { ...node, text, value, written: secret ? node.written : text };
  }

  function find(whole: string, inner: string): Found | (Problem & { readonly unset?: true }) {
    if (whole.endsWith('}')) return lookUp(inner, around);
    return {
      problem: `\`${whole}\` has no closing brace`,
      hint: `write \${env:NAME} or \${file:PATH}; a plain \${ is $\${`,
    };
  }

  /** Where a reference stands in its scalar, at `from` or behind it; the scalar where it is written otherwise. */
  function spanOf(node: ScalarNode, whole: string, from: number): Span {
    const at = document.text.slice(from, node.end).indexOf(whole);
    return at < 0 ? node : { start: from + at, end: from + at + whole.length };
  }

  // `\u0024` in double quotes is a dollar sign too.
  const result = /\$\{|\\/.test(document.text) ? walk(root) : root;
  return { root: result, mistakes, unset, secrets: [...secrets.values()] };
}
