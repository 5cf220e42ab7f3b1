// From undici's, Node's and the parser's errors to a code. HTTP/1.1 and h2 say the same thing differently.

import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { bug, errorCode, localFailure, tlsFailure } from './failure.ts';

const excerptBytes = 40;

/** Why no response came. `answered`: something had come, so a close is a broken answer. */
export function responseFailure(error: unknown, answered: boolean): Failure {
  const code = errorCode(error);
  const text = error instanceof Error ? error.message : String(error);
  // In TLS 1.3 the server asks for a client certificate only after our handshake is over.
  const other = tlsFailure(error) ?? localFailure(error);
  if (other) return other;
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || code === 'HPE_HEADER_OVERFLOW')
    return failure('http.headers_too_large');
  if (code.startsWith('HPE_')) return parserFailure(error, code, text);
  if (/GOAWAY/.test(text)) return failure('http.goaway', { detail: text });
  if (code === 'ERR_HTTP2_STREAM_ERROR') return failure('http.reset', { detail: text });
  if (code.startsWith('ERR_HTTP2_')) return failure('http.malformed', { detail: text });
  if (code === 'ECONNRESET' || code === 'EPIPE') return failure('http.reset');
  if (code === 'UND_ERR_SOCKET' || code === 'WHYDOWN_CLOSED') {
    return answered
      ? failure('http.malformed', { detail: 'the connection ended within the headers' })
      : failure('http.closed');
  }
  if (code.startsWith('UND_ERR_RES')) return failure('http.malformed', { detail: text });
  return bug(error);
}

/** What the parser could not take: no HTTP at all, or HTTP that breaks a rule. */
function parserFailure(error: unknown, code: string, text: string): Failure {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const seen = typeof data === 'string' ? data : Buffer.isBuffer(data) ? data.toString('latin1') : '';
  const notHttp = code === 'HPE_INVALID_CONSTANT' && /Expected HTTP/i.test(text);
  if (notHttp) return failure('http.not_http', seen === '' ? {} : { detail: seen.slice(0, excerptBytes) });
  return failure('http.malformed', {
    detail: text.replace(/^Response does not match the HTTP\/1\.1 protocol \(?|\)$/g, ''),
  });
}

/** Why a body that had begun did not come to its end. */
export function bodyFailure(error: unknown): Failure {
  const code = errorCode(error);
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') {
    return failure('http.malformed', { detail: error instanceof Error ? error.message : code });
  }
  return failure('content.truncated', error instanceof Error ? { detail: error.message } : {});
}
