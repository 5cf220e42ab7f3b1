// TLS servers that misbehave in the handshake, and what is told of them.

import type { TlsOptions } from 'node:tls';
import { type Identity, identities, rootPem } from '../servers/certificates.ts';
import { byOpenssl } from '../servers/openssl.ts';
import {
  type noHandshakes,
  openHttp2,
  openHttps,
  openNameless,
  openNoHandshake,
  openSameName,
  openSmallGroup,
  openTls,
} from '../servers/tls.ts';
import type { Endpoint, PeerFault } from './fault.ts';

/** A server of `site.example`, as an endpoint of a list. */
const site = async (url: string, port: Promise<number>): Promise<Endpoint> => ({
  url,
  connect: `:443:127.0.0.1:${await port}`,
  ca: rootPem,
});
const tlsSite = (identity: Identity, options?: TlsOptions) => () =>
  site('tls://site.example', openTls(identity, options));
const httpsSite = (options: TlsOptions) => () =>
  site('https://site.example/', openTls(identities.good, options));
const instead = (name: keyof typeof noHandshakes) => () => site('tls://site.example', openNoHandshake(name));

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
    open: () => site('tls://site.example', openSmallGroup(byOpenssl('rsa:2048'))),
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
        'https://site.example/',
        openHttp2((stream) => stream.respond({ ':status': 200 }, { endStream: true })),
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

const names: readonly PeerFault[] = [
  {
    ids: ['T16'],
    fault: 'a server that refuses every server name, asked by its address',
    told: 'up',
    open: () => site('tls://192.0.2.1', openNameless(identities['of an address'])),
  },
  {
    ids: ['T16'],
    fault: 'a redirect to another name, which the next handshake must send',
    told: 'up',
    open: () => site('https://site.example/', openSameName('https://other.example/there')),
  },
];

/** It sends on to a server with the other certificate. */
const redirected = (from: Identity, to: Identity) => async (): Promise<Endpoint> => {
  const there = await openHttps((_, response) => void response.end(), to);
  const here = await openHttps(
    (_, response) => void response.writeHead(302, { location: 'https://other.example/' }).end(),
    from,
  );
  return {
    url: 'https://site.example/',
    connect: [`site.example:443:127.0.0.1:${here}`, `other.example:443:127.0.0.1:${there}`],
    ca: rootPem,
    expect: { certificate: { expires_in: { warn: '7d' } } },
  };
};

const redirects: readonly PeerFault[] = [
  {
    ids: ['T9'],
    fault: 'a certificate that expires soon, before a redirect',
    told: 'degraded tls.expires',
    open: redirected(identities['expires in 3 days'], identities.good),
  },
  {
    ids: ['T9'],
    fault: 'a certificate that expires soon, behind a redirect',
    told: 'degraded tls.expires',
    open: redirected(identities.good, identities['expires in 3 days']),
  },
];

export const tls: readonly PeerFault[] = [
  ...agreements,
  ...strangers,
  ...clients,
  ...ends,
  ...names,
  ...redirects,
];
