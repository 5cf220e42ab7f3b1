// Results with what their attempts show: answers, certificates, connections. Beside builder.ts, as brief.

import { failure } from '../../src/codes.ts';
import type { CertificateFacts, Facts, FailureCode, HttpFacts, Result, Try } from '../../src/model.ts';

/** The result, and in each of its attempts these facts. */
export function showing(result: Result, facts: Facts, startedAt?: string): Result {
  const attempts = result.attempts.map((attempt) => ({
    ...attempt,
    ...(startedAt === undefined ? {} : { startedAt }),
    hops: attempt.hops.map((hop) => ({ ...hop, facts: { ...hop.facts, ...facts } })),
  }));
  return { ...result, attempts };
}

export function http(status: number, headers: HttpFacts['headers'] = {}, body?: string): Facts {
  return {
    http: { version: '1.1', status, reason: null, headers, ...(body === undefined ? {} : { body }) },
  };
}

export function certificate(sketch: Partial<CertificateFacts> = {}): Facts {
  const leaf: CertificateFacts = {
    subject: 'CN=portal.hotel.example',
    issuer: 'CN=portal.hotel.example',
    names: [],
    notBefore: '2026-10-01T00:00:00.000Z',
    notAfter: '2026-12-30T00:00:00.000Z',
    fingerprint256: 'AA:BB:CC:DD:EE:FF',
    ...sketch,
  };
  const tls = { protocol: 'TLSv1.3', cipher: null, alpn: null, chain: [leaf] };
  return { tls: { ...tls, expiresInDays: null, lifetimeDays: null } };
}

/** The result, and the connections that were tried: an address, and how it failed; `abandoned`, or null for none. */
export function connecting(
  result: Result,
  tries: Readonly<Record<string, FailureCode | 'abandoned' | null>>,
): Result {
  const list = Object.entries(tries).map(([address, how]): Try => {
    if (how === null) return { address, at: 0, ms: 20 };
    if (how === 'abandoned') return { address, at: 0, ms: 270, abandoned: true };
    return { address, at: 0, ms: 20, failure: failure(how) };
  });
  const step = { layer: 'tcp' as const, name: 'tcp' as const, at: 0, ms: 300, tries: list };
  const attempts = result.attempts.map((attempt) => ({
    ...attempt,
    hops: attempt.hops.map((hop) => ({ ...hop, steps: [step] })),
  }));
  return { ...result, attempts };
}
