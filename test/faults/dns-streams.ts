// Name servers that misbehave over a connection, and what is told of them.

import { rootPem } from '../servers/certificates.ts';
import { openNameServer, reply } from '../servers/dns.ts';
import { openPost, openStream, openStreamTls, type posts, streams } from '../servers/dns-streams.ts';
import { closedUdpPort } from '../servers/listen.ts';
import type { Endpoint, PeerFault } from './fault.ts';

type Stream = keyof typeof streams;
type Post = keyof typeof posts;
type More = Omit<Partial<PeerFault>, 'open'>;

const asked = (resolver: string): Endpoint => ({ url: 'dns:site.example', resolver, ca: rootPem });

/** Over UDP it cuts its answer, over TCP it does this. */
const afterCut = (name: Stream, told: string, more: More = {}): PeerFault => ({
  ids: ['D9'],
  fault: `an answer that is cut, from a server that over TCP ${name}`,
  told,
  open: async () => {
    const { udp } = await openNameServer((heard) => [reply(heard, { cut: true })], streams[name]);
    return asked(`127.0.0.1:${udp}`);
  },
  ...more,
});

const overTcp = (name: Stream, told: string, more: More = {}): PeerFault => ({
  ids: ['D10'],
  fault: `a resolver over TCP that ${name}`,
  told,
  open: async () => asked(`tcp://127.0.0.1:${await openStream(name)}`),
  ...more,
});

const overTls = (name: Stream, told: string, more: More = {}): PeerFault => ({
  ids: ['D10'],
  fault: `a resolver over TLS that ${name}`,
  told,
  open: async () => asked(`tls://127.0.0.1:${await openStreamTls(name)}`),
  ...more,
});

const overHttps = (name: Post, told: string, more: More = {}): PeerFault => ({
  ids: ['D10'],
  fault: `a resolver over HTTPS that ${name}`,
  told,
  open: async () => asked(`https://127.0.0.1:${await openPost(name)}/dns-query`),
  ...more,
});

const patient = { silent: true } as const;
const floods = { floods: true } as const;
const silence = 'down dns.timeout';
const cut = 'down dns.truncated';
const unreadable = 'down dns.malformed';
const gone = 'down dns.unreachable';

export const dnsStreams: readonly PeerFault[] = [
  {
    ids: ['D1'],
    fault: 'a port where no name server is',
    told: gone,
    open: async () => asked(`127.0.0.1:${await closedUdpPort()}`),
  },
  afterCut('comes byte by byte', 'up'),
  afterCut('has 4,000 addresses', 'up'),
  afterCut('closes', cut),
  afterCut('resets', cut),
  afterCut('is silent', cut, patient),
  afterCut('drips', cut, patient),
  afterCut('says a length of zero', unreadable),
  afterCut('says a length that is too long, and closes', cut),
  afterCut('cuts its answer', cut),

  overTcp('has 4,000 addresses', 'up'),
  overTcp('fills 65,535 bytes with junk', 'up'),
  overTcp('has 4,000 aliases at the ends of chains of pointers', 'down dns.nodata', floods),
  overTcp('is silent', silence, patient),
  overTcp('drips', silence, patient),
  overTcp('closes', gone),
  overTcp('resets', gone),
  overTcp('says a length of zero', unreadable),
  overTcp('says a length that is too short', unreadable),
  overTcp('says a length that is too long, and waits', silence, patient),
  overTcp('says a length that is too long, and closes', gone),
  overTcp('cuts its answer', cut),
  overTcp('answers another question', unreadable),
  overTcp('sends without end', unreadable, floods),

  overTls('comes byte by byte', 'up'),
  overTls('drips', silence, patient),
  overTls('closes', gone),
  overTls('sends without end', unreadable, floods),

  overHttps('is right', 'up'),
  overHttps('is silent', silence, patient),
  overHttps('drips its body', silence, patient),
  overHttps('closes', gone),
  overHttps('cuts its body short', gone),
  overHttps('speaks no HTTP', unreadable),
  overHttps('answers with a page', unreadable),
  overHttps('answers with an error', 'down dns.refused'),
  overHttps('has a body without end', unreadable, floods),
  overHttps('has headers without end', unreadable, floods),
  overHttps('sends interim answers without end', unreadable, floods),
];
