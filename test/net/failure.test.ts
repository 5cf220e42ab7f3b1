// From what the system, OpenSSL, the parser and undici say to a code: errors as they were seen, one for each rule.

import { describe, expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import {
  bug,
  connectFailure,
  errorCode,
  isStarved,
  localFailure,
  thrown,
  tlsFailure,
} from '../../src/net/failure.ts';
import { bodyFailure, responseFailure } from '../../src/net/http-failure.ts';
import { networkOf } from '../servers/network.ts';

/** An error as Node makes one. */
function of(code: string | undefined, message = `it failed: ${code}`, more: object = {}): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code }, more);
}

test('only a text is the code of an error', () => {
  expect(errorCode(of('EPIPE'))).toBe('EPIPE');
  for (const none of [of(undefined), { code: 5 }, null, undefined, 'EPIPE', 7])
    expect(errorCode(none)).toBe('');
});

describe('trouble of this machine', () => {
  test.each([
    ['EMFILE', 'local.descriptors'],
    ['ENFILE', 'local.descriptors'],
    ['ENOBUFS', 'local.descriptors'],
    ['EAGAIN', 'local.stalled'],
    ['EACCES', 'local.denied'],
    ['EPERM', 'local.denied'],
    ['EINVAL', 'local.no_route'],
  ] as const)('%s is %s', (code, known) => {
    expect(localFailure(of(code))).toEqual(failure(known, { detail: code }));
  });

  test('anything else is not', () => {
    expect([localFailure(of('ECONNREFUSED')), localFailure('EMFILE'), localFailure(of(undefined))]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('one that leaves nothing to ask with', () => {
    const starved = ['local.descriptors', 'local.ports', 'local.denied', 'tcp.refused'] as const;
    expect(starved.filter((code) => isStarved(failure(code)))).toEqual(['local.descriptors', 'local.ports']);
    expect(isStarved(undefined)).toBe(false);
  });

  test('what was thrown is our own mistake, unless no descriptor was left', () => {
    expect(thrown(of('EMFILE'))).toEqual(failure('local.descriptors', { detail: 'EMFILE' }));
    expect(thrown(of('EINVAL', 'no'))).toEqual(failure('local.bug', { detail: 'no' }));
    expect(thrown(new Error('odd'))).toEqual(failure('local.bug', { detail: 'odd' }));
    expect(bug('a text')).toEqual(failure('local.bug', { detail: 'a text' }));
    expect(bug(of(undefined, 'in words'))).toEqual(failure('local.bug', { detail: 'in words' }));
  });
});

describe('a connect', () => {
  const there = networkOf({});
  const away = networkOf({ hasRoute: async () => false });
  const told = (error: unknown, network = there) => connectFailure(error, '192.0.2.1', network);

  test.each([
    ['ECONNREFUSED', 'tcp.refused'],
    ['ECONNRESET', 'tcp.reset'],
    ['EPIPE', 'tcp.reset'],
    ['ECONNABORTED', 'tcp.reset'],
    ['ETIMEDOUT', 'tcp.timeout'],
  ] as const)('%s is %s, and that is all there is to say', async (code, known) => {
    expect(await told(of(code))).toEqual(failure(known));
    expect(await told(of(code), away)).toEqual(failure(known));
  });

  test.each([
    ['EHOSTUNREACH', 'tcp.unreachable'],
    ['ENETUNREACH', 'tcp.unreachable'],
    ['EADDRNOTAVAIL', 'local.ports'],
  ] as const)('%s is %s where there is a route, else it is ours', async (code, known) => {
    expect(await told(of(code))).toEqual(failure(known, { detail: code }));
    expect(await told(of(code), away)).toEqual(failure('local.no_route', { detail: code }));
  });

  test('EHOSTDOWN is tcp.unreachable', async () => {
    expect(await told(of('EHOSTDOWN'), away)).toEqual(failure('tcp.unreachable', { detail: 'EHOSTDOWN' }));
  });

  test('trouble of this machine, and what no rule knows', async () => {
    expect(await told(of('EMFILE'))).toEqual(failure('local.descriptors', { detail: 'EMFILE' }));
    expect(await told(of('EWHAT'))).toEqual(failure('local.bug', { detail: 'it failed: EWHAT' }));
    expect(await told(null)).toEqual(failure('local.bug', { detail: 'null' }));
    expect(await told('text')).toEqual(failure('local.bug', { detail: 'text' }));
  });

  test('one that could not be bound lacks its source, unless it was forbidden or nothing was left', async () => {
    const bind = (code: string) => of(code, 'no', { syscall: 'bind' });
    expect(await told(bind('EADDRNOTAVAIL'), away)).toEqual(
      failure('local.source', { detail: 'EADDRNOTAVAIL' }),
    );
    expect(await told(bind('EINVAL'))).toEqual(failure('local.source', { detail: 'EINVAL' }));
    expect(await told(bind('EWHAT'))).toEqual(failure('local.source', { detail: 'EWHAT' }));
    expect((await told(bind('EACCES'))).code).toBe('local.denied');
    expect((await told(bind('EMFILE'))).code).toBe('local.descriptors');
    expect((await told(of('EADDRNOTAVAIL', 'no', { syscall: 'connect' }))).code).toBe('local.ports');
  });
});

describe('what OpenSSL says', () => {
  const text = (reason: string) =>
    `80AB:error:0A00010B:SSL routines:ssl3_get_record:${reason}:../deps/x.c:1:`;

  test.each([
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls.not_tls'],
    ['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'tls.not_tls'],
    ['ERR_SSL_HTTP_REQUEST', 'tls.not_tls'],
    ['ERR_SSL_BAD_PACKET_LENGTH', 'tls.not_tls'],
    ['ERR_SSL_RECORD_LAYER_FAILURE', 'tls.not_tls'],
    ['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'tls.alpn'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls.client_certificate'],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'tls.client_certificate'],
    ['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'tls.client_certificate'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tls.client_certificate'],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'tls.no_common'],
    ['ERR_SSL_NO_SHARED_CIPHER', 'tls.no_common'],
    ['ERR_SSL_NO_CIPHERS_AVAILABLE', 'tls.no_common'],
    ['ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY', 'tls.no_common'],
    ['ERR_SSL_NO_RENEGOTIATION', 'tls.alert'],
    ['ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED', 'tls.no_common'],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'tls.alert'],
    ['ERR_SSL_TLSV13_X', 'tls.alert'],
    ['ERR_SSL_SSLV3_X', 'tls.alert'],
    ['ERR_SSL_ALERT_X', 'tls.alert'],
    ['ERR_SSL_ASN1_LIB', 'tls.invalid'],
    ['ERR_SSL_X509_LIB', 'tls.invalid'],
    ['ERR_SSL_CERTIFICATE_LENGTH_MISMATCH', 'tls.invalid'],
    ['ERR_SSL_DECODE_ERROR', 'tls.invalid'],
    ['ERR_SSL_UNEXPECTED_MESSAGE', 'tls.not_tls'],
  ] as const)('%s is %s', (code, known) => {
    expect(tlsFailure(of(code, text('in words')))).toEqual(failure(known, { detail: 'in words' }));
  });

  test.each([
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls.no_common', 'the server speaks neither TLS 1.2 nor 1.3'],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', 'tls.no_common', 'the server speaks neither TLS 1.2 nor 1.3'],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'tls.weak_key', 'the Diffie-Hellman group of the handshake is too small'],
    [
      'ERR_SSL_EXCESSIVE_MESSAGE_SIZE',
      'tls.invalid',
      'the server sends more than a handshake may hold: 100 KB of certificates',
    ],
  ] as const)('%s is %s, in words of its own', (code, known, message) => {
    expect(tlsFailure(of(code, text('in words')))).toEqual(failure(known, { message, detail: 'in words' }));
  });

  test('the reason may stand in the text alone', () => {
    const told = (reason: string) => tlsFailure(of('EPROTO', text(reason)));
    expect(told('wrong version number')).toEqual(failure('tls.not_tls', { detail: 'wrong version number' }));
    expect(told('no shared cipher')).toEqual(failure('tls.no_common', { detail: 'no shared cipher' }));
  });

  test('a text of another shape is told by its code', () => {
    expect(tlsFailure(of('ERR_SSL_X', 'odd'))).toEqual(failure('tls.not_tls', { detail: 'ERR_SSL_X' }));
    expect(tlsFailure(of('ERR_SSL_X', 'odd:in:words'))?.detail).toBe('ERR_SSL_X');
    expect(tlsFailure(of('ERR_SSL_X', 'error:SSL routines:read:in words'))?.detail).toBe('in words');
    const short = of('ERR_SSL_X', '1:SSL routines');
    expect(tlsFailure(short)).toEqual(failure('tls.not_tls', { detail: 'ERR_SSL_X' }));
  });

  test('anything else is no TLS error', () => {
    for (const error of [of('ECONNRESET', 'ALERT'), of('ERR_TLS_X', 'SSL routines'), of(undefined), null]) {
      expect(tlsFailure(error)).toBeNull();
    }
  });
});

/** As undici's parser names what it could not take. */
function parser(message: string, data?: unknown): Error {
  const error = of('HPE_X', message, data === undefined ? {} : { data });
  error.name = 'HTTPParserError';
  return error;
}

describe('no response', () => {
  const told = (error: unknown, answered = false, requested = true) =>
    responseFailure(error, answered, requested);

  test('by TLS, or by trouble of ours', () => {
    expect(told(of('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED')).code).toBe('tls.client_certificate');
    expect(told(of('EMFILE')).code).toBe('local.descriptors');
  });

  test('by the parser: what rule was broken, or what came in place of HTTP', () => {
    expect(told(of('UND_ERR_HEADERS_OVERFLOW'))).toEqual(failure('http.headers_too_large'));
    expect(told(parser('Parse Error: (Invalid header token)'))).toEqual(
      failure('http.malformed', { detail: 'Invalid header token' }),
    );
    expect(told(parser('Parse Error: (Invalid (odd) token)')).detail).toBe('Invalid (odd) token');
    expect(told(parser('odd'))).toEqual(failure('http.malformed', { detail: 'odd' }));
    expect(told(parser('odd (half) told')).detail).toBe('odd (half) told');
    const expected = 'Response does not match the HTTP/1.1 protocol (Expected HTTP/)';
    expect(told(parser(expected))).toEqual(failure('http.not_http', { detail: 'Expected HTTP/' }));
    expect(told(parser(expected, 7))).toEqual(failure('http.not_http', { detail: 'Expected HTTP/' }));
    expect(told(parser(expected, 'SSH-2.0'))).toEqual(failure('http.not_http', { detail: 'SSH-2.0' }));
    const several = expected.replace('HTTP/)', 'HTTP/, RTSP/ or ICE/)');
    expect(told(parser(several, 'SSH-2.0'))).toEqual(failure('http.not_http', { detail: 'SSH-2.0' }));
    const forty = 'x'.repeat(40);
    expect(told(parser(expected, forty)).detail).toBe(forty);
    expect(told(parser(expected, `${forty}y`)).detail).toBe(`${forty}…`);
  });

  test('by HTTP/2', () => {
    expect(told(of('ERR_HTTP2_STREAM_ERROR', 'Stream closed'))).toEqual(
      failure('http.reset', { detail: 'Stream closed' }),
    );
    expect(told(of('ERR_HTTP2_ERROR', 'Protocol error'))).toEqual(
      failure('http.malformed', { detail: 'Protocol error' }),
    );
  });

  test.each([
    ['ECONNRESET', 'http.reset', 'reset'],
    ['EPIPE', 'http.reset', 'reset'],
    ['UND_ERR_SOCKET', 'http.closed', 'closed'],
    ['WHYDOWN_CLOSED', 'http.closed', 'closed'],
    [null, 'http.closed', 'closed'],
  ] as const)('by the end of the connection: %s', (code, known, how) => {
    const error = code === null ? null : of(code);
    const message = (when: string) => ({ message: `the connection was ${how} ${when}` });
    expect(told(error, false, false)).toEqual(failure(known, message('before the request was sent')));
    expect(told(error)).toEqual(failure(known, message('after the request, before a response')));
    expect(told(error, true)).toEqual(
      known === 'http.reset'
        ? failure(known, message('within the headers'))
        : failure('http.malformed', { detail: 'the connection ended within the headers' }),
    );
  });

  test('by what nobody asked for', () => {
    expect(told(of('UND_ERR_SOCKET', 'bad response'))).toEqual(
      failure('http.malformed', { detail: 'a response before the request' }),
    );
    expect(told(of('UND_ERR_SOCKET', 'bad upgrade'))).toEqual(
      failure('http.malformed', { detail: 'a switch of protocols that nobody asked for' }),
    );
  });

  test('by what undici believes of a response', () => {
    expect(told(of('UND_ERR_RES_CONTENT_LENGTH_MISMATCH'))).toEqual(
      failure('http.malformed', { detail: 'Content-Length, or what stands beside it, is broken' }),
    );
    expect(told(of('ERR_ASSERTION'))).toEqual(failure('http.malformed'));
  });

  test('what no rule knows is our own mistake', () => {
    expect(told(of('EWHAT', 'odd'))).toEqual(failure('local.bug', { detail: 'odd' }));
    expect(told('bad response').code).toBe('http.malformed');
    expect(told('odd')).toEqual(failure('local.bug', { detail: 'odd' }));
    expect(told({ name: 'HTTPParserError', message: '(x)' }).code).toBe('local.bug');
  });
});

describe('a body that did not come to its end', () => {
  test('was cut, and the words say how', () => {
    expect(bodyFailure(of('UND_ERR_SOCKET', 'other side closed'))).toEqual(
      failure('content.truncated', { detail: 'other side closed' }),
    );
    expect(bodyFailure('text')).toEqual(failure('content.truncated'));
    expect(bodyFailure(null)).toEqual(failure('content.truncated'));
    expect(bodyFailure(parser('Invalid EOF state'))).toEqual(
      failure('content.truncated', { detail: 'Invalid EOF state' }),
    );
  });

  test('or broke a rule of HTTP', () => {
    expect(bodyFailure(of('UND_ERR_HEADERS_OVERFLOW'))).toEqual(
      failure('http.headers_too_large', { message: 'the fields after the body are larger than 16 KiB' }),
    );
    expect(bodyFailure(parser('x (Invalid character in chunk size)'))).toEqual(
      failure('http.malformed', { detail: 'Invalid character in chunk size' }),
    );
  });
});
