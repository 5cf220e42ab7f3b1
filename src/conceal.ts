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

/** What is looked for, and what is shown in its place. */
interface Needle {
  readonly pattern: string;
  readonly shown: string;
}

/** A pattern that is much longer overflows V8's stack, and its message would quote all of it. */
const mostPattern = 50_000;
const mostCharacters = 250;

function masker(secrets: readonly Secret[]): ((text: string) => string) | null {
  // The longest first, so that none is left half masked by a shorter one inside it.
  const told = secrets
    .filter(({ value }) => value.length >= leastTold)
    .toSorted((a, b) => b.value.length - a.value.length);
  if (told.length === 0) return null;
  const masks = batches(told.flatMap(needlesOf)).map(maskOf);
  const beginnings = new Map(
    told.flatMap(({ name, value }) => formsOf(value).map((form) => [form.toLowerCase(), `$${name}`])),
  );
  return (text) => {
    const masked = masks.reduce((done, mask) => mask(done), text);
    return text.includes('…') ? maskCut(masked, beginnings) : masked;
  };
}

function maskOf(needles: readonly Needle[]): (text: string) => string {
  // A group for each. Whatever the case: DNS and header names come back in lower case, percent escapes in either.
  const pattern = new RegExp(needles.map((needle) => `(${needle.pattern})`).join('|'), 'gi');
  const found = (groups: readonly unknown[]) => groups.findIndex((group) => group !== undefined);
  return (text) => text.replace(pattern, (_, ...groups) => needles[found(groups)]?.shown ?? '***');
}

function batches(needles: readonly Needle[]): readonly (readonly Needle[])[] {
  const all: Needle[][] = [];
  let left = 0;
  for (const needle of needles) {
    left -= needle.pattern.length;
    if (left < 0) {
      all.push([]);
      left = mostPattern - needle.pattern.length;
    }
    all.at(-1)?.push(needle);
  }
  return all;
}

/** A secret in every notation, also where one part of it is in one and the next in another; a long one in parts. */
function needlesOf({ name, value }: Secret): readonly Needle[] {
  // Some letters in lower case are none that the case of a pattern leads back from: U+0130, U+1E9E, U+212A.
  const cases = [...new Set([value, value.trim(), value.toLowerCase()])];
  const texts = cases.filter((each) => each.length >= leastTold).flatMap(parts);
  const patterns = [...texts.map(anyNotation), ...base64Of(value).flatMap(parts).map(quoted)];
  return patterns.map((pattern) => ({ pattern, shown: `$${name}` }));
}

/** About as long as each other, so that none is too short to be looked for, and none ends within a notation. */
function parts(text: string): readonly string[] {
  const all: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const size = Math.ceil(rest.length / Math.ceil(rest.length / mostCharacters));
    const part = /^[\s\S]*[a-z0-9]/i.exec(rest.slice(0, size))?.[0] ?? '';
    const end = rest.length > size && part.length > size / 2 ? part.length : size;
    all.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return all;
}

/** Runs of one sign are in one notation, so that there is one way to match them. */
function anyNotation(value: string): string {
  return value.replace(/([a-z0-9]+)|(.)\2*/gisu, (run, plain: string | undefined, sign: string) => {
    if (plain !== undefined) return plain;
    const times = run.length / sign.length;
    // The longest first: `%25` begins as `%` does.
    const notations = [...new Set(notationsOf(sign))].toSorted((a, b) => b.length - a.length);
    const all = notations.map((notation) => quoted(notation.repeat(times)));
    return all.length === 1 ? all.join('') : `(?:${all.join('|')})`;
  });
}

/** A character as it is; as a URL and a form, JSON (RFC 8259 7) and HTML write it. */
function notationsOf(sign: string): readonly string[] {
  const units = sign.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  const point = sign.codePointAt(0) ?? 0;
  return [
    sign,
    [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
    ...(sign === ' ' ? ['+'] : []),
    JSON.stringify(sign).slice(1, -1),
    ...(sign === '/' ? ['\\/'] : []),
    units.map((unit) => `\\u${unit}`).join(''),
    htmlEscapes[sign] ?? sign,
    `&#${point};`,
    `&#x${point.toString(16)};`,
  ];
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function base64Of(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  const base64 = bytes.toString('base64');
  return [...new Set([base64, base64.replace(/={1,2}$/, ''), bytes.toString('base64url')])];
}

/** What the beginning of is known again where a text was cut. */
function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const percent = new URLSearchParams([['', value]]).toString().slice(1);
  return [
    value,
    value.trim(),
    percent,
    percent.replaceAll('+', '%20'),
    // In a path fewer characters are escaped, in a query others (WHATWG URL 1.3).
    value.replace(/[\0-\x20"#<>?`{}^\x7f]|[^\0-\x7f]+/g, encoded),
    value.replace(/[\0-\x20"#<>'\x7f]|[^\0-\x7f]+/g, encoded),
    json,
    value.replace(/[&<>"']/g, (sign) => htmlEscapes[sign] ?? sign),
    ...base64Of(value),
  ].filter((form) => form !== '');
}

function encoded(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1).replaceAll('+', '%20');
}

const htmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
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
