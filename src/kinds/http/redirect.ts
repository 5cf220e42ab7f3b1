// Where a redirect leads, and what of the request may go along (RFC 9110 15.4, RFC 3986 5). Pure.

import { failure } from '../../codes.ts';
import { hostOf, refuseHost } from '../../host.ts';
import type { Failure } from '../../model.ts';

export interface HttpRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** What may follow a redirect to another origin: nothing that could be a secret. */
const harmless = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent']);

/** True for a status that sends the client elsewhere, provided there is a Location. */
export function isRedirect(status: number, headers: Readonly<Record<string, string>>): boolean {
  return redirects.has(status) && headers.location !== undefined;
}

/** The next request, or why there can be none. Of several Locations each is a line. */
export function follow(request: HttpRequest, status: number, location: string): HttpRequest | Failure {
  // Which of them is meant nobody can know; the same one twice does no harm.
  const [only = '', ...others] = new Set(location.split('\n'));
  const url = others.length === 0 ? parse(only, request.url) : null;
  if (!url) return failure('http.redirect_invalid', { detail: location });
  if (request.url.protocol === 'https:' && url.protocol === 'http:') {
    return failure('http.redirect_downgrade', { detail: location });
  }
  // A fragment survives a redirect that gives none, but it is never sent.
  url.hash = '';
  // User information in a Location is the server's word, not ours to send.
  url.username = '';
  url.password = '';
  const sameOrigin = url.origin === request.url.origin;
  const toGet = status === 303 ? request.method !== 'HEAD' : status < 303 && request.method === 'POST';
  return {
    url,
    method: toGet ? 'GET' : request.method,
    headers: sameOrigin
      ? request.headers
      : Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => harmless.has(name.toLowerCase())),
        ),
  };
}

function parse(location: string, base: URL): URL | null {
  let url: URL;
  try {
    url = new URL(location, base);
  } catch {
    return null;
  }
  // Nobody listens on port 0 (RFC 6335 6).
  const possible = refuseHost(hostOf(url)) === null && url.port !== '0';
  return ['http:', 'https:'].includes(url.protocol) && possible ? url : null;
}
