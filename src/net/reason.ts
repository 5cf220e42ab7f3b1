// The reason phrases of HTTP/1.1 answers, heard along while undici reads: of one that comes in several pieces it keeps
// only the last.

import type { Socket } from 'node:net';

const lineEnd = '\r\n';
const headEnd = '\r\n\r\n';

export interface Reasons {
  /** The phrase of the next head, which must have come whole; '' for an empty one, null where none can be made out. */
  next(): string | null;
  /** Nothing more is heard. */
  end(): void;
}

/** Hears what somebody else, who listens already, reads from the connection. */
export function hearReasons(socket: Socket): Reasons {
  let chunks: Buffer[] = [];
  // Beside a listener for `readable` this one does not set the stream flowing: it hears each read.
  const hear = (chunk: Buffer): void => void chunks.push(chunk);
  socket.on('data', hear);
  return {
    next() {
      const heard = Buffer.concat(chunks);
      const end = heard.indexOf(headEnd);
      if (end === -1) return null;
      chunks = [heard.subarray(end + headEnd.length)];
      const line = heard.toString('utf8', 0, heard.indexOf(lineEnd));
      return /^HTTP\/\S+ \d{3} ?(.*)$/s.exec(line)?.[1] ?? null;
    },
    end() {
      socket.off('data', hear);
      chunks = [];
    },
  };
}
