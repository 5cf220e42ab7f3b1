// Takes secrets out of a finished run, wherever a peer or a message may have echoed them. Pure.

import type { Run, Secret } from './model.ts';

/** Keys whose strings are our own closed words: no secret can stand there, and a mask would break them. */
const ownWords = new Set([
  'schema',
  'version',
  'startedAt',
  'status',
  'code',
  'layer',
  'name:step',
  'severity',
  'rule',
  'blame',
  'scope',
  'confidence',
]);

/** The run with every secret, in each form a peer may send it back, shown as `$NAME`. */
export function conceal(run: Run, secrets: readonly Secret[]): Run {
  const mask = masker(secrets);
  return mask === null ? run : (walk(run, mask, '') as Run);
}

function masker(secrets: readonly Secret[]): ((text: string) => string) | null {
  const forms = new Map<string, string>();
  for (const { name, value } of secrets) {
    for (const form of formsOf(value)) if (form !== '') forms.set(form, `$${name}`);
  }
  if (forms.size === 0) return null;
  // The longest first, so that no form is left half masked by a shorter one inside it.
  const sorted = [...forms.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(
    sorted.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'g',
  );
  return (text) => text.replace(pattern, (found) => forms.get(found) ?? '***');
}

function formsOf(value: string): readonly string[] {
  const base64 = Buffer.from(value).toString('base64');
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    base64,
    base64.replace(/=+$/, ''),
    Buffer.from(value).toString('base64url'),
  ];
}

function walk(value: unknown, mask: (text: string) => string, key: string): unknown {
  if (typeof value === 'string') return ownWords.has(key) ? value : mask(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, mask, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      walk(inner, mask, isStep(value) ? `${name}:step` : name),
    ]),
  );
}

function isStep(value: object): boolean {
  return 'at' in value && 'ms' in value && 'layer' in value;
}
