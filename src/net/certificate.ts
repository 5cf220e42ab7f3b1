// What the certificates of a chain say: names, dates, links. Whether they are good is judged in `chain.ts`.

import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate } from 'node:tls';
import type { CertificateFacts, TlsFacts } from '../model.ts';

const day = 86_400_000;
const maxNames = 20;
/** More than any DNS name has (RFC 1035 2.3.4). */
const maxText = 300;
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
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    names: namesOf(certificate).slice(0, maxNames),
    notBefore: isoDate(certificate.validFrom),
    notAfter: isoDate(certificate.validTo),
    fingerprint256: certificate.fingerprint256,
  };
}

/** Subject alternative names as Node writes them: `DNS:site.example`. */
export function namesOf(certificate: X509Certificate): readonly string[] {
  return (certificate.subjectAltName ?? '').split(', ').filter(Boolean).map(short);
}

/** The name of an owner or issuer in one line. */
export function oneLine(name: string): string {
  return short(name.replaceAll('\n', ', '));
}

/** A name may fill 100 KB, and nobody wants to read that. */
function short(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}…` : text;
}

/** A date of a certificate in ISO 8601; as it stands where it is none. */
export function isoDate(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? text : at.toISOString();
}

/**
 * Days to the earliest expiry of the chain, and how long that certificate was made for. In a chain that is good,
 * what has expired was not needed: servers go on sending the old link above a root that is trusted by now.
 */
export function expiryOf(
  chain: readonly X509Certificate[],
  good: boolean,
  now: number,
): Pick<TlsFacts, 'expiresInDays' | 'lifetimeDays'> {
  const ends = chain.map((certificate) => ({
    notBefore: Date.parse(certificate.validFrom),
    notAfter: Date.parse(certificate.validTo),
  }));
  const spent = good ? ends.findIndex(({ notAfter }, link) => link > 0 && notAfter < now) : -1;
  const needed = spent === -1 ? ends : ends.slice(0, spent);
  const first = needed.sort((a, b) => a.notAfter - b.notAfter)[0];
  if (!first || Number.isNaN(first.notAfter)) return { expiresInDays: null, lifetimeDays: null };
  return {
    expiresInDays: (first.notAfter - now) / day,
    lifetimeDays: (first.notAfter - first.notBefore) / day,
  };
}
