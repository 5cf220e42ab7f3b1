// X.509 certificates, signed with ecdsa-with-SHA256 (RFC 5280, RFC 5758) or, to be refused, with SHA-1. Signing and
// keys are node:crypto's; this only writes the frame. For throw-away authorities, not for trust.

import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import * as der from './der.ts';

/** A key pair; whoever signs has P-256. */
export interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** What a certificate says. */
export interface Statement {
  /** Common name; a certificate without one has an empty subject. */
  readonly subject?: string;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** A CA: how many CAs may stand below it. Without it: a server's own certificate. */
  readonly pathLength?: number;
  /** DNS names and IP addresses, for SubjectAltName; none leaves the extension out. */
  readonly names?: readonly string[];
  /** Where its issuer's certificate can be had (AIA). */
  readonly issuerUrl?: string;
  /** What it may be used for; a server's if not said. */
  readonly usage?: keyof typeof usages;
  /** How it is signed; with SHA-256 if not said. */
  readonly digest?: 'sha1' | 'sha256';
}

const ecdsaWithSha1 = der.sequence(der.oid('1.2.840.10045.4.1'));
const usages = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const;

/** Who signs. */
export interface Issuer extends Keys {
  readonly subject: string;
}

/** RFC 5758 3.2. */
export const ecdsaWithSha256: Buffer = der.sequence(der.oid('1.2.840.10045.4.3.2'));

/** New keys for RSA, too short for anybody. */
export function makeShortKeys(): Keys {
  return generateKeyPairSync('rsa', { modulusLength: 1024 });
}

/** New keys. */
export function makeKeys(): Keys {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

/** Signs a statement; the certificate as PEM. */
export function issue(statement: Statement, issuer: Issuer): string {
  const algorithm = statement.digest === 'sha1' ? ecdsaWithSha1 : ecdsaWithSha256;
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(2n)),
    der.integer(serial()),
    algorithm,
    nameOf(issuer.subject),
    der.sequence(der.time(statement.notBefore), der.time(statement.notAfter)),
    nameOf(statement.subject),
    spki(statement.publicKey),
    der.explicit(3, der.sequence(...extensionsOf(statement, issuer))),
  );
  const signature = sign(statement.digest ?? 'sha256', toBeSigned, issuer.privateKey);
  return pem(der.sequence(toBeSigned, algorithm, der.bits(signature)));
}

function extensionsOf(statement: Statement, issuer: Issuer): Buffer[] {
  const { pathLength, names, issuerUrl, subject } = statement;
  const usage = pathLength === undefined ? der.namedBits(0) : der.namedBits(5, 6);
  const limits =
    pathLength === undefined ? der.sequence() : der.sequence(der.yes, der.integer(BigInt(pathLength)));
  const extensions = [
    extension('2.5.29.19', limits, true),
    extension('2.5.29.15', usage, true),
    extension('2.5.29.14', der.octets(keyId(statement.publicKey))),
    extension('2.5.29.35', der.sequence(der.implicit(0, keyId(issuer.publicKey)))),
  ];
  if (pathLength === undefined) {
    extensions.push(extension('2.5.29.37', der.sequence(der.oid(usages[statement.usage ?? 'server']))));
  }
  if (names) {
    // Critical when there is no subject (RFC 5280 4.2.1.6).
    extensions.push(extension('2.5.29.17', der.sequence(...names.map(generalName)), subject === undefined));
  }
  if (issuerUrl) {
    const url = der.implicit(6, Buffer.from(issuerUrl));
    const access = der.sequence(der.oid('1.3.6.1.5.5.7.48.2'), url);
    extensions.push(extension('1.3.6.1.5.5.7.1.1', der.sequence(access)));
  }
  return extensions;
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return der.sequence(der.oid(id), ...(critical ? [der.yes] : []), der.octets(value));
}

/** A name of one common name, or of nothing. */
export function nameOf(commonName: string | undefined): Buffer {
  if (commonName === undefined) return der.sequence();
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8(commonName))));
}

function generalName(name: string): Buffer {
  return isIP(name) > 0 ? der.implicit(7, addressBytes(name)) : der.implicit(2, Buffer.from(name));
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter((group) => group !== '');
  const right = tail.split(':').filter((group) => group !== '');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

/** SHA-1 of the point of P-256, which is the last 65 bytes (RFC 5280 4.2.1.2, method 1). */
export function keyId(key: KeyObject): Buffer {
  return createHash('sha1').update(spki(key).subarray(-65)).digest();
}

/** Positive and never zero. */
function serial(): bigint {
  return BigInt(`0x4${randomBytes(16).toString('hex').slice(1)}`);
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
