// What a certificate chain says, and whether it is good. Pure: OpenSSL's word on the chain comes in, a
// code of the table goes out; names are judged here (RFC 9110 4.3.4, RFC 9525).

import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { DetailedPeerCertificate } from 'node:tls';
import { failure } from '../codes.ts';
import type { CertificateFacts, Failure, FailureCode, TlsFacts } from '../model.ts';

const day = 86_400_000;
const maxNames = 20;
const maxChain = 10;

/** The chain as far as Node shows it, leaf first; it ends with the local root when there is one. */
export function chainOf(peer: DetailedPeerCertificate): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  for (let next: DetailedPeerCertificate | undefined = peer; next?.raw; next = next.issuerCertificate) {
    const certificate = new X509Certificate(next.raw);
    if (chain.some((known) => known.fingerprint256 === certificate.fingerprint256)) break;
    chain.push(certificate);
    if (chain.length === maxChain) break;
  }
  return chain;
}

export function certificateFacts(certificate: X509Certificate): CertificateFacts {
  return {
    subject: certificate.subject.replaceAll('\n', ', '),
    issuer: certificate.issuer.replaceAll('\n', ', '),
    names: namesOf(certificate).slice(0, maxNames),
    notBefore: isoDate(certificate.validFrom),
    notAfter: isoDate(certificate.validTo),
    fingerprint256: certificate.fingerprint256,
  };
}

function namesOf(certificate: X509Certificate): readonly string[] {
  return (certificate.subjectAltName ?? '').split(', ').filter(Boolean);
}

function isoDate(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}

/** Days to the earliest expiry of the chain, and how long that certificate was made for. */
export function expiryOf(
  chain: readonly X509Certificate[],
  now: number,
): Pick<TlsFacts, 'expiresInDays' | 'lifetimeDays'> {
  const ends = chain.map((certificate) => ({
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
  }));
  const first = ends.sort((a, b) => a.notAfter - b.notAfter)[0];
  if (!first || Number.isNaN(first.notAfter)) return { expiresInDays: null, lifetimeDays: null };
  return {
    expiresInDays: (first.notAfter - now) / day,
    lifetimeDays: (first.notAfter - first.notBefore) / day,
  };
}

/** OpenSSL's verification results (X509_V_ERR_…) as Node names them. */
const byVerification: Readonly<Record<string, FailureCode>> = {
  CERT_HAS_EXPIRED: 'tls.expired',
  CERT_NOT_YET_VALID: 'tls.not_yet_valid',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls.self_signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls.unknown_root',
  UNABLE_TO_GET_ISSUER_CERT: 'tls.unknown_root',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls.unknown_root',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls.unknown_root',
  CERT_UNTRUSTED: 'tls.unknown_root',
  CERT_REVOKED: 'tls.revoked',
  INVALID_PURPOSE: 'tls.purpose',
};

/**
 * Null when the chain is good for this host. `verification` is the name of OpenSSL's result as Node gives
 * it, null when it found nothing wrong.
 */
export function judgeChain(
  chain: readonly X509Certificate[],
  verification: string | null,
  host: string,
  now: number,
): Failure | null {
  const leaf = chain[0];
  if (!leaf) return failure('tls.invalid', { message: 'the server showed no certificate' });
  if (verification !== null) return chainFailure(chain, leaf, verification, now);
  return nameFailure(leaf, host);
}

function chainFailure(
  chain: readonly X509Certificate[],
  leaf: X509Certificate,
  verification: string,
  now: number,
): Failure {
  // A leaf alone gives one result for a missing intermediate and for an unknown root. A public issuer says
  // where its own certificate can be had (RFC 5280 4.2.2.1): then it is the server that did not send it.
  const alone = chain.length === 1 && leaf.subject !== leaf.issuer;
  if (
    alone &&
    byVerification[verification] === 'tls.unknown_root' &&
    /CA Issuers/.test(leaf.infoAccess ?? '')
  ) {
    return failure('tls.chain_incomplete', {
      message: `the certificate was issued by ${quoted(leaf.issuer)}, which the server did not send`,
      detail: `the issuer of the leaf is missing: ${oneLine(leaf.issuer)}`,
    });
  }
  const code = byVerification[verification] ?? 'tls.invalid';
  const message = linkMessage(code, chain) ?? dateMessage(code, chain, now);
  return failure(code, {
    ...(message === null ? {} : { message }),
    detail: detailOf(code, chain, verification),
  });
}

/** Names the link at which the chain breaks off; null where it is not a link that is missing. */
function linkMessage(code: FailureCode, chain: readonly X509Certificate[]): string | null {
  const last = chain.at(-1);
  if (!last) return null;
  if (code === 'tls.self_signed') return `the certificate is signed by itself: ${quoted(last.subject)}`;
  if (code !== 'tls.unknown_root') return null;
  if (last.subject === last.issuer) {
    return `the chain ends in ${quoted(last.subject)}, a root that is not trusted here`;
  }
  const whose = chain.length === 1 ? 'the certificate' : quoted(last.subject);
  return `${whose} was issued by ${quoted(last.issuer)}, which is neither sent nor trusted here`;
}

function dateMessage(code: FailureCode, chain: readonly X509Certificate[], now: number): string | null {
  if (code === 'tls.expired') {
    const late = chain.find((certificate) => Date.parse(certificate.validTo) < now);
    if (!late) return null;
    const whose =
      late === chain[0] ? 'the certificate' : `the intermediate certificate ${quoted(late.subject)}`;
    return `${whose} expired ${ago(now - Date.parse(late.validTo))} (${isoDate(late.validTo)})`;
  }
  if (code === 'tls.not_yet_valid') {
    const early = chain.find((certificate) => Date.parse(certificate.validFrom) > now);
    return early ? `the certificate is not valid before ${isoDate(early.validFrom)}` : null;
  }
  return null;
}

function ago(ms: number): string {
  if (ms < day) return `${Math.max(1, Math.floor(ms / 3_600_000))} h ago`;
  const days = Math.floor(ms / day);
  return days === 1 ? '1 day ago' : `${days} days ago`;
}

function detailOf(code: FailureCode, chain: readonly X509Certificate[], verification: string): string {
  const last = chain.at(-1);
  if (code === 'tls.unknown_root' && last) return `issuer: ${oneLine(last.issuer)}`;
  // OpenSSL has more results than Node has names for.
  if (verification === 'UNSPECIFIED')
    return 'broken: a weak hash, a small key, a name constraint or a policy';
  return verification;
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}

function quoted(name: string): string {
  return `"${oneLine(name)}"`;
}

function nameFailure(leaf: X509Certificate, host: string): Failure | null {
  if (namesOf(leaf).length === 0)
    return failure('tls.no_san', { detail: `subject: ${oneLine(leaf.subject)}` });
  const matches =
    isIP(host) === 0
      ? leaf.checkHost(host, { subject: 'never' }) !== undefined
      : leaf.checkIP(host) !== undefined;
  if (matches) return null;
  const names = namesOf(leaf).slice(0, 5).join(', ');
  return failure('tls.name_mismatch', { detail: `asked for ${host}, the certificate names ${names}` });
}
