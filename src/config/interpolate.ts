// `${env:NAME}` in the values of a list. It runs on the parsed tree and only on scalars, so that nothing in
// the environment can become structure or a key. It must never put a value into a message.

import type { Secret } from '../model.ts';
import type { Problem } from '../shape.ts';
import type { Mistake } from './diagnostic.ts';
import { type Document, mistakeAt } from './document.ts';
import { type Entry, type Node, plainValue, type ScalarNode } from './yaml.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Interpolated {
  readonly root: Node;
  readonly secrets: readonly Secret[];
  readonly mistakes: readonly Mistake[];
}

// `$${` stands for a plain `${`.
const reference = /\$\$\{|\$\{([^}]*)\}?/g;
const variable = /^env:([A-Za-z_][A-Za-z0-9_]*)$/;

/** The tree with every reference replaced, and what came in. What refers to nothing becomes a broken node. */
export function interpolate(root: Node, document: Document, env: Environment): Interpolated {
  const secrets = new Map<string, string>();
  const mistakes: Mistake[] = [];

  function walk(node: Node): Node {
    if (node.kind === 'list') return { ...node, items: node.items.map(walk) };
    if (node.kind === 'map') return { ...node, entries: node.entries.map(entry) };
    return node.kind === 'scalar' && node.text.includes('${') ? scalar(node) : node;
  }

  function entry({ key, value }: Entry): Entry {
    return { key, value: walk(value) };
  }

  function scalar(node: ScalarNode): Node {
    let broken = false;
    let secret = false;
    const text = node.text.replace(reference, (whole: string, inner: string | undefined) => {
      if (inner === undefined) return '${';
      const name = whole.endsWith('}') ? variable.exec(inner)?.[1] : undefined;
      const value = name !== undefined && Object.hasOwn(env, name) ? env[name] : undefined;
      if (name === undefined || value === undefined) {
        broken = true;
        mistakes.push(mistakeAt(document, spanOf(node, whole), problemOf(whole, inner, name)));
        return '';
      }
      secret = true;
      if (value !== '') secrets.set(name, value);
      return value;
    });
    if (broken) return { kind: 'broken', start: node.start, end: node.end };
    const value = node.plain ? plainValue(text) : text;
    return { ...node, text, value, written: secret ? node.written : text };
  }

  function spanOf(node: ScalarNode, whole: string) {
    const at = document.text.slice(node.start, node.end).indexOf(whole);
    return at < 0 ? node : { start: node.start + at, end: node.start + at + whole.length };
  }

  // `\u0024` in double quotes is a dollar sign too.
  const result = /\$\{|\\/.test(document.text) ? walk(root) : root;
  return { root: result, mistakes, secrets: [...secrets].map(([name, value]) => ({ name, value })) };
}

function problemOf(whole: string, inner: string, name: string | undefined): Problem {
  if (name !== undefined) {
    const hint = `export ${name}=… before the call, or take the reference out`;
    return { problem: `the environment variable ${name} is not set`, hint };
  }
  if (!whole.endsWith('}')) {
    return { problem: `\`${whole}\` has no closing brace`, hint: `write \${env:NAME}; a plain \${ is $\${` };
  }
  const [, bare] = /^([A-Za-z_][A-Za-z0-9_]*)$/.exec(inner) ?? [];
  if (bare !== undefined) {
    return {
      problem: `\`${whole}\` does not say where from`,
      hint: `write \${env:${bare}}; a plain \${ is $\${`,
    };
  }
  if (/^env:\w+:?[-=?+]/.test(inner)) {
    const hint = `write \${env:NAME} and set the default where whydown is called`;
    return { problem: `\`${whole}\`: a default value is not supported`, hint };
  }
  return { problem: `\`${whole}\` cannot be replaced`, hint: `only \${env:NAME} can; a plain \${ is $\${` };
}
