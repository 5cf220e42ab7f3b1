// Certificates and chains that are not as they should be, and what is told of them.

import type { TlsOptions } from 'node:tls';
import { authorities, type Identity, identities } from '../servers/certificates.ts';
import { authorityByOpenssl, byOpenssl, leafUnder, p256, stapleFor } from '../servers/openssl.ts';
import { openTls } from '../servers/tls.ts';
import type { Endpoint, PeerFault } from './fault.ts';
import { site } from './site.ts';

const known = (name: keyof typeof identities, more?: Partial<Endpoint>) => () =>
  site(openTls(identities[name]), more);
/** Old keys and hashes need a server that is careless too. */
const careless: TlsOptions = { ciphers: 'DEFAULT:@SECLEVEL=0' };
const odd = (make: () => Identity) => async () => site(openTls(make(), careless));
const stapled = (staple: () => Buffer) => async () => site(openTls(identities.good, {}, undefined, staple()));

const dates: readonly PeerFault[] = [
  {
    ids: ['T1'],
    fault: 'a certificate that expired yesterday',
    told: 'down tls.expired',
    open: known('expired'),
  },
  {
    ids: ['T1'],
    fault: 'an intermediate certificate that expired',
    told: 'down tls.expired',
    open: known('under an expired intermediate'),
  },
  {
    ids: ['T1'],
    fault: 'a certificate that is good from the day after tomorrow',
    told: 'down tls.not_yet_valid',
    open: known('not yet valid'),
  },
  {
    ids: ['T9'],
    fault: 'a certificate that expires in 3 days, where 7 are wanted',
    told: 'degraded tls.expires',
    open: known('expires in 3 days', { expect: { certificate: { expires_in: { warn: '7d' } } } }),
  },
  {
    ids: ['T9'],
    fault: 'an intermediate certificate that expires soon',
    told: 'degraded tls.expires',
    open: known('under an intermediate of 5 days', {
      expect: { certificate: { expires_in: { warn: '7d' } } },
    }),
  },
  {
    ids: ['T9'],
    fault: 'an expired certificate that is sent along, and not needed',
    told: 'up',
    open: known('with an old link above its root', { expect: { certificate: { expires_in: '7d' } } }),
  },
];

const issuers: readonly PeerFault[] = [
  {
    ids: ['T4'],
    fault: 'a certificate signed by itself',
    told: 'down tls.self_signed',
    open: known('signed by itself'),
  },
  {
    ids: ['T4'],
    fault: 'a whole chain under a root that nobody knows',
    told: 'down tls.unknown_root',
    open: known('of a stranger'),
  },
  {
    ids: ['T4'],
    fault: 'the same with its root',
    told: 'down tls.unknown_root',
    open: known('of a stranger, with his root'),
  },
  {
    ids: ['T4'],
    fault: 'a certificate alone, whose issuer can be had',
    told: 'down tls.chain_incomplete',
    open: known('alone, with the address of its issuer'),
  },
  {
    ids: ['T5'],
    fault: 'a certificate for clients',
    told: 'down tls.purpose',
    open: odd(() => byOpenssl(p256, '-addext', 'extendedKeyUsage=clientAuth')),
  },
  {
    ids: ['T5'],
    fault: 'a certificate whose key may only sign certificates',
    told: 'down tls.purpose',
    open: odd(() => byOpenssl(p256, '-addext', 'keyUsage=keyCertSign')),
  },
  {
    ids: ['T6'],
    fault: 'an authority that may vouch for another domain only',
    told: 'down tls.invalid',
    open: odd(() =>
      leafUnder(
        authorityByOpenssl(p256, '-addext', 'nameConstraints=critical,permitted;DNS:other.example'),
        p256,
      ),
    ),
  },
  {
    ids: ['T6'],
    fault: 'a certificate that is no authority, and signed one',
    told: 'down tls.invalid',
    open: odd(() => leafUnder(byOpenssl(p256), p256)),
  },
];

const weak: readonly PeerFault[] = [
  {
    ids: ['T6'],
    fault: 'a certificate signed with SHA-1',
    told: 'down tls.weak_signature',
    open: odd(() => byOpenssl(p256, '-sha1')),
  },
  {
    ids: ['T6'],
    fault: 'an intermediate certificate signed with SHA-1',
    told: 'down tls.weak_signature',
    open: odd(() => leafUnder(authorityByOpenssl(p256, '-sha1'), p256)),
  },
  {
    ids: ['T6'],
    fault: 'a certificate signed with MD5',
    told: 'down tls.weak_signature',
    open: odd(() => leafUnder(authorityByOpenssl('rsa:2048'), p256, '-md5')),
  },
  {
    ids: ['T7'],
    fault: 'a key of RSA 1024',
    told: 'down tls.weak_key',
    open: odd(() => byOpenssl('rsa:1024')),
  },
  {
    ids: ['T7'],
    fault: 'an authority with a key of RSA 1024',
    told: 'down tls.weak_key',
    open: odd(() => leafUnder(authorityByOpenssl('rsa:1024'), p256)),
  },
  {
    ids: ['T7'],
    fault: 'an authority with a key on P-192',
    told: 'down tls.weak_key',
    open: odd(() => leafUnder(authorityByOpenssl('ec -pkeyopt ec_paramgen_curve:P-192'), p256)),
  },
];

const by = authorities.intermediate;

const revoked: readonly PeerFault[] = [
  {
    ids: ['T8'],
    fault: 'a revoked certificate, and the server staples that',
    told: 'down tls.revoked',
    open: stapled(() => stapleFor(identities.good, by, { status: 'R', reason: ',keyCompromise' })),
  },
  {
    ids: ['T8'],
    fault: 'a staple that calls it revoked, signed by a stranger',
    told: 'up',
    open: stapled(() => stapleFor(identities.good, by, { status: 'R', by: authorities.stranger })),
  },
  {
    ids: ['T8'],
    fault: 'a staple that calls another certificate revoked',
    told: 'up',
    open: stapled(() => stapleFor(identities['of another name'], by, { status: 'R' })),
  },
  {
    ids: ['T8'],
    fault: 'a staple that is no OCSP response',
    told: 'up',
    open: stapled(() => Buffer.alloc(1000, 0x30)),
  },
];

export const tlsCertificates: readonly PeerFault[] = [...dates, ...issuers, ...weak, ...revoked];
