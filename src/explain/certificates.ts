// The codes of certificates, explained.

import type { tls } from '../codes/tls.ts';
import type { Explanation } from './explanation.ts';

type Code = Exclude<
  keyof typeof tls,
  | `tls.${'timeout' | 'reset' | 'closed' | 'not_tls' | 'no_common' | 'alert' | 'alpn'}`
  | 'tls.client_certificate'
  | 'tls.version'
  | 'tls.cipher'
>;

const dates =
  'openssl s_client -connect HOST:PORT -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -dates -subject -issuer';
const names =
  'openssl s_client -connect HOST:PORT -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -ext subjectAltName';
const chain = 'openssl s_client -connect HOST:PORT -servername HOST -showcerts </dev/null';
const whole =
  'openssl s_client -connect HOST:PORT -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -text';

export const certificates: Readonly<Record<Code, Explanation>> = {
  'tls.expired': {
    meaning: 'The certificate of the host, or one of the chain above it, is past its notAfter date.',
    causes: [
      'The renewal failed, or succeeded and nobody reloaded the server.',
      'One of several servers still has the old certificate.',
      'The clock of this machine runs ahead; then all sites seem to have expired.',
      'An intermediate expired that the server still sends.',
    ],
    remedies: [
      'Renew and reload, on every server of the name; then ask each address.',
      'Check the clock of this machine.',
    ],
    look: [dates, 'date -u', 'certbot certificates'],
  },
  'tls.not_yet_valid': {
    meaning: 'The certificate begins to be valid only in the future (notBefore).',
    causes: [
      'The clock of this machine is behind, as after a flat battery or a resumed snapshot.',
      'The certificate was put into use before its time, or by an issuer whose clock is ahead.',
    ],
    remedies: ['Set the clock (NTP) and ask again.', 'Put the certificate that was valid until now back.'],
    look: [dates, 'timedatectl status'],
  },
  'tls.name_mismatch': {
    meaning:
      'The certificate is good, for other names: none of its subject alternative names matches the host that was asked (RFC 9525).',
    causes: [
      'The server gave its default certificate because it does not know the server name (SNI).',
      'The name was added to DNS and not to the certificate; a wildcard covers one label only.',
      'DNS leads to somebody else’s server, or a portal answers in its place.',
    ],
    remedies: ['Issue a certificate with the name in it.', 'Check that DNS leads to the right server.'],
    look: [names, 'dig +short NAME'],
  },
  'tls.no_san': {
    meaning:
      'The certificate names its host in the common name only. Clients no longer look there (RFC 9110 4.3.4, RFC 9525).',
    causes: ['An old certificate of an internal authority, or a script that sets no subjectAltName.'],
    remedies: ['Issue it anew with a subject alternative name.'],
    look: [names],
  },
  'tls.self_signed': {
    meaning: 'The certificate was signed with its own key: nobody else vouches for it.',
    causes: [
      'The certificate that a package or an appliance makes for itself when it is installed.',
      'The real certificate did not load and a default took its place.',
      'Something in between answers in place of the server.',
    ],
    remedies: [
      'Install a certificate of an authority that clients trust.',
      'If it is meant to be so, give the certificate as `ca:` or with --ca.',
    ],
    look: [dates, chain],
  },
  'tls.unknown_root': {
    meaning: 'The chain ends in an authority that is not among the roots trusted here.',
    causes: [
      'An internal authority whose root is not installed on this machine.',
      'A proxy or an antivirus that opens TLS and signs anew with a root of its own.',
      'The store of roots is old, or empty, as in a minimal container.',
    ],
    remedies: [
      'Give the root with `ca:` or --ca, or install it in the system.',
      'If the issuer is unexpected, find out who opens the connections.',
    ],
    look: [dates, chain, 'openssl s_client -connect HOST:PORT -servername HOST -CAfile FILE </dev/null'],
  },
  'tls.chain_incomplete': {
    meaning:
      'The server sent its own certificate and not the intermediate that links it to a root. Browsers often fetch or remember the link; most other clients fail.',
    causes: [
      'The server was given the certificate file in place of the full chain.',
      'The authority changed its intermediate and the file with the chain was not renewed.',
      'The authority is not trusted here at all: of a certificate that comes alone, the two look alike.',
    ],
    remedies: [
      'Configure the full chain: fullchain.pem with certbot, the certificate followed by its intermediates elsewhere.',
      'Fetch the missing link from the address under CA Issuers in the certificate.',
    ],
    look: [chain, `${whole} | grep -A3 "Authority Information"`],
  },
  'tls.weak_key': {
    meaning:
      'The key of a certificate of the chain, or the Diffie-Hellman group of the handshake, is worth less than 112 bits (security level 2 of OpenSSL): RSA needs 2048, as the Baseline Requirements 6.1.5 ask of public authorities, a curve 224.',
    causes: [
      'RSA with fewer than 2048 bits, from an old template or device.',
      'An old root or intermediate of an internal authority.',
      'A Diffie-Hellman group of 1024 bits in the settings of the server.',
    ],
    remedies: ['Make a new key, RSA 2048 or P-256 at least, and issue the certificate anew.'],
    look: [`${whole} | grep "Public-Key"`, `${chain} | grep "a:PKEY"`],
  },
  'tls.weak_signature': {
    meaning:
      'A certificate of the chain was signed with a hash that is broken: MD5 or SHA-1. How a root has signed itself does not count.',
    causes: ['An internal authority with old settings.', 'An old intermediate that is still being sent.'],
    remedies: ['Issue the chain anew with SHA-256 or better.', 'Take the old intermediate out of the chain.'],
    look: [`${whole} | grep "Signature Algorithm"`, chain],
  },
  'tls.purpose': {
    meaning:
      'The certificate may not be used by a server: its extended key usage does not hold serverAuth, or its key usage does not let the key sign or exchange keys.',
    causes: [
      'A certificate for clients, for mail or for signing code was installed.',
      'A wrong template of an internal authority.',
    ],
    remedies: ['Issue one with the extended key usage serverAuth (RFC 5280 4.2.1.12).'],
    look: [
      'openssl s_client -connect HOST:PORT -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -purpose',
    ],
  },
  'tls.revoked': {
    meaning:
      'The authority has revoked the certificate before its time, and the server itself sends the signed answer that says so (OCSP stapling, RFC 6066 8). Nobody else is asked: if a server staples nothing, a revoked certificate looks like any other.',
    causes: [
      'The key leaked, or was thought to have.',
      'The authority had to withdraw what it issued by mistake.',
    ],
    remedies: ['Issue a new certificate with a new key at once, and find out why the old one was revoked.'],
    look: ['openssl s_client -connect HOST:PORT -servername HOST -status </dev/null', whole],
  },
  'tls.invalid': {
    meaning: 'The chain breaks a rule of RFC 5280 that has no code of its own; the detail names it.',
    causes: [
      'A signature does not match, or a certificate is damaged.',
      'An intermediate that is no authority (basicConstraints), or has too long a path below it.',
      'A name constraint of the authority forbids this name.',
      'The chain is larger than the 100 KB that OpenSSL takes.',
    ],
    remedies: [
      'Check the chain with openssl; it names the certificate and the depth.',
      'Issue the chain anew.',
    ],
    look: ['openssl verify -untrusted FILE FILE', chain],
  },
  'tls.expires': {
    meaning:
      'The certificate is valid, and for fewer days than the list asks for (`certificate: {expires_in: …}`).',
    causes: [
      'Automatic renewal does not run, or fails: a changed challenge, a full disk, a limit of the authority.',
      'It was renewed and the server was not reloaded.',
    ],
    remedies: [
      'Renew it now and reload the server; then find out why it did not happen by itself.',
      'If the certificate is meant to live for a few days only, lower the limit in the list.',
    ],
    look: [dates, 'certbot renew --dry-run'],
  },
};
