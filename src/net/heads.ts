// The bytes of an HTTP/1.1 answer on their way to undici, which hides some from us and refuses a harmless one.

import type { Socket } from 'node:net';
import type { Response } from './response.ts';

/** Counts what undici reads, and lets it see no 100 Continue. */
export function watchBytes(socket: Socket, response: Response): void {
  const read = socket.read.bind(socket);
  const renumber = continueRenumberer();
  // undici takes a socket's bytes by this call alone.
  socket.read = (size?: number): Buffer | null => {
    const chunk: Buffer | null = read(size);
    if (chunk === null) return null;
    if (!response.received(chunk.length)) {
      socket.destroy();
      return null;
    }
    renumber(chunk);
    return chunk;
  };
}

const blankLine = [13, 10, 13, 10];
const codeEnd = 'HTTP/1.1 100'.length;

/**
 * Makes each 100 Continue before the answer a 102 Processing, in place. A client must bear one that it did not ask for
 * (RFC 9110 15.2); undici bears every interim answer but that.
 */
function continueRenumberer(): (chunk: Buffer) => void {
  let line = '';
  let inLine = true;
  let matched = 0;
  let over = false;
  return (chunk) => {
    for (let at = 0; at < chunk.length && !over; at += 1) {
      const byte = chunk[at] ?? 0;
      if (!inLine) {
        matched = byte === blankLine[matched] ? matched + 1 : Number(byte === blankLine[0]);
        inLine = matched === blankLine.length;
        continue;
      }
      matched = 0;
      // A parser passes over line ends before a status line.
      if (line === '' && (byte === 13 || byte === 10)) continue;
      line += String.fromCharCode(byte);
      if (line.length < codeEnd) continue;
      over = !/^HTTP\/\d\.\d 1\d\d$/.test(line);
      if (line.endsWith(' 100')) chunk.write('2', at, 'latin1');
      line = '';
      inLine = false;
    }
  };
}
