// A target as a URL that one of the kinds can ask, or what is wrong with it. Nothing is dialled here.

import { kindOf, kinds } from '../kinds/index.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Problem } from '../shape.ts';
import { withoutUserInfo } from './cover.ts';
import { didYouMean } from './diagnostic.ts';

export interface Target {
  readonly url: URL;
  readonly kind: Kind;
}

/** How the URLs of a kind begin, for messages: `tcp://`, `dns:`. */
export function schemeOf(kind: Kind, protocol: string): string {
  return kind.form.includes('://') ? `${protocol}//` : protocol;
}

/** The URL and the kind that asks it. */
export function readUrl(text: string): { readonly value: Target } | Problem {
  if (/[\u0000-\u0020\u007f]/.test(text)) {
    return { problem: 'a URL has no blanks or control characters in it', hint: 'write a blank as %20' };
  }
  const shown = withoutUserInfo(text);
  const protocol = /^[a-z][a-z0-9+.-]*:/i.exec(text)?.[0].toLowerCase();
  if (protocol === undefined) {
    const [, scheme, rest] = /^([a-z]+)\/\/(.+)$/i.exec(shown) ?? [];
    if (scheme !== undefined && kindOf(`${scheme.toLowerCase()}:`) !== undefined) {
      return { problem: `\`${shown}\` lacks a colon`, hint: `did you mean ${scheme}://${rest}?` };
    }
    return {
      problem: `\`${shown}\` is not a URL`,
      hint: `did you mean https://${shown.replace(/^\/\//, '')}?`,
    };
  }
  const kind = kindOf(protocol);
  if (kind === undefined) return unknownScheme(shown, protocol);
  if (!URL.canParse(text))
    return portTooLarge(text) ?? { problem: `\`${shown}\` is not a URL`, hint: `write ${kind.form}` };
  const url = new URL(text);
  return userInfo(url) ?? kind.refuse(url) ?? { value: { url, kind } };
}

/** What a URL parser does not say: that it is only the port. */
function portTooLarge(text: string): Problem | null {
  const port = /^[a-z+.-]+:\/\/[^/?#]*?:(\d+)(?=[/?#]|$)/i.exec(text)?.[1];
  if (port === undefined || Number(port) < 65_536) return null;
  return { problem: `there is no port ${port}`, hint: 'ports are numbers from 1 to 65535' };
}

function unknownScheme(text: string, protocol: string): Problem {
  const scheme = protocol.slice(0, -1);
  const problem = `\`${scheme}\` is not a scheme that whydown can ask`;
  if (/^[^:/]+:\d+$/.test(text)) {
    return { problem: `\`${text}\` has no scheme`, hint: `did you mean tcp://${text}?` };
  }
  if (scheme.includes('.'))
    return { problem: `\`${text}\` has no scheme`, hint: `did you mean https://${text}?` };
  const known = kinds.flatMap((kind) => kind.schemes.map((each) => each.slice(0, -1)));
  const near = didYouMean(scheme, known);
  return { problem, hint: near === null ? `it can ask ${known.join(', ')}` : `did you mean ${near}?` };
}

function userInfo(url: URL): Problem | null {
  if (url.username === '' && url.password === '') return null;
  const problem = `a user or password is only sent over HTTP, not over ${url.protocol.slice(0, -1)}`;
  return { problem, hint: 'leave it out' };
}
