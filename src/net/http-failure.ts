// From undici's, Node's and the parser's errors to a code. HTTP/1.1 and h2 say the same thing differently.

import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { bug, errorCode, localFailure, tlsFailure } from './failure.ts';

const excerptBytes = 40;

/**
 * Why no response came. `answered`: something had come, so an end is a broken answer; `requested`: the request had gone
 * out. An error of null is an end in good order.
 */
export function responseFailure(error: unknown, answered: boolean, requested: boolean): Failure {
  if (error === null) return endOf('http.closed', answered, requested);
  const code = errorCode(error);
  const text = error instanceof Error ? error.message : String(error);
  // In TLS 1.3 the server asks for a client certificate only after our handshake is over.
  const other = tlsFailure(error) ?? localFailure(error);
  if (other) return other;
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return failure('http.headers_too_large');
  if (isParserError(error)) return parserFailure(error);
  if (code === 'ERR_HTTP2_STREAM_ERROR') return failure('http.reset', { detail: text });
  if (code.startsWith('ERR_HTTP2_')) return failure('http.malformed', { detail: text });
  if (code === 'ECONNRESET' || code === 'EPIPE') return endOf('http.reset', answered, requested);
  if (text === 'bad response') return failure('http.malformed', { detail: 'a response before the request' });
  if (text === 'bad upgrade') {
    return failure('http.malformed', { detail: 'a switch of protocols that nobody asked for' });
  }
  if (code === 'UND_ERR_SOCKET' || code === 'WHYDOWN_CLOSED')
    return endOf('http.closed', answered, requested);
  // Once it has seen a Content-Length, undici tells of every broken rule as of a wrong length.
  if (code.startsWith('UND_ERR_RES'))
    return failure('http.malformed', { detail: 'Content-Length, or what stands beside it, is broken' });
  // undici asserts what it believes of a response, and a peer may well break it.
  if (code === 'ERR_ASSERTION') return failure('http.malformed');
  return bug(error);
}

/** A connection that ended where a response should be, and when. */
function endOf(code: 'http.closed' | 'http.reset', answered: boolean, requested: boolean): Failure {
  const how = code === 'http.closed' ? 'closed' : 'reset';
  if (!requested) return failure(code, { message: `the connection was ${how} before the request was sent` });
  if (!answered)
    return failure(code, { message: `the connection was ${how} after the request, before a response` });
  if (code === 'http.reset') return failure(code, { message: 'the connection was reset within the headers' });
  return failure('http.malformed', { detail: 'the connection ended within the headers' });
}

/** undici 7 gives its parser's errors this name and, other than Node, no code. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'HTTPParserError';
}

/** What the parser could not take: no HTTP at all, or HTTP that breaks a rule. */
function parserFailure(error: Error): Failure {
  const rule = /^[^(]*\((.*)\)$/.exec(error.message)?.[1] ?? error.message;
  if (!rule.startsWith('Expected HTTP/')) return failure('http.malformed', { detail: rule });
  const seen = 'data' in error && typeof error.data === 'string' ? excerpt(error.data) : '';
  return failure('http.not_http', { detail: seen === '' ? rule : seen });
}

/** "…" tells that it goes on, and that what stands before it may be cut in the middle. */
function excerpt(data: string): string {
  return data.length > excerptBytes ? `${data.slice(0, excerptBytes)}…` : data;
}

/** Why a body that had begun did not come to its end; an error of null is an end in good order, but too early. */
export function bodyFailure(error: unknown): Failure {
  if (errorCode(error) === 'UND_ERR_HEADERS_OVERFLOW') {
    return failure('http.headers_too_large', { message: 'the fields after the body are larger than 16 KiB' });
  }
  if (isParserError(error) && !error.message.includes('Invalid EOF state')) return parserFailure(error);
  return failure('content.truncated', error instanceof Error ? { detail: error.message } : {});
}
