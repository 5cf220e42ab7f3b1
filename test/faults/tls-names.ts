// Names in certificates and in the handshake, and what is told of them.

import { type Identity, identities, ofManyNames, rootPem, withStrangers } from '../servers/certificates.ts';
import { openHttps, openNameless, openSameName, openTls } from '../servers/tls.ts';
import type { Endpoint, PeerFault } from './fault.ts';
import { site } from './site.ts';

const known = (name: keyof typeof identities, more?: Partial<Endpoint>) => () =>
  site(openTls(identities[name]), more);

const certificates: readonly PeerFault[] = [
  {
    ids: ['T2'],
    fault: 'a certificate for another name',
    told: 'down tls.name_mismatch',
    open: known('of another name'),
  },
  {
    ids: ['T2'],
    fault: 'a wildcard, two labels above the name',
    told: 'down tls.name_mismatch',
    open: known('good', { sni: 'a.b.site.example' }),
  },
  { ids: ['T2'], fault: 'a wildcard that fits', told: 'up', open: known('good', { sni: 'a.site.example' }) },
  {
    ids: ['T2'],
    fault: 'a certificate for a name, asked by an address',
    told: 'down tls.name_mismatch',
    open: async () => ({ url: `tls://127.0.0.1:${await openTls(identities.good)}`, ca: rootPem }),
  },
  {
    ids: ['T2'],
    fault: 'a name in the certificate with an escape sequence',
    told: 'down tls.name_mismatch',
    open: known('with hostile names'),
  },
  {
    ids: ['T3'],
    fault: 'the name of the host only in the subject',
    told: 'down tls.no_san',
    open: known('without a name'),
  },
  {
    ids: ['T14'],
    fault: 'a certificate with a thousand names',
    told: 'up',
    open: () => site(openTls(ofManyNames(1000))),
    floods: true,
  },
  {
    ids: ['T14'],
    fault: 'a good chain, and a hundred certificates that are none of it',
    told: 'up',
    open: () => site(openTls(withStrangers(100))),
    floods: true,
  },
  {
    ids: ['T14'],
    fault: 'a certificate of 650 KB, with ten thousand names',
    told: 'down tls.invalid',
    open: () => site(openTls(ofManyNames(10_000))),
    floods: true,
  },
];

const handshakes: readonly PeerFault[] = [
  {
    ids: ['T16'],
    fault: 'a server that refuses every server name, asked by its address',
    told: 'up',
    open: () => site(openNameless(identities['of an address']), { url: 'tls://192.0.2.1' }),
  },
  {
    ids: ['T16'],
    fault: 'a redirect to another name, which the next handshake must send',
    told: 'up',
    open: () => site(openSameName('https://other.example/there'), { url: 'https://site.example/' }),
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

export const tlsNames: readonly PeerFault[] = [...certificates, ...handshakes, ...redirects];
