// The scenes of a case: what is asked, over what, and where on the way the damage is done.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Network } from '../../src/net/network.ts';
import type { Written } from '../ask.ts';
import { networkOf, siteAddress } from '../servers/network.ts';
import { asked, dns, dnsMessage, framed, http1, http2 } from './answers.ts';
import type { Delivery, Good, Strike } from './damage.ts';
import { deliver, type Stage } from './stage.ts';

/** What becomes of the bytes of a case. */
export interface Fate {
  /** Of an answer that is known beforehand. */
  readonly of: (good: Good) => Delivery;
  /** Of a stream below TLS. */
  readonly below: () => Strike;
  /** What a name server says before its answer: datagrams that are none. */
  readonly before: (query: Buffer) => readonly Buffer[];
}

export interface Scene {
  readonly protocol: 'http/1.1' | 'http/2' | 'tls' | 'udp' | 'tcp' | 'dot' | 'doh';
  readonly name: string;
  readonly url: string;
  readonly written: Written;
  /** Sets it up; the network leads to it. */
  readonly set: (stage: Stage, fate: Fate) => Promise<Network>;
}

const serverAddress = '192.0.2.53';

/** `site.example` and the name server, each at these ports. */
function leadingTo(tcp: number, udp?: number): Network {
  return networkOf({
    hosts: { 'site.example': [siteAddress] },
    tcp: { [siteAddress]: tcp, [serverAddress]: tcp },
    ...(udp === undefined ? {} : { udp: { [serverAddress]: udp } }),
  });
}

/** Its body is looked at, so all of it is read. */
const readsBody: Written = { expect: { body: { not: { contains: 'never' } } } };

/** Calls back once with all that came, when `whole` says that it is all. */
function hear(socket: Socket, whole: (heard: Buffer) => boolean, then: (heard: Buffer) => void): void {
  let heard: Buffer | null = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    if (heard === null) return;
    heard = Buffer.concat([heard, chunk]);
    if (!whole(heard)) return;
    const all = heard;
    heard = null;
    then(all);
  });
}

const aRequest = (heard: Buffer): boolean => heard.includes('\r\n\r\n');
const aMessage = (heard: Buffer): boolean => heard.length >= 2 && heard.length >= 2 + heard.readUInt16BE(0);

/** The end of a request's HEADERS, or of a POST's DATA: a frame of these types with END_STREAM. */
function anHttp2Request(heard: Buffer): boolean {
  for (let at = 24; at + 9 <= heard.length; at += 9 + heard.readUIntBE(at, 3)) {
    const whole = at + 9 + heard.readUIntBE(at, 3) <= heard.length;
    if (whole && (heard[at + 3] ?? 9) <= 1 && ((heard[at + 4] ?? 0) & 1) === 1) return true;
  }
  return false;
}

function http1Scene(name: string, goods: readonly Good[], encrypted: boolean): Scene {
  const serve = (fate: Fate) => (socket: Socket, reset: () => void, count: number) => {
    const answer = goods[count % goods.length];
    if (answer) hear(socket, aRequest, () => void deliver(socket, fate.of(answer), reset));
  };
  return {
    protocol: 'http/1.1',
    name: `${name}${encrypted ? ' over TLS' : ''}`,
    url: `${encrypted ? 'https' : 'http'}://site.example/`,
    written: readsBody,
    set: async (stage, fate) =>
      leadingTo(
        encrypted
          ? await stage.tls({}, serve(fate))
          : await stage.tcp((socket, count) => serve(fate)(socket, () => socket.resetAndDestroy(), count)),
      ),
  };
}

function http2Scene(name: string, answer: Good): Scene {
  return {
    protocol: 'http/2',
    name,
    url: 'https://site.example/',
    written: readsBody,
    set: async (stage, fate) =>
      leadingTo(
        await stage.tls({ ALPNProtocols: ['h2'] }, (socket, reset) =>
          hear(socket, anHttp2Request, () => void deliver(socket, fate.of(answer), reset)),
        ),
      ),
  };
}

/** A server that is good, behind a relay that is not: the bytes of records are cut and broken. */
function relayed(
  name: string,
  url: string,
  versions: { readonly minVersion: 'TLSv1.2' | 'TLSv1.3'; readonly maxVersion: 'TLSv1.2' | 'TLSv1.3' },
  h2 = false,
): Scene {
  const answer = h2 ? http2['one frame'] : http1['a length']?.[0];
  const good = (fate: Good | undefined, socket: TLSSocket): void => {
    const bytes = Buffer.concat(fate?.parts ?? []);
    hear(socket, h2 ? anHttp2Request : aRequest, () => void socket.write(bytes));
  };
  return {
    protocol: 'tls',
    name,
    url,
    written: url.startsWith('https:') ? readsBody : {},
    set: async (stage, fate) => {
      const options = { ...versions, ...(h2 ? { ALPNProtocols: ['h2'] } : {}) };
      const port = await stage.tls(options, (socket) => good(answer, socket));
      return leadingTo(await stage.relay(port, fate.below()));
    },
  };
}

const v12 = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;
const v13 = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3' } as const;

function dnsScene(protocol: Scene['protocol'], type: string, resolver: string, set: Scene['set']): Scene {
  const over = resolver.slice(0, resolver.indexOf(':'));
  return {
    protocol,
    name: `${type} over ${over}`,
    url: `dns:${asked}?type=${type}`,
    written: { resolver },
    set,
  };
}

/** One message over a connection. */
function overStream(socket: Socket, fate: Fate, reset?: () => void): void {
  hear(socket, aMessage, (query) => {
    const parts = framed(dnsMessage(query.subarray(2)));
    void deliver(socket, fate.of({ parts, ends: 'silence' }), reset);
  });
}

function overUdp(stage: Stage, fate: Fate, cut: boolean): Promise<number> {
  return stage.udp((query, tell) => {
    for (const stray of fate.before(query)) tell(stray);
    // A datagram is a piece; one that comes whole is the answer.
    const { pieces } = fate.of({ parts: [dnsMessage(query, { cut })], ends: 'silence' });
    let at = 0;
    for (const { waitMs, bytes } of pieces) {
      at += waitMs;
      setTimeout(() => tell(bytes), at);
    }
  });
}

/** A message in answer to a POST, whose id is 0 (RFC 8484 4.1). */
const posted = (query: Buffer): Good => ({ parts: [dnsMessage(query)], ends: 'silence' });

function dohScene(type: string): Scene {
  return dnsScene('doh', type, 'https://site.example/dns-query', async (stage, fate) =>
    leadingTo(
      await stage.tls({ ALPNProtocols: ['http/1.1'] }, (socket, reset) => {
        const whole = (heard: Buffer): boolean => {
          const end = heard.indexOf('\r\n\r\n');
          return end !== -1 && heard.length >= end + 4 + 12;
        };
        hear(socket, whole, (heard) => {
          const { parts } = posted(heard.subarray(heard.indexOf('\r\n\r\n') + 4));
          const length = Buffer.concat(parts).length;
          const head = `HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\nContent-Length: ${length}\r\n\r\n`;
          void deliver(socket, fate.of({ parts: [Buffer.from(head), ...parts], ends: 'silence' }), reset);
        });
      }),
    ),
  );
}

const types = Object.keys(dns);

export const scenes: readonly Scene[] = [
  ...Object.entries(http1).map(([name, goods]) => http1Scene(name, goods, false)),
  ...Object.entries(http1)
    .slice(0, 4)
    .map(([name, goods]) => http1Scene(name, goods, true)),
  ...Object.entries(http2).flatMap(([name, answer]) => [http2Scene(name, answer), http2Scene(name, answer)]),
  relayed('a handshake of TLS 1.3', 'tls://site.example:443', v13),
  relayed('a handshake of TLS 1.2', 'tls://site.example:443', v12),
  relayed('https in TLS 1.3', 'https://site.example/', v13),
  relayed('https in TLS 1.2', 'https://site.example/', v12),
  relayed('HTTP/2 in TLS 1.3', 'https://site.example/', v13, true),
  relayed('HTTP/2 in TLS 1.2', 'https://site.example/', v12, true),
  ...types.map((type) =>
    dnsScene('udp', type, `udp://${serverAddress}`, async (stage, fate) =>
      leadingTo(await stage.tcp((socket) => overStream(socket, fate)), await overUdp(stage, fate, false)),
    ),
  ),
  dnsScene('udp', 'TXT', `udp://${serverAddress}`, async (stage, fate) =>
    leadingTo(await stage.tcp((socket) => overStream(socket, fate)), await overUdp(stage, fate, true)),
  ),
  ...types.map((type) =>
    dnsScene('tcp', type, `tcp://${serverAddress}`, async (stage, fate) =>
      leadingTo(await stage.tcp((socket) => overStream(socket, fate))),
    ),
  ),
  ...types
    .slice(0, 5)
    .map((type) =>
      dnsScene('dot', type, 'tls://site.example', async (stage, fate) =>
        leadingTo(await stage.tls({}, (socket, reset) => overStream(socket, fate, reset))),
      ),
    ),
  ...types.slice(0, 3).map(dohScene),
];
