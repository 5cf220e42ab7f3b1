// What is read out of bytes that may be anything. `npm run fuzz:dns` does the same a million times.

import { isIP } from 'node:net';
import * as codec from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Answer, interpret } from '../../src/net/dns/answer.ts';
import { decodeReply, encode, type Question, recordTypes } from '../../src/net/dns/message.ts';
import { nameReader, writeName } from '../../src/net/dns/names.ts';
import { costly, good, id, kinds, spoil } from '../fuzz/dns-messages.mjs';

/** What comes of a message: an answer, why it cannot be read, or null when it is passed over. */
function heard(message: Buffer, question: Question): Answer | 'dns.malformed' | null {
  const reply = decodeReply(message, question, id);
  if (reply === null) return null;
  if ('packet' in reply) return interpret(reply.packet, question, 'a server');
  expect(reply.failure.code).toBe('dns.malformed');
  return 'dns.malformed';
}

/** Nothing comes of it that is no answer to the question, or too much. */
function expectHarmless(message: Buffer, question: Question): void {
  const answer = heard(message, question);
  if (answer === null || answer === 'dns.malformed') return;
  expect(answer.records.length).toBeLessThanOrEqual(116);
  if (question.type === 'A') for (const each of answer.data) expect(isIP(each)).toBe(4);
  if (answer.data.length > 0)
    expect(questionIn(message, question)).toBe(questionIn(encode(question, id, false), question));
}

/** As many bytes as the question has, whatever their case. */
function questionIn(message: Buffer, { name }: Question): string {
  return message.toString('latin1', 12, 12 + name.length + 2 + 4).toLowerCase();
}

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));
const anyGood = fc.constantFrom(...good);
const change = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fc.nat(65_535),
  value: fc.nat(65_535),
});

describe('any bytes', () => {
  test('are read, refused or passed over', () => {
    fc.assert(
      fc.property(bytes(200), anyGood, (message, { question }) => expectHarmless(message, question)),
      { numRuns: 1000 },
    );
  });

  test('behind the head of an answer to the question too', () => {
    fc.assert(
      fc.property(
        bytes(200),
        fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)),
        anyGood,
        (rest, counts, { question }) => {
          const head = encode(question, id, false);
          head[2] = 0x80;
          for (const [index, count] of counts.entries()) head.writeUInt16BE(count, 6 + 2 * index);
          expectHarmless(Buffer.concat([head, rest]), question);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('make a name, or none', () => {
    fc.assert(
      fc.property(bytes(300), fc.nat(299), (message, at) => {
        try {
          expect(nameReader(message)(at).text).toMatch(/^(\.|[!-~]+)$/);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a good answer', () => {
  test.each(good)('$question.type: cut anywhere it is never another answer', ({ question, message }) => {
    const whole = heard(message, question);
    expect(whole).not.toBe('dns.malformed');
    for (let length = 0; length < message.length; length++) {
      expect(['dns.malformed', null, whole]).toContainEqual(heard(message.subarray(0, length), question));
    }
  });

  test('is harmless when spoilt: bits, bytes, pieces, pointers, counts', () => {
    fc.assert(
      fc.property(
        anyGood,
        fc.array(change, { minLength: 1, maxLength: 6 }),
        ({ question, message }, changes) => {
          expectHarmless(spoil(message, changes), question);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('to another question is no answer', () => {
    const other = fc.record({
      name: fc.constantFrom('site.example', 'other.example', 'example', 'site.example.example'),
      type: fc.constantFrom(...recordTypes),
      recursive: fc.boolean(),
    });
    fc.assert(
      fc.property(anyGood, other, fc.nat(65_535), ({ question, message }, asked, otherId) => {
        const same = asked.name === question.name && asked.type === question.type;
        expect(decodeReply(message, asked, id) === null).toBe(!same);
        expect(decodeReply(message, question, otherId) === null).toBe(otherId !== id);
      }),
    );
  });

  const label = fc.stringMatching(/^[a-z0-9_-]{1,20}$/);
  const name = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join('.'));
  const asked = fc.constantFrom('site.example', 'Site.Example');
  const cases = {
    A: fc.ipV4(),
    CNAME: name,
    NS: name,
    PTR: name,
    MX: fc.record({ preference: fc.nat(65_535), exchange: name }),
    TXT: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }), {
      minLength: 1,
      maxLength: 5,
    }),
    SRV: fc.record({ priority: fc.nat(65_535), weight: fc.nat(65_535), port: fc.nat(65_535), target: name }),
  };
  const shown: { readonly [type: string]: (data: never) => string } = {
    MX: ({ preference, exchange }: { preference: number; exchange: string }) => `${preference} ${exchange}`,
    TXT: (texts: readonly string[]) => texts.join(''),
    SRV: (data: { priority: number; weight: number; port: number; target: string }) =>
      `${data.priority} ${data.weight} ${data.port} ${data.target}`,
  };

  test.each(Object.entries(cases))('%s: what another codec wrote is read as it was', (type, arbitrary) => {
    const many = fc.array(arbitrary as fc.Arbitrary<unknown>, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(asked, many, (spelling, data) => {
        const answers = data.map((each) => ({ name: spelling, type, ttl: 60, data: each }) as codec.Answer);
        const questions = [{ name: spelling, type: type as codec.RecordType }];
        const message = codec.encode({
          type: 'response',
          id,
          flags: codec.AUTHORITATIVE_ANSWER,
          questions,
          answers,
        });
        const answer = heard(message, {
          name: 'site.example',
          type: type as Question['type'],
          recursive: true,
        });
        const expected = data.map((each) => (shown[type] ?? String)(each as never));
        expect(answer).toMatchObject({ rcode: 'NOERROR', flags: ['aa'], data: expected });
      }),
      { numRuns: 50 },
    );
  });

  test('another codec reads what we ask', () => {
    fc.assert(
      fc.property(
        name,
        fc.constantFrom(...recordTypes),
        fc.boolean(),
        fc.boolean(),
        (host, type, recursive, edns) => {
          const packet = codec.decode(encode({ name: host, type, recursive }, id, edns));
          expect(packet).toMatchObject({
            id,
            type: 'query',
            opcode: 'QUERY',
            flag_rd: recursive,
            flag_ad: true,
          });
          expect(packet.questions).toMatchObject([
            { name: host, type: type === 'HTTPS' ? 'UNKNOWN_65' : type, class: 'IN' },
          ]);
          expect(packet.additionals).toMatchObject(edns ? [{ type: 'OPT', udpPayloadSize: 1232 }] : []);
        },
      ),
    );
  });
});

test('a name of any bytes is written as it was read', () => {
  const label = fc.uint8Array({ minLength: 1, maxLength: 63 });
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 3 }), (labels) => {
      const wire = Buffer.from([...labels.flatMap((each) => [each.length, ...each]), 0]);
      const { text, end } = nameReader(wire)(0);
      expect(text).toMatch(/^[!-~]+$/);
      expect([end, text.split('.').length]).toEqual([wire.length, labels.length]);
      expect(writeName(text)?.equals(wire)).toBe(true);
    }),
  );
});

test.each([
  ['', false],
  ['.', true],
  ['a..b', false],
  ['x'.repeat(63), true],
  ['x'.repeat(64), false],
  [`${'x.'.repeat(126)}x`, true],
  [`${'x.'.repeat(126)}xx`, false],
])('the name %j can be asked for: %s', (name, possible) => {
  expect(writeName(name) !== null).toBe(possible);
});

// 64 KB laid out to take long: dns-packet takes up to two seconds. The best of five, of our own time alone.
test.each(costly)('the most costly messages are read in 50 ms: %s', (_, { question, message }) => {
  expect(message.length).toBeGreaterThan(64_000);
  const times = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    heard(message, question);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  expect(Math.min(...times)).toBeLessThan(50);
});
