// Failures of certificates with all that was seen of them, and what such failures are built of.

import type { Facts, Observation, ReportedResult, Source, TlsFacts } from '../../src/model.ts';
import { attempt, hop, place, result } from './builder.ts';

/** A line of the list with a value of it marked. */
export function line(number: number, before: string, value: string, after = ''): Source {
  return { ...place(number, before.length + 1), excerpt: { before, value, after } };
}

/** An attempt with more facts of its last hop. */
export function knowing(observation: Observation, facts: Facts): Observation {
  return {
    ...observation,
    hops: observation.hops.map((one, index, all) =>
      index === all.length - 1 ? { ...one, facts: { ...one.facts, ...facts } } : one,
    ),
  };
}

function certificate(subject: string, issuer: string, to = '2027-01-01T00:00:00.000Z') {
  return {
    subject,
    issuer,
    names: subject === 'CN=pay.example' ? ['DNS:pay.example', 'DNS:www.pay.example'] : [],
    notBefore: '2026-10-01T00:00:00.000Z',
    notAfter: to,
    fingerprint256: 'AB:CD',
  };
}

export function gap(): ReportedResult {
  const url = 'https://pay.example/';
  const message = 'the certificate was issued by "CN=Intermediate 1", which the server did not send';
  const tls: TlsFacts = {
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_128_GCM_SHA256',
    alpn: 'h2',
    chain: [certificate('CN=pay.example', 'CN=Intermediate 1')],
    expiresInDays: 39.6,
    lifetimeDays: 92,
  };
  const sketch = {
    url,
    fails: 'tls.chain_incomplete',
    message,
    detail: 'the issuer of the leaf is missing: CN=Intermediate 1',
  } as const;
  return {
    ...result('pay', [knowing(attempt(hop({ dns: 3, tcp: 9, tls: 31 }, sketch)), { tls })], {
      status: 'down',
      code: 'tls.chain_incomplete',
      message,
    }),
    repeat:
      'timeout 10 openssl s_client -connect 192.0.2.7:443 -servername pay.example -verify_hostname pay.example -alpn h2,http/1.1 -verify_return_error </dev/null',
  };
}

export function stale(): ReportedResult {
  const url = 'tls://mail.example:993';
  const message = 'the certificate expired 12 days ago (2026-11-10T00:00:00.000Z)';
  const tls: TlsFacts = {
    protocol: 'TLSv1.2',
    cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
    alpn: null,
    chain: [
      certificate('CN=mail.example', 'CN=Intermediate 1', '2026-11-10T00:00:00.000Z'),
      certificate(
        'CN=Intermediate 1',
        'C=XX, O=A root with a long name, CN=Root',
        '2030-01-01T00:00:00.000Z',
      ),
      certificate(
        'C=XX, O=A root with a long name, CN=Root',
        'C=XX, O=A root with a long name, CN=Root',
        '2040-01-01T00:00:00.000Z',
      ),
    ],
    expiresInDays: -12.4,
    lifetimeDays: 40,
  };
  const sketch = { url, fails: 'tls.expired', message, detail: 'CERT_HAS_EXPIRED' } as const;
  return {
    ...result('mail', [knowing(attempt(hop({ dns: 3, tcp: 9, tls: 31 }, sketch)), { tls })], {
      status: 'down',
      code: 'tls.expired',
      message,
    }),
    repeat:
      'timeout 10 openssl s_client -connect 192.0.2.7:993 -servername mail.example -verify_hostname mail.example -verify_return_error </dev/null',
  };
}
