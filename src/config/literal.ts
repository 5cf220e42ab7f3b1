// What in a list looks like a secret that stands there itself: for the warnings of `check`, and to be masked like any other.
// It guesses by form and by the names of headers; it never judges a value.

import type { Secret } from '../model.ts';
import { coveredFrom, holdsLiteral, secretHeaders, tokens } from './cover.ts';
import { type Mistake, mostMistakes } from './diagnostic.ts';
import { type Document, mistakeAt } from './document.ts';
import type { MapNode, Node, ScalarNode } from './yaml.ts';

/** A value that looks like a secret. */
interface Literal {
  readonly node: ScalarNode;
  readonly problem: string;
  /** A variable that could hold it. */
  readonly name: string;
  /** All of the value is to be covered, where the rest of its line comes with tokens covered anyway. */
  readonly whole: boolean;
  readonly values: readonly string[];
}

/** Of a secret that is shorter, each chance meeting in a report would be masked. */
const leastMasked = 6;

/** A warning for every value that looks like a secret. `root` is the tree before references were replaced. */
export function literalWarnings(root: Node, document: Document): readonly Mistake[] {
  return literalsIn(root)
    .slice(0, mostMistakes)
    .map(({ node, problem, name, whole }) => {
      const hint = `keep it out of the list: \${env:${name}} or \${file:PATH}`;
      const mistake = mistakeAt(document, node, { problem, hint });
      const column = (mistake.source?.column ?? 1) - 1 - (mistake.cut ?? 0);
      const text = whole
        ? coveredFrom(mistake.text ?? '', column, mistake.length ?? 0)
        : (mistake.text ?? '');
      return { ...mistake, text, warning: true };
    });
}

/** What of them must not get out: a peer may send it back. */
export function literalSecrets(root: Node): readonly Secret[] {
  return literalsIn(root).flatMap(({ name, values }) =>
    values.filter((value) => value.length >= leastMasked).map((value) => ({ name, value })),
  );
}

/** What in a text looks like a secret by its form alone, as `tokens` tell. */
export function tokensIn(text: string): readonly Secret[] {
  return tokens.flatMap(({ pattern, name }) => {
    const [value] = pattern.exec(text) ?? [];
    return value === undefined ? [] : [{ name, value }];
  });
}

function literalsIn(root: Node): readonly Literal[] {
  const found = new Map<number, Literal>();

  function note(literal: Literal): void {
    if (!found.has(literal.node.start)) found.set(literal.node.start, literal);
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
    const token = tokens.find(({ pattern }) => pattern.test(node.text));
    if (token === undefined) walkUrl(node);
    else {
      const values = tokensIn(node.text).map(({ value }) => value);
      note({ node, problem: `this looks like ${token.what}`, name: token.name, whole: false, values });
    }
  }

  function walkUrl(node: ScalarNode): void {
    const [, user = '', password = user] = /^https?:\/\/([^/?#\s:@]*)(?::(\S*))?@/i.exec(node.text) ?? [];
    if (password === '' || !holdsLiteral(password)) return;
    const problem = 'the password in this URL stands in the list for everybody to read';
    // What is masked of it is what the URL means by it.
    note({ node, problem, name: 'PASSWORD', whole: false, values: [] });
  }

  function walkHeaders(headers: MapNode): void {
    for (const { key, value } of headers.entries) {
      const name = key.text.toLowerCase();
      if (!secretHeaders.includes(name) || value.kind !== 'scalar') continue;
      if (!holdsLiteral(value.text)) continue;
      const problem = `the value of \`${key.text}\` stands in the list for everybody to read`;
      note({ node: value, problem, name: nameFor(name), whole: true, values: valuesIn(value.text) });
    }
  }

  walk(root);
  return [...found.values()];
}

/** A value with its scheme is told by that; a reference in it is masked by its own name. */
function valuesIn(text: string): readonly string[] {
  if (text.includes('${')) return [];
  return [text.replace(/^(?:basic|bearer|token|apikey) +/i, '')];
}

function nameFor(header: string): string {
  return header === 'cookie' ? 'COOKIE' : header.includes('key') ? 'API_KEY' : 'API_TOKEN';
}
