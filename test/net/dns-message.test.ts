import { isIP } from 'node:net';
import * as codec from 'dns-packet';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interpret } from '../../src/net/dns/answer.ts';
import { decodeReply } from '../../src/net/dns/message.ts';
import { a, cname } from '../servers/dns.ts';

const question = { name: 'site.example', type: 'A', recursive: true } as const;
const id = 4711;
const good = codec.encode({
  type: 'response',
  id,
  flags: codec.RECURSION_DESIRED,
  questions: [{ name: question.name, type: question.type, class: 'IN' }],
  answers: [
    cname('site.example', 'other.example'),
    a('other.example', '192.0.2.1'),
    a('other.example', '192.0.2.2'),
  ],
});

/** What comes of any bytes: an address is one, or there is none. */
function addressesOf(message: Buffer): readonly string[] {
  const reply = decodeReply(message, question, id);
  if (!reply || !('packet' in reply)) return [];
  return interpret(reply.packet, question, 'a server').data;
}

test('the whole message gives its addresses', () => {
  expect(addressesOf(good)).toEqual(['192.0.2.1', '192.0.2.2']);
});

test('a message cut anywhere gives no half address', () => {
  for (let length = 0; length < good.length; length++)
    expect(addressesOf(good.subarray(0, length))).toEqual([]);
});

test('a message with any bytes changed is refused or read, and never harms', () => {
  const change = fc.tuple(fc.integer({ min: 2, max: good.length - 1 }), fc.integer({ min: 0, max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const message = Buffer.from(good);
      for (const [at, byte] of changes) message[at] = byte;
      for (const address of addressesOf(message)) expect(isIP(address)).toBe(4);
    }),
    { numRuns: 2000 },
  );
});
