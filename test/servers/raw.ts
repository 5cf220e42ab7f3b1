// A TCP server that follows a script to the byte: what it says, how slowly, how it ends.

import { createServer, type Socket } from 'node:net';
import { listen } from './listen.ts';

export interface Behaviour {
  readonly says: readonly (string | Buffer)[];
  /** What it waits for before it speaks; the blank line after a request when not said. */
  readonly after?: 'accept' | 'bytes' | 'request';
  /** Before each piece. */
  readonly everyMs?: number;
  /** `more`: the last piece, again and again. */
  readonly ends: 'fin' | 'reset' | 'silence' | 'more';
}

/** Speaks over one connection; `reset` resets what lies below it. */
export function play(
  socket: Socket,
  behaviour: Behaviour,
  reset: () => void = () => socket.resetAndDestroy(),
): void {
  const { after = 'request' } = behaviour;
  let heard = '';
  let begun = false;
  // A piece must not wait until the one before is acknowledged.
  socket.setNoDelay(true);
  const begin = (): void => {
    if (!begun) void speak(socket, behaviour, reset);
    begun = true;
  };
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
    if (after === 'bytes' || heard.includes('\r\n\r\n')) begin();
  });
  if (after === 'accept') begin();
}

/** Says it all, then ends as the behaviour does. */
export async function speak(
  socket: Socket,
  { says, everyMs, ends }: Behaviour,
  reset: () => void,
): Promise<void> {
  for (const piece of says) await say(socket, piece, everyMs);
  const last = says.at(-1) ?? '';
  while (ends === 'more' && socket.writable) {
    await say(socket, last, everyMs);
    // Whoever is flooded may live in this process, and must have his turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (ends === 'fin') socket.end();
  // A reset throws away what was not sent yet, and under TLS turns into an end while a write is pending.
  if (ends === 'reset') setTimeout(reset, 30);
}

async function say(socket: Socket, piece: string | Buffer, everyMs?: number): Promise<void> {
  if (everyMs !== undefined) await new Promise((resolve) => setTimeout(resolve, everyMs));
  if (!socket.writable) return;
  const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
  // A write that the system takes at once calls back at once: the loop, which the client shares, must turn.
  await new Promise<void>((resolve) => void socket.write(bytes, () => setImmediate(resolve)));
}

export function openRaw(behaviour: Behaviour): Promise<number> {
  return listen(createServer((socket) => play(socket, behaviour)));
}
