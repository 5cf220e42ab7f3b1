// Words for a POSIX shell: whatever a peer or a list says is one word and nothing more (POSIX 2.2). Pure.

import { leastTold } from '../conceal.ts';
import type { Secret } from '../model.ts';

const harmless = /^[A-Za-z0-9_@%+=:,./-]+$/;
const variable = /^[A-Za-z_][A-Za-z0-9_]*$/;

// What a report would escape, lest the runner of a CI job obeys it; the line would no longer be the same.
const command = /##[a-z]*\[|(?<!\S)::|:{3}/i;

/** One word of a line, of any text; a secret in it, whatever its case, stands as `"$NAME"`. */
export type Quote = (text: string) => string;

/** Longer than a line may be. The message of a pattern that overflows V8's stack would quote all of it. */
const mostTold = 4000;

/** Quotes with these secrets in mind. Of those that overlap the longer one is seen. */
export function quoter(secrets: readonly Secret[]): Quote {
  const told = secrets
    .filter(({ value }) => value.length >= leastTold && value.length <= mostTold)
    .toSorted((a, b) => b.value.length - a.value.length);
  const names = new Map(told.map(({ name, value }) => [value.toLowerCase(), name]));
  const pattern = told.map(({ value }) => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  if (pattern === '') return word;
  const secret = new RegExp(`(${pattern})`, 'gi');
  return (text) => {
    // With one group, every second part is a secret.
    const parts = text.split(secret).map((part, index) => {
      if (index % 2 === 0) return part === '' ? '' : word(part);
      const name = names.get(part.toLowerCase()) ?? '';
      return variable.test(name) ? `"$${name}"` : '"$SECRET"';
    });
    return parts.join('') || "''";
  };
}

function word(text: string): string {
  if (harmless.test(text) && !command.test(text)) return text;
  const quoted = `'${text.replaceAll("'", "'\\''")}'`;
  return command.test(text) ? quoted.replace(/(?<=:)(?=:)|(?<=#)(?=#)/g, "''") : quoted;
}
