// What comes instead of a TLS handshake, and the handshake that is held back.

import type { Socket } from 'node:net';
import type { TlsFault } from './fault.ts';
import { serverNameOf } from './hello.ts';

/** Takes a connection for itself, or gives it on. */
export type Gate = (socket: Socket, pass: () => void) => void;

type Instead = NonNullable<TlsFault['instead']>;

/** A fatal alert (RFC 8446 6.2) in a record of its own. */
const alert = (description: number): Buffer => Buffer.of(0x15, 3, 3, 0, 2, 2, description);

const misdeeds: Readonly<Record<Instead, (socket: Socket) => void>> = {
  nothing: () => {},
  reset: (socket) => socket.resetAndDestroy(),
  end: (socket) => socket.end(),
  text: (socket) => socket.end('220 mail.example ready\r\n'),
  alert: (socket) => socket.end(alert(80)),
  alpn: (socket) => socket.end(alert(120)),
  nocommon: (socket) => socket.end(alert(40)),
};

/** What is done with a connection before anything of TLS is said on it. */
export function beforeTls(name: string, fault: TlsFault | null, heldMs: number): Gate {
  const instead = fault?.instead;
  if (instead === undefined)
    return heldMs === 0 ? (_, pass) => pass() : (_, pass) => setTimeout(pass, heldMs);
  return (socket, pass) => {
    // A client that is reset before it has spoken could not tell whether it was its words.
    socket.once('data', (hello) => {
      const meant = fault?.ownNameOnly !== true || serverNameOf(hello) === name;
      if (meant) return misdeeds[instead](socket);
      socket.pause();
      socket.unshift(hello);
      pass();
    });
  };
}
