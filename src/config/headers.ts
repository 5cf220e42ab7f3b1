// Request headers as a list writes them: names in lower case, one line each, nothing that would break the request.

import { anyCase, anyText, type JsonSchema } from '../shape/schema.ts';
import { isProblem, type Problem } from '../shape.ts';
import { reportKind, safeProblem } from './fields.ts';
import { type Reading, report } from './reading.ts';
import type { Node } from './yaml.ts';

// RFC 9110 5.6.2 and 5.5.
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Fields that frame the message or belong to one connection; the probe sets them itself. */
const ours = new Set([
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What `parseHeaders` lets pass, for editors. */
export const headersSchema: JsonSchema = {
  type: 'object',
  propertyNames: { pattern: `^(?!(?:${[...ours].map(anyCase).join('|')})$)${token.source.slice(1)}` },
  additionalProperties: { allOf: [anyText, { pattern: fieldValue.source }] },
};

/** The headers of a map node; what does not fit is reported. */
export function parseHeaders(node: Node, reading: Reading): Readonly<Record<string, string>> | undefined {
  if (node.kind !== 'map') {
    reportKind(node, { expected: 'a map of headers', example: '{accept: application/json}' }, reading);
    return undefined;
  }
  const headers = new Map<string, string>();
  for (const { key, value } of node.entries) {
    const problem = nameProblem(key.text, headers);
    if (problem !== null) {
      report(reading, key, problem.problem, problem.hint);
    } else if (value.kind !== 'scalar' || (value.plain && value.value === null)) {
      reportKind(value, { expected: 'the value of a header', example: `{${key.text}: some text}` }, reading);
    } else {
      const parsed = parseValue(value.text);
      if (isProblem(parsed)) {
        const safe = safeProblem(value, parsed, parseValue);
        report(reading, value, safe.problem, safe.hint ?? parsed.hint);
      } else headers.set(key.text.toLowerCase(), parsed.value);
    }
  }
  return Object.fromEntries(headers);
}

function nameProblem(name: string, headers: ReadonlyMap<string, string>): Problem | null {
  const lower = name.toLowerCase();
  if (!token.test(name)) {
    return { problem: `\`${name}\` is not the name of a header`, hint: 'letters, digits and hyphens' };
  }
  if (ours.has(lower)) {
    return { problem: `the header \`${name}\` is set by the probe itself`, hint: 'leave it out' };
  }
  if (!headers.has(lower)) return null;
  return { problem: `the header \`${name}\` is given twice`, hint: 'the names of headers ignore case' };
}

/** The hint is safe to show for any value. */
function parseValue(text: string): { readonly value: string } | Problem {
  if (fieldValue.test(text)) return { value: text };
  const hint = /[\r\n]/.test(text)
    ? 'it has a line break in it; if it comes from a file, cut the last one off'
    : 'it may hold printable ASCII and Latin-1 only';
  return { problem: 'this value cannot be sent as a header', hint };
}
