// HTTP/2 frames as they pass between node:http2 and its socket (RFC 9113 4.1). Node answers frames that break a rule
// and, before version 24, tells nobody; it bears most floods; and it calls a reset by either side the same.

import { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';

export interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly stream: number;
  /** Of the payload, in bytes. */
  readonly length: number;
  /** The beginning of the payload. */
  readonly payload: Buffer;
}

export const frameTypes = { data: 0, headers: 1, reset: 3, push: 5, goaway: 7, continuation: 9 } as const;
export const frameFlags = { endStream: 1, padded: 8 } as const;

/** RFC 9113 7, by number. */
const errors = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

/** The name of an error code; the number of one that has none. */
export function errorName(code: number): string {
  return errors[code] ?? `code ${code}`;
}

const headBytes = 9;
/** Of a payload that is the number of an error and, after it, a reason in words. */
const keptBytes = 128;
/** RFC 9113 3.4: what a client says before its first frame. */
const prefaceBytes = 24;

/** Takes bytes and tells of each frame once its beginning is whole. */
function frameReader(onFrame: (frame: Frame) => void, passOver = 0): (chunk: Buffer) => void {
  const start = Buffer.alloc(headBytes + keptBytes);
  let have = 0;
  let skip = passOver;
  const length = () => start.readUIntBE(0, 3);
  const wanted = () => (have < headBytes ? headBytes : headBytes + Math.min(length(), keptBytes));
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      const skipped = Math.min(skip, chunk.length - at);
      skip -= skipped;
      at += skipped;
      const copied = chunk.copy(start, have, at, at + wanted() - have);
      have += copied;
      at += copied;
      if (have < headBytes || have < wanted()) continue;
      skip = length() - (have - headBytes);
      const payload = Buffer.from(start.subarray(headBytes, have));
      have = 0;
      onFrame({
        type: start.readUInt8(3),
        flags: start.readUInt8(4),
        stream: start.readUInt32BE(5) & 0x7fffffff,
        length: length(),
        payload,
      });
    }
  };
}

/** The socket, with somebody who sees each frame before it goes on: one that came, and one that is sent. */
export function tapped(
  socket: TLSSocket,
  seen: { readonly received: (frame: Frame) => void; readonly sent: (frame: Frame) => void },
): Duplex {
  const incoming = frameReader(seen.received);
  const outgoing = frameReader(seen.sent, prefaceBytes);
  // What throws here would throw in the middle of the event loop, where nobody catches it.
  const careful = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      tap.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const send = (bytes: Buffer, done: (error?: Error | null) => void): void =>
    careful(() => {
      outgoing(bytes);
      socket.write(bytes, done);
    });
  const tap = new Duplex({
    read: () => careful(() => socket.resume()),
    write: (chunk: Buffer, _encoding, done) => send(chunk, done),
    // The preface, the settings and the request go in one packet.
    writev: (chunks, done) => send(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), done),
    final: (done) => careful(() => socket.end(done)),
    destroy(error, done) {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (chunk: Buffer) =>
    careful(() => {
      incoming(chunk);
      if (!tap.push(chunk)) socket.pause();
    }),
  );
  socket.on('end', () => tap.push(null));
  socket.on('error', (error) => tap.destroy(error));
  socket.on('close', () => tap.destroy());
  return tap;
}
