// User and password in a URL: taken out of it, so that no output has them, and sent in the header that is made for them
// (RFC 7617). Only HTTP has such a header; at any other URL they are a mistake.

import type { Secret } from '../model.ts';
import { tokens } from './cover.ts';
import { type Reading, report } from './reading.ts';
import type { Entry, MapNode, Node, ScalarNode } from './yaml.ts';

/** A URL without its user and password, and these as they are sent. */
interface Taken {
  readonly url: string;
  /** The value of the header; null where both are empty. */
  readonly authorization: string | null;
  readonly secrets: readonly Secret[];
}

/** WHATWG URL 4.4: the host begins behind the last @ before the path, and slashes may lean. */
const authority = /^(https?:[/\\]*)([^/?#\\]*)@/i;
/** The same where references stand for anything. */
const written = /^(https?:[/\\]*)(?:\$\{[^}]*\}|[^/?#\\])*@/i;
const header = 'authorization';

/** The parts of an HTTP URL that has a user or password; null for any other text. */
export function takeUserInfo(text: string): Taken | null {
  const [whole = '', scheme = '', info = ''] = authority.exec(text) ?? [];
  const bare = scheme + text.slice(whole.length);
  if (whole === '' || !URL.canParse(text) || !URL.canParse(bare)) return null;
  const { username, password } = new URL(text);
  const left = new URL(bare);
  if (left.username !== '' || left.password !== '') return null;
  const both = `${decoded(username)}:${decoded(password)}`;
  if (both === ':') return { url: bare, authorization: null, secrets: [] };
  const encoded = Buffer.from(both).toString('base64');
  const hidden = [decoded(password), info.slice(info.indexOf(':') + 1)];
  // A token often stands in the place of the user.
  const alone = password === '' || tokens.some(({ pattern }) => pattern.test(username));
  if (alone) hidden.push(decoded(username), info.split(':')[0] ?? '');
  return {
    url: bare,
    authorization: `Basic ${encoded}`,
    secrets: [
      { name: 'BASIC_AUTH', value: encoded },
      // As somebody may send it back: without its padding, or in the letters of URLs.
      { name: 'BASIC_AUTH', value: encoded.replace(/={1,2}$/, '') },
      { name: 'BASIC_AUTH', value: Buffer.from(both).toString('base64url') },
      ...hidden.filter((value) => value !== '').map((value) => ({ name: 'PASSWORD', value })),
    ],
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The map of an endpoint whose URLs have none of it any more: it has the header instead, at the place of the URL. What
 * leaves open which of several is meant is reported.
 */
export function withoutUserInfo(own: MapNode, reading: Reading): MapNode {
  const at = own.entries.find(({ key }) => key.text === 'url');
  const all = at === undefined ? [] : scalarsOf(at.value);
  const taken = new Map(
    all.flatMap((node) => {
      const parts = takeUserInfo(node.text);
      return parts === null ? [] : [[node, parts] as const];
    }),
  );
  const [first] = taken.keys();
  if (at === undefined || first === undefined) return own;
  for (const { secrets } of taken.values()) reading.secrets.push(...secrets);
  const entries = own.entries.map((entry) =>
    entry === at ? { ...entry, value: replaced(entry.value, taken) } : entry,
  );
  const values = new Set(all.map((node) => taken.get(node)?.authorization ?? null));
  const [value] = values;
  if (values.size > 1) {
    const hint = 'make it an endpoint of its own';
    report(reading, first, 'the URLs of one endpoint share one user and password', hint);
    return { ...own, entries };
  }
  return value == null
    ? { ...own, entries }
    : { ...own, entries: withHeader(entries, first, value, reading) };
}

function scalarsOf(node: Node): readonly ScalarNode[] {
  if (node.kind === 'list') return node.items.flatMap(scalarsOf);
  return node.kind === 'scalar' ? [node] : [];
}

function replaced(node: Node, taken: ReadonlyMap<ScalarNode, Taken>): Node {
  if (node.kind === 'list') return { ...node, items: node.items.map((item) => replaced(item, taken)) };
  const parts = node.kind === 'scalar' ? taken.get(node) : undefined;
  if (node.kind !== 'scalar' || parts === undefined) return node;
  const { url } = parts;
  const shown = node.text === node.written ? url : node.written.replace(written, '$1');
  return { ...node, text: url, value: url, written: shown };
}

/** What the environment brought with user and password in front is as secret without them. */
export function secretsBehind(secrets: readonly Secret[]): readonly Secret[] {
  return secrets.flatMap(({ name, value }) => {
    const url = takeUserInfo(value)?.url ?? takeUserInfo(`https://${value}`)?.url.slice('https://'.length);
    return url === undefined ? [] : [{ name, value: url }];
  });
}

function withHeader(
  entries: readonly Entry[],
  place: ScalarNode,
  value: string,
  reading: Reading,
): readonly Entry[] {
  const headers = entries.find(({ key }) => key.text === 'headers');
  const lines = headers?.value.kind === 'map' ? headers.value.entries : [];
  const said = lines.find(({ key }) => key.text.toLowerCase() === header);
  if (said !== undefined) {
    const hint = 'keep one of the two, the header or what stands in the URL';
    report(
      reading,
      said.key,
      `the URL has a user or password, and there is the header \`${header}\` too`,
      hint,
    );
  }
  if (said !== undefined || (headers !== undefined && headers.value.kind !== 'map')) return entries;
  const scalar = (text: string, written = text): ScalarNode => ({
    ...place,
    plain: false,
    text,
    written,
    value: text,
  });
  const line: Entry = { key: scalar(header), value: scalar(value, 'Basic') };
  const map: MapNode = { kind: 'map', start: place.start, end: place.end, entries: [...lines, line] };
  const all: Entry = {
    key: headers?.key ?? scalar('headers'),
    value: { ...(headers?.value ?? map), ...map },
  };
  return [...entries.filter((entry) => entry !== headers), all];
}
