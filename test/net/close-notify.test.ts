// A body that ends with its TLS connection is whole when the server said so by close_notify (RFC 8446 6.1, RFC 9112
// 9.8), and cut when anybody else sent the FIN. Node shows both alike: what the wire holds and what we see of it.

import { createServer, connect as dial } from 'node:net';
import { connect as handshake, type SecureVersion } from 'node:tls';
import { expect, test } from 'vitest';
import { attempt, factsOf } from '../ask.ts';
import { identities } from '../servers/certificates.ts';
import { listen, pause } from '../servers/listen.ts';
import { site } from '../servers/network.ts';
import { openTls } from '../servers/tls.ts';

type End = 'the server ends it' | 'a relay cuts it';

interface Relay {
  readonly port: number;
  /** What went from the server to the client. */
  readonly wire: readonly Buffer[];
}

/** A server within TLS whose body ends with the connection, behind a relay. */
async function openRelay(version: SecureVersion, end: End): Promise<Relay> {
  const server = await openTls(identities.good, { minVersion: version, maxVersion: version }, (socket) =>
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nhello');
      if (end === 'the server ends it') socket.end();
    }),
  );
  const wire: Buffer[] = [];
  const relay = createServer((client) => {
    const behind = dial(server, '127.0.0.1').on('error', () => {});
    client.pipe(behind);
    behind.on('data', (chunk) => {
      wire.push(chunk);
      client.write(chunk);
    });
    behind.on('end', () => client.end());
    // The answer is the server's second turn: after its flight, and after the request.
    let asked = 0;
    client.on('data', async () => {
      asked += 1;
      if (end !== 'a relay cuts it' || asked < 2) return;
      await pause(50);
      client.end();
    });
  });
  return { port: await listen(relay), wire };
}

/** The types of the records (RFC 8446 5.1): 21 is an alert, where TLS 1.3 does not hide it. */
function recordTypes(wire: readonly Buffer[]): readonly number[] {
  const bytes = Buffer.concat(wire);
  const types: number[] = [];
  for (let at = 0; at + 5 <= bytes.length; at += 5 + bytes.readUInt16BE(at + 3)) types.push(bytes[at] ?? 0);
  return types;
}

/** All that a TLS socket of Node tells of its end. */
function eventsOn(port: number): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const socket = handshake({ port, host: '127.0.0.1', rejectUnauthorized: false });
    const events: string[] = [];
    const note = (name: string) => (value?: unknown) => void events.push(`${name} ${value ?? ''}`);
    for (const name of ['data', 'end', 'error', 'finish'] as const) socket.on(name, note(name));
    socket.once('secureConnect', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
    socket.once('close', (failed) => {
      const { errored, authorizationError, readableAborted, readableEnded } = socket;
      note('close')(`${failed} ${errored} ${authorizationError} ${readableAborted} ${readableEnded}`);
      resolve(events);
    });
  });
}

const ends: readonly End[] = ['the server ends it', 'a relay cuts it'];

test('on the wire the two ends differ by an alert', async () => {
  const [clean, cut] = await Promise.all(
    ends.map(async (end) => {
      const { port, wire } = await openRelay('TLSv1.2', end);
      await eventsOn(port);
      return recordTypes(wire);
    }),
  );
  expect(clean?.at(-1)).toBe(21);
  expect(cut).not.toContain(21);
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s: Node tells both ends by the same events', async (version) => {
  const [clean, cut] = await Promise.all(
    ends.map(async (end) => eventsOn((await openRelay(version, end)).port)),
  );
  expect(clean).toContain('end ');
  expect(cut).toEqual(clean);
});

test.each(ends)('a body that ends with its connection is taken as whole when %s', async (end) => {
  const { port } = await openRelay('TLSv1.3', end);
  const observation = await attempt(site(port), 'https://site.example/', { expect: { body: 'hello' } });
  expect([observation.failure, factsOf(observation).http?.body]).toEqual([undefined, 'hello']);
});
