// Whether a stapled OCSP response (RFC 6960, RFC 6066 8) says that a certificate was revoked. It is believed only if
// it is about just this certificate, of now, and signed by whom its issuer lets speak; else it says nothing.

import { createHash, verify, X509Certificate } from 'node:crypto';
import { bitsOf, certificatePartsOf, type Element, elementIn, elementsOf, oidOf, timeOf } from './der.ts';

export interface Revocation {
  /** When it was revoked, in milliseconds since 1970. */
  readonly at: number;
  /** RFC 5280 5.3.1, in words; null when it was not given. */
  readonly reason: string | null;
}

/** How far two clocks may be apart; the same that openssl-ocsp(1) allows. */
const skewMs = 5 * 60_000;
/** An answer that names no end is good for as long as a public authority may give one (Baseline Requirements 4.9.10). */
const longestMs = 10 * 86_400_000;

const hashes: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
};

/** SHA-1 is not among them: nobody could tell who said it. */
const digests: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

const reasons: Readonly<Record<number, string>> = {
  1: 'its key leaked',
  2: 'the key of its authority leaked',
  3: 'its owner changed',
  4: 'superseded',
  5: 'no longer in use',
  6: 'on hold',
  9: 'privilege withdrawn',
  10: 'the key of its authority leaked',
};

const ocspSigning = '1.3.6.1.5.5.7.3.9';
const basicResponse = '1.3.6.1.5.5.7.48.1.1';

/** Null unless the staple says, and may say, that the leaf was revoked. `now`: milliseconds since 1970. */
export function revocationIn(
  staple: Buffer,
  leaf: X509Certificate,
  issuer: X509Certificate,
  now: number,
): Revocation | null {
  const [status, bytes] = elementsOf(elementIn(staple, 0)?.content);
  const [type, response] = elementsOf(elementIn(bytes?.content, 0)?.content);
  if (status?.tag !== 0x0a || status.content[0] !== 0 || oidOf(type) !== basicResponse) return null;
  const [data, algorithm, signature, certificates] = elementsOf(elementIn(response?.content, 0)?.content);
  // All that stands beside the answers has a tag of another kind.
  const answers = elementsOf(data?.content).find(({ tag }) => tag === 0x30);
  const [revocation] = elementsOf(answers?.content).flatMap((answer) => {
    const told = revocationOf(answer, now);
    return told && isAbout(answer, leaf, issuer) ? [told] : [];
  });
  if (!revocation || !data) return null;
  // The signature last: it is the only costly thing, and nearly all staples say that all is well.
  const digest = digests[oidOf(elementIn(algorithm?.content, 0))];
  const bits = bitsOf(signature);
  if (!digest || !bits) return null;
  const speakers = [issuer, ...delegates(certificates, issuer, now)];
  return speakers.some(({ publicKey }) => signed(digest, data.whole, publicKey, bits)) ? revocation : null;
}

/** CertID: the hashes of the issuer's name and key, and the serial number. */
function isAbout(answer: Element, leaf: X509Certificate, issuer: X509Certificate): boolean {
  const [algorithm, name, key, serial] = elementsOf(elementIn(answer.content, 0)?.content);
  const hash = hashes[oidOf(elementIn(algorithm?.content, 0))];
  const own = certificatePartsOf(leaf.raw);
  const { key: issuerKey } = certificatePartsOf(issuer.raw);
  if (!hash || !own.issuer || !issuerKey || !own.serial) return false;
  const digestOf = (bytes: Buffer) => createHash(hash).update(bytes).digest();
  return (
    serial?.content.equals(own.serial) === true &&
    name?.content.equals(digestOf(own.issuer)) === true &&
    key?.content.equals(digestOf(issuerKey)) === true
  );
}

/** What a SingleResponse says if it says "revoked", and of now. */
function revocationOf({ content }: Element, now: number): Revocation | null {
  const [, status, thisUpdate, next] = elementsOf(content);
  if (status?.tag !== 0xa1) return null;
  const from = timeOf(thisUpdate);
  const until = next?.tag === 0xa0 ? timeOf(elementIn(next.content, 0)) : from + longestMs;
  if (!(from - skewMs <= now && now <= until + skewMs)) return null;
  const [at, reason] = elementsOf(status.content);
  const number = elementIn(reason?.content, 0)?.content[0] ?? 0;
  return Number.isNaN(timeOf(at)) ? null : { at: timeOf(at), reason: reasons[number] ?? null };
}

/** Whom the issuer lets speak for it: certificates of its own, for nothing else than this (RFC 6960 4.2.2.2). */
function delegates(
  certificates: Element | undefined,
  issuer: X509Certificate,
  now: number,
): readonly X509Certificate[] {
  return elementsOf(elementIn(certificates?.content, 0)?.content).flatMap(({ whole }) => {
    const certificate = parsed(whole);
    const may =
      certificate?.keyUsage?.includes(ocspSigning) &&
      Date.parse(certificate.validFrom) <= now &&
      Date.parse(certificate.validTo) >= now &&
      certificate.checkIssued(issuer) &&
      certificate.verify(issuer.publicKey);
    return certificate && may ? [certificate] : [];
  });
}

function parsed(bytes: Buffer): X509Certificate | null {
  try {
    return new X509Certificate(bytes);
  } catch {
    return null;
  }
}

function signed(digest: string, data: Buffer, key: X509Certificate['publicKey'], bits: Buffer): boolean {
  try {
    return verify(digest, data, key, bits);
  } catch {
    // A signature of another kind of key.
    return false;
  }
}
