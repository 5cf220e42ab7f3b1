// Whether a chain is good for a host. Pure: OpenSSL's word on it comes in, a code of the table goes out; names are
// judged here (RFC 9110 4.3.4, RFC 9525).

import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { failure } from '../codes.ts';
import type { Failure, FailureCode } from '../model.ts';
import { isoDate, namesOf, oneLine } from './certificate.ts';
import { revocationIn } from './ocsp.ts';
import { weakKeyIn, weakSignatureIn } from './weak.ts';

const day = 86_400_000;

/** What OpenSSL found wrong with a chain; of several things the last one. */
export interface Verification {
  /** Its result (X509_V_ERR_…) as Node names it; it has more results than Node has names for. */
  readonly code: string;
  /** The same in OpenSSL's own words. */
  readonly reason: string;
}

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

/** What Node has no name for. */
const byReason: readonly (readonly [RegExp, FailureCode])[] = [
  [/key too weak/, 'tls.weak_key'],
  [/digest algorithm too weak/, 'tls.weak_signature'],
];

function named({ code, reason }: Verification): string {
  return code === 'UNSPECIFIED' ? reason : code;
}

/** Null when the chain is good for this host. `verification`: null when OpenSSL found nothing wrong. */
export function judgeChain(
  chain: readonly X509Certificate[],
  verification: Verification | null,
  host: string,
  now: number,
): Failure | null {
  const leaf = chain[0];
  if (!leaf) return failure('tls.invalid', { message: 'the server showed no certificate' });
  if (verification !== null) return chainFailure(chain, leaf, verification, now);
  return nameFailure(leaf, host);
}

/** Null unless the OCSP response that came with a good chain says that its leaf was revoked. */
export function judgeStaple(
  [leaf, issuer]: readonly X509Certificate[],
  staple: Buffer | null,
  now: number,
): Failure | null {
  const revocation = staple && leaf && issuer ? revocationIn(staple, leaf, issuer, now) : null;
  if (!revocation) return null;
  const why = revocation.reason === null ? '' : `: ${revocation.reason}`;
  return failure('tls.revoked', {
    message: `the certificate was revoked ${spanOf(now - revocation.at)} ago (${new Date(revocation.at).toISOString()})${why}`,
    detail: 'so says its issuer in the OCSP response that the server staples',
  });
}

function codeOf({ code, reason }: Verification): FailureCode {
  return byVerification[code] ?? byReason.find(([pattern]) => pattern.test(reason))?.[1] ?? 'tls.invalid';
}

function chainFailure(
  chain: readonly X509Certificate[],
  leaf: X509Certificate,
  verification: Verification,
  now: number,
): Failure {
  const code = codeOf(verification);
  // A leaf alone gives one result for a missing intermediate and for an unknown root. A public issuer says
  // where its own certificate can be had (RFC 5280 4.2.2.1): then it is the server that did not send it.
  const alone = chain.length === 1 && leaf.subject !== leaf.issuer;
  if (alone && code === 'tls.unknown_root' && /CA Issuers/.test(leaf.infoAccess ?? '')) {
    return failure('tls.chain_incomplete', {
      message: `the certificate was issued by ${quoted(leaf.issuer)}, which the server did not send`,
      detail: `the issuer of the leaf is missing: ${oneLine(leaf.issuer)}`,
    });
  }
  // OpenSSL has the same word for a link that may not vouch as for a leaf that may not serve.
  const stray = code === 'tls.purpose' ? chain.slice(1).find(({ ca }) => !ca) : undefined;
  if (stray) {
    return failure('tls.invalid', {
      message: `${linkOf(stray, chain)} is no authority, and vouches for another`,
    });
  }
  const message =
    linkMessage(code, chain) ??
    dateMessage(code, chain, now) ??
    weakMessage(code, chain) ??
    ruleMessage(code, verification);
  const last = chain.at(-1);
  return failure(code, {
    ...(message === null ? {} : { message }),
    detail: code === 'tls.unknown_root' && last ? `issuer: ${oneLine(last.issuer)}` : named(verification),
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
    return `${linkOf(late, chain)} expired ${spanOf(now - Date.parse(late.validTo))} ago (${isoDate(late.validTo)})`;
  }
  if (code === 'tls.not_yet_valid') {
    const early = chain.find((certificate) => Date.parse(certificate.validFrom) > now);
    if (!early) return null;
    const ahead = spanOf(Date.parse(early.validFrom) - now);
    return `${linkOf(early, chain)} is not valid before ${isoDate(early.validFrom)}, in ${ahead}`;
  }
  return null;
}

function weakMessage(code: FailureCode, chain: readonly X509Certificate[]): string | null {
  const key = code === 'tls.weak_key' ? weakKeyIn(chain) : null;
  if (key) return `the key of ${linkOf(key.certificate, chain)} is too weak: ${key.by}`;
  const signature = code === 'tls.weak_signature' ? weakSignatureIn(chain) : null;
  return (
    signature && `${linkOf(signature.certificate, chain)} is signed with ${signature.by}, which is broken`
  );
}

function ruleMessage(code: FailureCode, { reason }: Verification): string | null {
  if (code !== 'tls.invalid') return null;
  // RFC 5280 4.2.1.10.
  if (/subtree violation/.test(reason)) return 'an authority of the chain may not vouch for this name';
  return `the certificate chain is not valid: ${reason}`;
}

/** How a certificate of the chain is called in a sentence. */
function linkOf(certificate: X509Certificate, chain: readonly X509Certificate[]): string {
  if (certificate === chain[0]) return 'the certificate';
  const what = certificate.subject === certificate.issuer ? 'root' : 'intermediate';
  return `the ${what} certificate ${quoted(certificate.subject)}`;
}

function spanOf(ms: number): string {
  if (ms < day) return `${Math.max(1, Math.floor(ms / 3_600_000))} h`;
  const days = Math.floor(ms / day);
  return days === 1 ? '1 day' : `${days} days`;
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
