// HTTP/2 to the byte (RFC 9113): servers that break off, refuse and talk nonsense.

import type { TLSSocket } from 'node:tls';
import { identities } from './certificates.ts';
import { openTls } from './tls.ts';

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

function frame(type: number, flags: number, stream: number, payload: Buffer = Buffer.alloc(0)): Buffer {
  const header = Buffer.alloc(9);
  header.writeUIntBE(payload.length, 0, 3);
  header.writeUInt8(type, 3);
  header.writeUInt8(flags, 4);
  header.writeUInt32BE(stream, 5);
  return Buffer.concat([header, payload]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => void bytes.writeUInt32BE(value, index * 4));
  return bytes;
}

const settings = frame(4, 0, 0);
/** The last stream that was taken, and why the connection ends. */
const goaway = (last: number, code: number): Buffer => frame(7, 0, 0, words(last, code));
const resetStream = (code: number): Buffer => frame(3, 0, 1, words(code));
/** `:status: 200` out of the static table (RFC 7541 A). */
const status200 = Buffer.of(0x88);
const headers = frame(1, 4, 1, status200);

interface Script {
  /** What is waited for: nothing, or the client's HEADERS. */
  readonly after: 'handshake' | 'request';
  readonly says: readonly Buffer[];
  readonly ends: 'fin' | 'reset' | 'silence';
}

export const scripts = {
  'is silent': { after: 'handshake', says: [], ends: 'silence' },
  'is silent after the request': { after: 'request', says: [settings], ends: 'silence' },
  'closes before the request': { after: 'handshake', says: [], ends: 'fin' },
  'closes after its settings': { after: 'handshake', says: [settings], ends: 'fin' },
  'closes on the request': { after: 'request', says: [settings], ends: 'fin' },
  'resets before the request': { after: 'handshake', says: [], ends: 'reset' },
  'resets on the request': { after: 'request', says: [settings], ends: 'reset' },
  'goes away before the request': { after: 'handshake', says: [settings, goaway(0, 0)], ends: 'fin' },
  'goes away on the request': { after: 'request', says: [settings, goaway(0, 0)], ends: 'fin' },
  'goes away in anger': { after: 'request', says: [settings, goaway(0, 11)], ends: 'fin' },
  'goes away and stays': { after: 'request', says: [settings, goaway(0, 0)], ends: 'silence' },
  'goes away and resets': { after: 'request', says: [settings, goaway(0, 0)], ends: 'reset' },
  'refuses the stream': { after: 'request', says: [settings, resetStream(7)], ends: 'silence' },
  'resets the stream': { after: 'request', says: [settings, resetStream(2)], ends: 'silence' },
  'resets the stream in the body': {
    after: 'request',
    says: [settings, headers, resetStream(2)],
    ends: 'silence',
  },
  'closes in the body': { after: 'request', says: [settings, headers], ends: 'fin' },
  'talks nonsense': { after: 'handshake', says: [Buffer.alloc(100, 0xff)], ends: 'silence' },
  'talks nonsense on the request': {
    after: 'request',
    says: [settings, Buffer.alloc(100, 0xff)],
    ends: 'silence',
  },
  'talks HTTP/1.1': {
    after: 'request',
    says: [Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ends: 'fin',
  },
  'sends headers it did not compress': {
    after: 'request',
    says: [settings, frame(1, 4, 1, Buffer.alloc(20, 0xff))],
    ends: 'silence',
  },
  answers: {
    after: 'request',
    says: [settings, headers, frame(0, 1, 1, Buffer.from('hello'))],
    ends: 'silence',
  },
} as const satisfies Record<string, Script>;

export function openFrames(name: keyof typeof scripts): Promise<number> {
  return openTls(identities.good, { ALPNProtocols: ['h2'] }, (socket, reset) =>
    follow(socket, scripts[name], reset),
  );
}

function follow(socket: TLSSocket, { after, says, ends }: Script, reset: () => void): void {
  const speak = (): void => {
    for (const bytes of says) socket.write(bytes);
    if (ends === 'fin') socket.end();
    if (ends === 'reset') setTimeout(reset, 20);
  };
  let heard = Buffer.alloc(0);
  let begun = after === 'handshake';
  socket.on('data', (chunk) => {
    heard = Buffer.concat([heard, chunk]);
    if (begun || !hasRequest(heard)) return;
    begun = true;
    speak();
  });
  if (begun) speak();
}

function hasRequest(heard: Buffer): boolean {
  for (let at = preface.length; at + 9 <= heard.length; at += 9 + heard.readUIntBE(at, 3)) {
    if (heard[at + 3] === 1) return true;
  }
  return false;
}
