// JSON of somebody else's: read only where it does not nest beyond reason.

import type { Json } from './model.ts';

/** Nobody honest nests deeper, and what walks a document must not run out of stack. */
const maxDepth = 200;

/** Undefined when the text is no JSON, or nested beyond reason; a JSON document is never undefined. */
export function parseJson(text: string): Json | undefined {
  if (isDeep(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function isDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    // Strings are passed over whole: a bracket in one opens nothing.
    if (sign === '"') at = endOfString(text, at);
    else if (sign === '[' || sign === '{') depth += 1;
    else if (sign === ']' || sign === '}') depth -= 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}
