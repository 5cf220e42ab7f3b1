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

/**
 * Fewer characters hide nothing and may stand anywhere by chance: masking each 8 of a port would only make a
 * report unreadable.
 */
export const leastTold = 4;

/** Masks every secret in a text, as `conceal` does in a run. */
export function concealText(secrets: readonly Secret[]): (text: string) => string {
  return masker(secrets) ?? String;
}

/** The run with every secret, in each form a peer may send it back, shown as `$NAME`. */
export function conceal(run: Run, secrets: readonly Secret[]): Run {
  return concealer(secrets)(run);
}

/** Does the same to any part of a run; made once for many. */
export function concealer(secrets: readonly Secret[]): <T>(part: T) => T {
  const mask = masker(secrets);
  return <T>(part: T) => (mask === null ? part : (walk(part, mask, '') as T));
}

function masker(secrets: readonly Secret[]): ((text: string) => string) | null {
  const forms = new Map<string, string>();
  /** Some letters in lower case are none that the case of a pattern leads back from: U+0130, U+1E9E, U+212A. */
  const written = new Set<string>();
  for (const { name, value } of secrets) {
    if (value.length < leastTold) continue;
    for (const form of formsOf(value)) {
      if (form === '') continue;
      forms.set(form.toLowerCase(), `$${name}`);
      written.add(form.toLowerCase()).add(form);
    }
  }
  if (forms.size === 0) return null;
  // The longest first, so that no form is left half masked by a shorter one inside it.
  const sorted = [...written].sort((a, b) => b.length - a.length);
  // Whatever the case: DNS and header names come back in lower case, percent escapes in either.
  const pattern = new RegExp(
    sorted.map((form) => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'gi',
  );
  const whole = (text: string) => text.replace(pattern, (found) => forms.get(found.toLowerCase()) ?? '***');
  return (text) => maskCut(whole(text), forms);
}

function formsOf(value: string): readonly string[] {
  const base64 = Buffer.from(value).toString('base64');
  const json = JSON.stringify(value).slice(1, -1);
  return [
    value,
    value.trim(),
    encodeURIComponent(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    // In a path fewer characters are escaped (WHATWG URL 1.3).
    value.replace(/[\0-\x20"#<>?`{}\x7f]|[^\0-\x7f]+/g, encodeURIComponent),
    json,
    json.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    value.replace(/[&<>"']/g, (sign) => htmlEscapes[sign] ?? sign),
    base64,
    base64.replace(/={1,2}$/, ''),
    Buffer.from(value).toString('base64url'),
  ];
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Where a text was cut short ("…"), the beginning of a secret may be left. */
function maskCut(text: string, forms: ReadonlyMap<string, string>): string {
  const parts = text.split('…');
  const masked = parts.slice(0, -1).map((part) => {
    const lower = part.toLowerCase();
    for (const [form, shown] of forms) {
      for (let length = Math.min(form.length - 1, lower.length); length >= leastTold; length -= 1) {
        if (lower.endsWith(form.slice(0, length))) return part.slice(0, -length) + shown;
      }
    }
    return part;
  });
  return [...masked, parts.at(-1)].join('…');
}

function walk(value: unknown, mask: (text: string) => string, key: string): unknown {
  if (typeof value === 'string') return ownWords.has(key) ? value : mask(value);
  if (Array.isArray(value)) return value.map((item) => walk(item, mask, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      // Only here do peers choose the names, so none is a word of ours.
      if (key === 'headers') return [mask(name), walk(inner, mask, '')];
      return [name, walk(inner, mask, isStep(value) ? `${name}:step` : name)];
    }),
  );
}

function isStep(value: object): boolean {
  return 'at' in value && 'ms' in value && 'layer' in value;
}
