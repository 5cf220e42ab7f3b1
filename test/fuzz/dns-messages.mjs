// DNS messages to begin with: good ones of every sort, those that cost the most to read, and ways to spoil both.

import * as codec from 'dns-packet';

/**
 * @typedef {import('../../src/net/dns/message.ts').Question} Question
 * @typedef {{ readonly question: Question, readonly message: Buffer }} Sample
 * @typedef {{ readonly kind: (typeof kinds)[number], readonly at: number, readonly value: number }} Change
 */

/** The id of every sample. */
export const id = 4711;
const name = 'site.example';
const alias = { name, type: 'CNAME', ttl: 60, data: 'other.example' };
const soa = {
  ...{ mname: 'ns1.example', rname: 'host.example' },
  ...{ serial: 7, refresh: 1, retry: 2, expire: 3, minimum: 4 },
};
const service = Buffer.from('0001000001000302683200040004c0000201', 'hex');

/**
 * @param {Question['type']} type
 * @param {readonly unknown[]} data
 * @param {object} more
 * @returns {Sample}
 */
function sample(type, data, more = {}) {
  const called = type === 'HTTPS' ? 'UNKNOWN_65' : type;
  const packet = {
    type: 'response',
    id,
    flags: codec.RECURSION_DESIRED | codec.RECURSION_AVAILABLE,
    questions: [{ name, type: called, class: 'IN' }],
    answers: data.map((each) => ({ name, type: called, ttl: 60, data: each })),
    ...more,
  };
  const message = codec.encode(/** @type {import('dns-packet').Packet} */ (/** @type {unknown} */ (packet)));
  return { question: { name, type, recursive: true }, message };
}

const opt = {
  ...{ type: 'OPT', name: '.', udpPayloadSize: 1232, flags: 0 },
  options: [{ code: 15, data: Buffer.from('\0\x06bogus') }],
};

/** @type {readonly Sample[]} */
export const good = [
  sample('A', ['192.0.2.1', '192.0.2.2']),
  sample('A', [], {
    answers: [alias, { name: 'other.example', type: 'A', ttl: 60, data: '192.0.2.1' }],
    additionals: [opt],
  }),
  sample('AAAA', ['2001:db8::1']),
  sample('CNAME', ['other.example']),
  sample('MX', [{ preference: 10, exchange: 'mail.example' }]),
  sample('NS', ['ns1.example', 'ns2.example']),
  sample('PTR', ['host.example']),
  sample('TXT', [['v=spf1 ', '-all'], ['two']]),
  sample('SOA', [soa]),
  sample('SRV', [{ priority: 1, weight: 2, port: 443, target: 'srv.example' }]),
  sample('CAA', [{ flags: 128, tag: 'issue', value: 'letsencrypt.org' }]),
  sample('HTTPS', [service]),
  sample('A', [], { flags: 0x8183, authorities: [{ name: 'example', type: 'SOA', ttl: 60, data: soa }] }),
  sample('A', [], { flags: 0x8102, additionals: [opt] }),
  sample('A', [], { flags: 0x8100, authorities: [{ name: 'example', type: 'NS', data: 'ns.example' }] }),
  sample('A', [], { flags: codec.TRUNCATED_RESPONSE }),
];

const maxBytes = 65_535;
/** A pointer leads no further. */
const maxPointer = 0x3fff;

/** @param {number} to */
const pointer = (to) => Buffer.of(0xc0 | (to >> 8), to & 0xff);

/**
 * @param {Buffer} owner
 * @param {number} type
 * @param {Buffer} data
 */
function record(owner, type, data) {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([owner, head, data]);
}

/**
 * As many records as there is room for, behind `early`, which fills the part that pointers can lead to.
 * @param {Question['type']} type
 * @param {(start: number) => { readonly early: Buffer, readonly places: readonly number[] }} prepare
 * @param {(place: Buffer) => Buffer} each
 * @returns {Sample}
 */
function filled(type, prepare, each) {
  const { question, message } = sample(type, []);
  const { early, places } = prepare(message.length + 12);
  const parts = [message, record(pointer(12), 65_280, early)];
  let left = maxBytes - message.length - early.length - 12;
  let count = 1;
  for (; ; count += 1) {
    const next = each(pointer(places[count % places.length] ?? 12));
    if (next.length > left) break;
    parts.push(next);
    left -= next.length;
  }
  message.writeUInt16BE(count, 6);
  return { question, message: Buffer.concat(parts) };
}

/**
 * A name of pointers alone.
 * @param {number} length
 * @returns {Parameters<typeof filled>[1]}
 */
const chain = (length) => (start) => {
  const early = Buffer.concat(
    Array.from({ length }, (_, index) => pointer(index === 0 ? 12 : start + 2 * (index - 1))),
  );
  return { early, places: [start + 2 * (length - 1)] };
};

/**
 * Names of labels of this length; every label is a place.
 * @param {number} length
 * @param {number} byte
 * @returns {Parameters<typeof filled>[1]}
 */
const labelled = (length, byte) => (start) => {
  const label = Buffer.concat([Buffer.of(length), Buffer.alloc(length, byte)]);
  const perName = Math.floor(254 / label.length);
  const one = Buffer.concat([...Array.from({ length: perName }, () => label), Buffer.of(0)]);
  const count = Math.floor((maxPointer - start) / one.length);
  const places = Array.from({ length: count * perName }, (_, index) => {
    return start + Math.floor(index / perName) * one.length + (index % perName) * label.length;
  });
  return { early: Buffer.concat(Array.from({ length: count }, () => one)), places };
};

/** @type {readonly (readonly [string, Sample])[]} */
export const costly = [
  ['addresses', filled('A', chain(1), () => record(pointer(12), 1, Buffer.of(192, 0, 2, 1)))],
  ['chains of 8,000 pointers', filled('NS', chain(8000), (place) => record(place, 2, place))],
  ['chains of 250 pointers', filled('NS', chain(250), (place) => record(place, 2, place))],
  [
    'aliases at the end of chains',
    filled('A', chain(250), (place) => record(pointer(12), 5, Buffer.concat([Buffer.of(1, 0x61), place]))),
  ],
  [
    'two names in each record',
    filled('SOA', chain(250), (place) => record(place, 6, Buffer.concat([place, place, Buffer.alloc(20)]))),
  ],
  ['long names of short labels', filled('NS', labelled(1, 0x61), (place) => record(place, 2, place))],
  ['labels that are nothing but dots', filled('NS', labelled(63, 0x2e), (place) => record(place, 2, place))],
  ['empty records', filled('TXT', chain(1), () => record(Buffer.of(0), 16, Buffer.alloc(0)))],
  [
    'options without end',
    sample('A', [], {
      additionals: [{ ...opt, options: Array.from({ length: 5900 }, () => opt.options[0]) }],
    }),
  ],
  [
    'an extended error of NULs',
    sample('A', [], {
      flags: 0x8102,
      additionals: [
        { ...opt, options: [{ code: 15, data: Buffer.concat([Buffer.alloc(65_000), Buffer.of(1)]) }] },
      ],
    }),
  ],
];

export const kinds = /** @type {const} */ (['flip', 'set', 'cut', 'insert', 'repeat', 'point', 'count']);

/**
 * The message with these changes made to it, one after the other; never longer than a message can be.
 * @param {Buffer} message
 * @param {readonly Change[]} changes
 * @returns {Buffer}
 */
export function spoil(message, changes) {
  let spoilt = Buffer.from(message);
  for (const change of changes) spoilt = Buffer.from(changed(spoilt, change).subarray(0, maxBytes));
  return spoilt;
}

/**
 * @param {Buffer} message may be changed
 * @param {Change} change
 * @returns {Buffer}
 */
function changed(message, { kind, at: anywhere, value }) {
  if (message.length === 0) return message;
  const at = anywhere % message.length;
  const byte = message[at] ?? 0;
  switch (kind) {
    case 'flip':
      message[at] = byte ^ (1 << (value % 8));
      return message;
    case 'set':
      message[at] = value;
      return message;
    case 'cut':
      return Buffer.concat([message.subarray(0, at), message.subarray(at + (value % 40))]);
    case 'insert':
      return Buffer.concat([
        message.subarray(0, at),
        Buffer.of(value >> 8, value & 0xff),
        message.subarray(at),
      ]);
    case 'repeat': {
      const part = message.subarray(at, at + (value % 200));
      return Buffer.concat([message.subarray(0, at), part, message.subarray(at)]);
    }
    case 'point':
      if (at + 1 < message.length) message.writeUInt16BE(0xc000 | (value % (at + 2)), at);
      return message;
    case 'count':
      if (message.length >= 12) message.writeUInt16BE(value, 4 + 2 * (at % 4));
      return message;
  }
}
