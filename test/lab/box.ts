// A running small world, and plain clients that dial where it says.

import { createSocket } from 'node:dgram';
import { connect as connectHttp2 } from 'node:http2';
import { type RequestOptions, request } from 'node:https';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type DecodedPacket, decode, encode, type Packet, type RecordType } from 'dns-packet';
import { onTestFinished } from 'vitest';
import { type Lab, parseBreak, readWorld, startLab } from '../../src/lab/index.ts';
import type { Transport } from '../../src/net/network.ts';

export const world = readWorld(new URL('./small.yaml', import.meta.url));

export async function openBox(...breaks: readonly string[]): Promise<Lab> {
  const lab = await startLab({ world, breaks: breaks.map((text) => parseBreak(text, world)) });
  onTestFinished(() => lab.close());
  return lab;
}

export function placeOf(lab: Lab, transport: Transport, address: string, port: number) {
  const place = lab.network.place(transport, { address, port });
  if (!place) throw new Error(`${transport} ${address} ${port} is not in the box`);
  return { host: place.address, port: place.port };
}

export function question(name: string, type: RecordType, more: Partial<Packet> = {}): Buffer {
  return encode({ type: 'query', id: 4711, flags: 0x100, questions: [{ name, type, class: 'IN' }], ...more });
}

export interface Reply extends DecodedPacket {
  readonly rcode?: string;
}

/** What a name server answers over UDP; null when nothing comes for 300 ms. */
export function askUdp(lab: Lab, message: Buffer, server = '198.18.0.53'): Promise<Reply | null> {
  const { host, port } = placeOf(lab, 'udp', server, 53);
  const socket = createSocket('udp4');
  return new Promise<Reply | null>((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), 300);
    socket.on('error', reject);
    socket.on('message', (answer) => {
      clearTimeout(timer);
      resolve(decode(answer) as Reply);
    });
    socket.send(message, port, host);
  }).finally(() => socket.close());
}

export async function addressOf(lab: Lab, name: string): Promise<string> {
  const answer = (await askUdp(lab, question(name, 'A')))?.answers?.[0];
  if (answer?.type !== 'A') throw new Error(`${name} has no address`);
  return answer.data;
}

/** How a connect ends: `connected`, an error code, or `silence` after 300 ms. */
export function dial(place: { host: string; port: number }): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect(place);
    const end = (how: string) => {
      socket.destroy();
      resolve(how);
    };
    socket.setTimeout(300, () => end('silence'));
    socket.on('connect', () => end('connected'));
    socket.on('error', (error: NodeJS.ErrnoException) => end(String(error.code)));
  });
}

/** Shakes hands with a host by name or address; the socket is checked against the lab's root, not refused. */
export async function shake(lab: Lab, host: string, alpn: string[] = []): Promise<TLSSocket> {
  const literal = isIP(host) > 0;
  const address = literal ? host : await addressOf(lab, host);
  return new Promise((resolve, reject) => {
    const socket = connectTls(
      {
        ...placeOf(lab, 'tcp', address, 443),
        ...(literal ? { checkServerIdentity: () => undefined } : { servername: host }),
        ca: lab.network.roots ?? [],
        rejectUnauthorized: false,
        ALPNProtocols: alpn,
      },
      () => resolve(socket),
    );
    socket.on('error', reject);
    onTestFinished(() => void socket.destroy());
  });
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** HTTP/1.1 over verified TLS. */
export async function getHttp1(lab: Lab, url: string, options: RequestOptions = {}): Promise<Got> {
  const { hostname, pathname } = new URL(url);
  const to = placeOf(lab, 'tcp', await addressOf(lab, hostname), 443);
  return new Promise((resolve, reject) => {
    const ca = lab.network.roots ?? [];
    const headers = { host: hostname };
    const all = { ...to, servername: hostname, ca, path: pathname, headers, agent: false, ...options };
    request(all, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .on('error', reject)
      .end(options.method === 'POST' ? 'x'.repeat(100_000) : undefined);
  });
}

/** HTTP/2 over verified TLS. */
export async function getHttp2(lab: Lab, url: string, method = 'GET'): Promise<Got> {
  const { hostname, pathname } = new URL(url);
  const { host, port } = placeOf(lab, 'tcp', await addressOf(lab, hostname), 443);
  const ca = lab.network.roots ?? [];
  const session = connectHttp2(`https://${host}:${port}`, { servername: hostname, ca });
  return new Promise<Got>((resolve, reject) => {
    session.on('error', reject);
    const stream = session.request({ ':path': pathname, ':authority': hostname, ':method': method });
    let headers: Record<string, unknown> = {};
    let body = '';
    stream.setEncoding('utf8').on('response', (got) => {
      headers = got;
    });
    stream.on('data', (chunk) => {
      body += chunk;
    });
    stream.on('error', reject);
    stream.on('end', () => resolve({ status: Number(headers[':status']), headers, body }));
  }).finally(() => session.destroy());
}
