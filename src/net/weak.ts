// What is weak in a chain that OpenSSL has called weak: which certificate, and by what. OpenSSL judges, by the links
// that it followed itself; this only finds the words, so it may be slow (a public key takes half a millisecond).

import type { X509Certificate } from 'node:crypto';
import { certificatePartsOf } from './der.ts';

/**
 * OpenSSL's security level 2 asks for 112 bits of security (NIST SP 800-57 part 1, table 2): RSA 2048, as the
 * Baseline Requirements 6.1.5 do, curves of 224 bits, and no SHA-1. OpenSSL 3.0, in Node 20 and 22, asks for less
 * by itself, newer ones for just this.
 */
export const securityLevel = 2;

const leastModulus = 2048;
const leastCurve = 224;

interface Weak {
  readonly certificate: X509Certificate;
  /** `RSA 1024`, `MD5`. */
  readonly by: string;
}

/** The first certificate whose key is too small, leaf first. */
export function weakKeyIn(chain: readonly X509Certificate[]): Weak | null {
  for (const certificate of chain) {
    const by = weakKey(certificate);
    if (by !== null) return { certificate, by };
  }
  return null;
}

function weakKey(certificate: X509Certificate): string | null {
  const { asymmetricKeyType: type = '', asymmetricKeyDetails: details = {} } = certificate.publicKey;
  const { modulusLength, namedCurve } = details;
  if (modulusLength !== undefined && modulusLength < leastModulus) {
    return `${type.toUpperCase()} ${modulusLength}`;
  }
  // A point is a byte for its form and two coordinates (SEC 1 2.3.3).
  const bits = (((certificatePartsOf(certificate.raw).key?.length ?? 1) - 1) / 2) * 8;
  return namedCurve !== undefined && bits < leastCurve ? namedCurve : null;
}

const broken: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'MD2',
  '1.2.840.113549.1.1.4': 'MD5',
  '1.2.840.113549.1.1.5': 'SHA-1',
  '1.2.840.10045.4.1': 'SHA-1',
  '1.2.840.10040.4.3': 'SHA-1',
};

/** The first certificate that is signed with a broken hash. Nobody looks at how a root has signed itself. */
export function weakSignatureIn(chain: readonly X509Certificate[]): Weak | null {
  for (const certificate of chain) {
    const by = broken[certificatePartsOf(certificate.raw).signatureAlgorithm];
    if (by !== undefined && certificate.subject !== certificate.issuer) return { certificate, by };
  }
  return null;
}
