// Certificates made by openssl itself: roots, intermediates, and leaves with any dates and names.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { program } from './parts.mjs';

const settings = `
[req]
distinguished_name = name
[name]
[ca]
default_ca = this
[this]
database = index.txt
new_certs_dir = .
default_md = sha256
policy = any
unique_subject = no
rand_serial = yes
[any]
commonName = optional
`;

/**
 * @typedef {object} Authority
 * @property {string} folder
 * @property {string} pem its own certificate
 *
 * @typedef {object} Wish
 * @property {string} [subject] the common name
 * @property {readonly string[]} [names] DNS names and addresses; none leaves the extension out
 * @property {number} [fromDays] first day it is good, counted from now; yesterday if not said
 * @property {number} [toDays] last day it is good, counted from now; in 90 days if not said
 * @property {string} [issuerUrl] where the issuer's certificate can be had (authority information access)
 */

/**
 * @param {string} folder
 * @param {readonly string[]} args
 */
function openssl(folder, args) {
  const env = { ...process.env, OPENSSL_CONF: join(folder, 'openssl.cnf') };
  try {
    return execFileSync(program('openssl'), args, {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
  } catch (error) {
    throw new Error(`openssl ${args.join(' ')}: ${error instanceof Error ? error.message : error}`);
  }
}

/**
 * A new folder with a key, for an authority or a server.
 * @param {string} folder
 * @returns {string} the file of the key
 */
export function makeKey(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'openssl.cnf'), settings);
  writeFileSync(join(folder, 'index.txt'), '');
  openssl(folder, ['genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', 'key.pem']);
  return join(folder, 'key.pem');
}

const authorityExtensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];

/**
 * A root of its own.
 * @param {string} folder
 * @param {string} subject
 * @returns {Authority}
 */
export function makeRoot(folder, subject) {
  makeKey(folder);
  const extensions = authorityExtensions.flatMap((text) => ['-addext', text]);
  openssl(folder, [
    'req',
    '-x509',
    '-new',
    '-key',
    'key.pem',
    '-subj',
    `/CN=${subject}`,
    '-days',
    '3650',
    ...extensions,
    '-out',
    'own.pem',
  ]);
  return { folder, pem: readFileSync(join(folder, 'own.pem'), 'utf8') };
}

/**
 * An authority that another one vouches for.
 * @param {Authority} issuer
 * @param {string} folder
 * @param {string} subject
 * @returns {Authority}
 */
export function makeIntermediate(issuer, folder, subject) {
  makeKey(folder);
  const pem = sign(issuer, join(folder, 'key.pem'), { subject, toDays: 1000 }, authorityExtensions);
  writeFileSync(join(folder, 'own.pem'), pem);
  return { folder, pem };
}

/**
 * A certificate for a server.
 * @param {Authority} issuer
 * @param {string} keyFile
 * @param {Wish} wish
 * @returns {string} PEM
 */
export function makeLeaf(issuer, keyFile, wish) {
  return sign(issuer, keyFile, wish, [
    'basicConstraints=critical,CA:FALSE',
    'extendedKeyUsage=serverAuth',
    ...(wish.names
      ? [`subjectAltName=${wish.names.map((name) => `${isIP(name) === 0 ? 'DNS' : 'IP'}:${name}`).join(',')}`]
      : []),
    ...(wish.issuerUrl ? [`authorityInfoAccess=caIssuers;URI:${wish.issuerUrl}`] : []),
  ]);
}

/**
 * A certificate that vouches for itself.
 * @param {string} folder with the key
 * @param {readonly string[]} names
 * @returns {string} PEM
 */
export function makeSelfSigned(folder, names) {
  const name = `subjectAltName=${names.map((text) => `DNS:${text}`).join(',')}`;
  openssl(folder, [
    'req',
    '-x509',
    '-new',
    '-key',
    'key.pem',
    '-subj',
    `/CN=${names[0]}`,
    '-days',
    '90',
    '-addext',
    name,
    '-out',
    'self.pem',
  ]);
  return readFileSync(join(folder, 'self.pem'), 'utf8');
}

/**
 * @param {Authority} issuer
 * @param {string} keyFile
 * @param {Wish} wish
 * @param {readonly string[]} extensions
 */
function sign(issuer, keyFile, wish, extensions) {
  const { folder } = issuer;
  const subject = wish.subject ?? wish.names?.[0] ?? 'nobody';
  writeFileSync(join(folder, 'extensions.cnf'), `${extensions.join('\n')}\n`);
  openssl(folder, ['req', '-new', '-key', keyFile, '-subj', `/CN=${subject}`, '-out', 'request.pem']);
  openssl(folder, [
    ...['ca', '-batch', '-notext', '-cert', 'own.pem', '-keyfile', 'key.pem'],
    ...['-startdate', openSslDate(wish.fromDays ?? -1), '-enddate', openSslDate(wish.toDays ?? 90)],
    ...['-extfile', 'extensions.cnf', '-in', 'request.pem', '-out', 'signed.pem'],
  ]);
  return readFileSync(join(folder, 'signed.pem'), 'utf8');
}

/** @param {number} days from now; as openssl-ca(1) wants it: YYYYMMDDHHMMSSZ */
function openSslDate(days) {
  const at = new Date(Date.now() + days * 86_400_000);
  return `${at.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}

/**
 * What an authority says of a certificate by OCSP, in the file of the certificate with `.ocsp` behind it.
 * @param {Authority} issuer
 * @param {string} certificateFile
 * @param {'V' | 'R'} status valid or revoked
 * @returns {string} the file
 */
export function makeStaple(issuer, certificateFile, status) {
  const { folder } = issuer;
  const serial = openssl(folder, ['x509', '-in', certificateFile, '-noout', '-serial']).trim().split('=')[1];
  // A line of the database of openssl-ca(1): status, expiry, revocation, serial number, file, name.
  const short = (/** @type {number} */ days) => openSslDate(days).slice(2);
  const revoked = status === 'R' ? `${short(-1)},keyCompromise` : '';
  const line = [status, short(90), revoked, serial, 'unknown', '/CN=server'].join('\t');
  writeFileSync(join(folder, 'said.txt'), `${line}\n`);
  const staple = `${certificateFile}.ocsp`;
  openssl(folder, [
    'ocsp',
    '-no_nonce',
    '-issuer',
    'own.pem',
    '-cert',
    certificateFile,
    '-reqout',
    'question',
  ]);
  openssl(folder, [
    ...['ocsp', '-index', 'said.txt', '-CA', 'own.pem', '-rsigner', 'own.pem', '-rkey', 'key.pem'],
    ...['-ndays', '1', '-reqin', 'question', '-respout', staple],
  ]);
  return staple;
}
