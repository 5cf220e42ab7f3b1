// TLS servers that misbehave in the handshake, and what is told of them.

import type { TlsOptions } from 'node:tls';
import { type Identity, identities } from '../servers/certificates.ts';
import { byOpenssl } from '../servers/openssl.ts';
import { type noHandshakes, openHttp2, openNoHandshake, openSmallGroup, openTls } from '../servers/tls.ts';
import type { PeerFault } from './fault.ts';
import { site } from './site.ts';

const tlsSite = (identity: Identity, options?: TlsOptions) => () => site(openTls(identity, options));
const httpsSite = (options: TlsOptions) => () =>
  site(openTls(identities.good, options), { url: 'https://site.example/' });
const instead = (name: keyof typeof noHandshakes) => () => site(openNoHandshake(name));

const agreements: readonly PeerFault[] = [
  {
    ids: ['T10'],
    fault: 'a server of TLS 1.0 and 1.1 only',
    told: 'down tls.no_common',
    open: tlsSite(identities.good, {
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT:@SECLEVEL=0',
    }),
  },
  {
    ids: ['T10'],
    fault: 'a server whose only cipher nobody uses',
    told: 'down tls.no_common',
    open: tlsSite(identities.good, { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CAMELLIA128-SHA256' }),
  },
  {
    ids: ['T10'],
    fault: 'the alert handshake_failure',
    told: 'down tls.no_common',
    open: instead('alerts handshake_failure'),
  },
  {
    ids: ['T10'],
    fault: 'the alert protocol_version',
    told: 'down tls.no_common',
    open: instead('alerts protocol_version'),
  },
  {
    ids: ['T10'],
    fault: 'the alert internal_error',
    told: 'down tls.alert',
    open: instead('alerts internal_error'),
  },
  {
    ids: ['T10', 'T16'],
    fault: 'the alert unrecognized_name',
    told: 'down tls.alert',
    open: instead('alerts unrecognized_name'),
  },
  {
    ids: ['T7', 'T10'],
    fault: 'a Diffie-Hellman group of 1024 bits',
    told: 'down tls.weak_key',
    open: () => site(openSmallGroup(byOpenssl('rsa:2048'))),
  },
  {
    ids: ['T15'],
    fault: 'a server of another protocol than HTTP (ALPN)',
    told: 'down tls.alpn',
    open: httpsSite({ ALPNProtocols: ['smtp'] }),
  },
  {
    ids: ['T15'],
    fault: 'a server of HTTP/2 and nothing else',
    told: 'up',
    open: () =>
      site(
        openHttp2((stream) => stream.respond({ ':status': 200 }, { endStream: true })),
        { url: 'https://site.example/' },
      ),
  },
];

const strangers: readonly PeerFault[] = [
  {
    ids: ['T11'],
    fault: 'plain HTTP on the port of TLS',
    told: 'down tls.not_tls',
    open: instead('speaks plain HTTP'),
  },
  { ids: ['T11'], fault: 'SSH on the port of TLS', told: 'down tls.not_tls', open: instead('speaks SSH') },
  { ids: ['T11'], fault: 'SMTP on the port of TLS', told: 'down tls.not_tls', open: instead('speaks SMTP') },
  {
    ids: ['T11'],
    fault: 'zeros on the port of TLS',
    told: 'down tls.not_tls',
    open: instead('speaks nonsense'),
  },
];

const required: TlsOptions = { requestCert: true, rejectUnauthorized: true };

const clients: readonly PeerFault[] = [
  {
    ids: ['T12'],
    fault: 'a client certificate is wanted, TLS 1.3',
    told: 'down tls.client_certificate',
    open: tlsSite(identities.good, required),
  },
  {
    ids: ['T12'],
    fault: 'a client certificate is wanted, TLS 1.2',
    told: 'down tls.client_certificate',
    open: tlsSite(identities.good, { ...required, maxVersion: 'TLSv1.2' }),
  },
  {
    ids: ['T12'],
    fault: 'a client certificate is wanted, HTTPS',
    told: 'down tls.client_certificate',
    open: httpsSite(required),
  },
  {
    ids: ['T12'],
    fault: 'a client certificate is wanted, HTTP/2',
    told: 'down tls.client_certificate',
    open: httpsSite({ ...required, ALPNProtocols: ['h2'] }),
  },
  {
    ids: ['T12'],
    fault: 'a client certificate is welcome, and not needed',
    told: 'up',
    open: tlsSite(identities.good, { requestCert: true, rejectUnauthorized: false }),
  },
];

const ends: readonly PeerFault[] = [
  {
    ids: ['T13'],
    fault: 'silence after the ClientHello',
    told: 'down tls.timeout',
    open: instead('is silent'),
    silent: true,
  },
  {
    ids: ['T13'],
    fault: 'a ServerHello that drips',
    told: 'down tls.timeout',
    open: instead('drips a record'),
    silent: true,
  },
  { ids: ['T13'], fault: 'an end after the ClientHello', told: 'down tls.closed', open: instead('closes') },
  {
    ids: ['T13'],
    fault: 'an end before the ClientHello',
    told: 'down tls.closed',
    open: instead('closes before it heard anything'),
  },
  {
    ids: ['T13'],
    fault: 'an end within the ServerHello',
    told: 'down tls.closed',
    open: instead('begins a record and closes'),
  },
  { ids: ['T13'], fault: 'a reset after the ClientHello', told: 'down tls.reset', open: instead('resets') },
  {
    ids: ['T13'],
    fault: 'a reset before the ClientHello',
    told: 'down tls.reset',
    open: instead('resets before it heard anything'),
  },
  {
    ids: ['T14'],
    fault: 'a ServerHello of 16 MB',
    told: 'down tls.invalid',
    open: instead('sends a message without end'),
    floods: true,
  },
  {
    ids: ['T14'],
    fault: 'changes of cipher without end',
    told: 'down tls.not_tls',
    open: instead('changes ciphers without end'),
    floods: true,
  },
  {
    ids: ['T14'],
    fault: 'alerts that only warn, without end',
    told: 'down tls.alert',
    open: instead('warns without end'),
    floods: true,
  },
];

export const tls: readonly PeerFault[] = [...agreements, ...strangers, ...clients, ...ends];
