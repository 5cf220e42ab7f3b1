// DNS messages: one question encoded, one answer decoded and held against it (RFC 1035 4.1, 6891, 5452).
// What an answer means is `answer.ts`'s to say.

import { failure } from '../../codes.ts';
import type { Failure } from '../../model.ts';
import { writeName } from './names.ts';
import { Reader } from './reader.ts';

/** What can be asked for, by IANA's numbers; `records.ts` shows each. */
const typeNumbers = {
  A: 1,
  AAAA: 28,
  CNAME: 5,
  MX: 15,
  NS: 2,
  TXT: 16,
  SOA: 6,
  SRV: 33,
  CAA: 257,
  PTR: 12,
  HTTPS: 65,
} as const;

export type RecordType = keyof typeof typeNumbers;

export const recordTypes = Object.keys(typeNumbers) as readonly RecordType[];

const typeNames = new Map<number, RecordType>(recordTypes.map((type) => [typeNumbers[type], type]));

export interface Question {
  /** Without a trailing dot. */
  readonly name: string;
  readonly type: RecordType;
  /** Whether the server is to find the answer elsewhere (RD); a zone's own server is asked without. */
  readonly recursive: boolean;
}

/** A record of class IN, its data unread. */
export interface RawRecord {
  readonly name: string;
  /** Null for one that cannot be asked for. */
  readonly type: RecordType | null;
  /** Seconds. */
  readonly ttl: number;
  /** From the start of its data; to be used once. */
  readonly data: Reader;
}

export interface Message {
  /** As IANA names it, `RCODE_11` for one that has no name. */
  readonly rcode: string;
  /** AA: the server speaks for the zone. */
  readonly authoritative: boolean;
  /** TC: there is more than it holds. Of such a message nothing else is read. */
  readonly cut: boolean;
  /** RA: the server would ask others. */
  readonly recursion: boolean;
  /** AD: the server has validated the answer (RFC 4035 3.2.3). */
  readonly authentic: boolean;
  readonly answers: readonly RawRecord[];
  readonly authorities: readonly RawRecord[];
  /** What a referral adds of the servers it names, among others. */
  readonly additionals: readonly RawRecord[];
  /** Of EDNS (RFC 6891 6.1.2). */
  readonly options: readonly Option[];
}

export interface Option {
  readonly code: number;
  readonly data: Buffer;
}

/** A decoded message, or why there is none. */
export type Reply = { readonly packet: Message } | { readonly failure: Failure };

const classIn = 1;
const typeOpt = 41;
const responseBit = 0x8000;
const opcodeBits = 0x7800;
const flagBits = { authoritative: 0x400, cut: 0x200, desired: 0x100, recursion: 0x80, authentic: 0x20 };
/** RFC 9715 and the DNS flag day: what passes unfragmented. */
const udpPayloadSize = 1232;

/** Whether a message can hold the name, and a server repeats it as it is written. */
export function isAskable(name: string): boolean {
  return /^[!-[\]-~]+$/.test(name) && writeName(name) !== null;
}

/** The question as a message. It asks for the AD flag to be told (RFC 6840 5.7). */
export function encode({ name, type, recursive }: Question, id: number, edns: boolean): Buffer {
  const asked = writeName(name);
  if (asked === null) throw new Error(`no message can hold the name ${name}`);
  const flags = (recursive ? flagBits.desired : 0) | flagBits.authentic;
  // RFC 6891 6.1.2: an empty OPT record, whose class is the size.
  const opt = edns ? [Buffer.of(0), words(typeOpt, udpPayloadSize, 0, 0, 0)] : [];
  return Buffer.concat([
    words(id, flags, 1, 0, 0, edns ? 1 : 0),
    asked,
    words(typeNumbers[type], classIn),
    ...opt,
  ]);
}

/** Numbers of 16 bits. */
function words(...numbers: readonly number[]): Buffer {
  return Buffer.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));
}

/**
 * The message if it answers this question. Null for anything that is none of ours: another id, another
 * question, a query; those are passed over and the wait goes on (RFC 5452 9.1).
 */
export function decodeReply(message: Buffer, question: Question, id: number): Reply | null {
  if (message.length < 12 || message.readUInt16BE(0) !== id) return null;
  const flags = message.readUInt16BE(2);
  if ((flags & responseBit) === 0 || (flags & opcodeBits) !== 0) return null;
  try {
    const packet = read(message, flags, question);
    return packet && { packet };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { failure: failure('dns.malformed', { detail: error.message }) };
  }
}

/** Null: an answer to another question. Throws a RangeError where it cannot be read. */
function read(message: Buffer, flags: number, question: Question): Message | null {
  const reader = new Reader(message);
  reader.bytes(4);
  const [questions, answers, authorities, additionals] = [
    reader.u16(),
    reader.u16(),
    reader.u16(),
    reader.u16(),
  ];
  // A server that cannot read the question may leave it out (RFC 8906 3.2.1).
  if (questions === 0 && (flags & 0xf) === 0) return null;
  for (let index = 0; index < questions; index += 1) {
    if (!isSame(reader, question)) return null;
  }
  const has = (bit: number): boolean => (flags & bit) !== 0;
  const cut = has(flagBits.cut);
  const sections = cut ? null : readSections(reader, answers, authorities, additionals);
  return {
    rcode: rcodeName((flags & 0xf) | ((sections?.upperRcode ?? 0) << 4)),
    authoritative: has(flagBits.authoritative),
    cut,
    recursion: has(flagBits.recursion),
    authentic: has(flagBits.authentic),
    answers: sections?.answers ?? [],
    authorities: sections?.authorities ?? [],
    additionals: sections?.additionals ?? [],
    options: sections?.options ?? [],
  };
}

function isSame(reader: Reader, { name, type }: Question): boolean {
  const [asked, number, ofClass] = [reader.name(), reader.u16(), reader.u16()];
  return asked.toLowerCase() === name.toLowerCase() && number === typeNumbers[type] && ofClass === classIn;
}

interface Sections extends Pick<Message, 'answers' | 'authorities' | 'additionals' | 'options'> {
  /** The upper bits of the response code (RFC 6891 6.1.3). */
  readonly upperRcode: number;
}

function readSections(reader: Reader, answers: number, authorities: number, additionals: number): Sections {
  const records = (count: number) => readRecords(reader, count).filter(({ ofClass }) => ofClass === classIn);
  const known = { answers: records(answers), authorities: records(authorities) };
  const more = readRecords(reader, additionals);
  // There must be but one.
  const opt = more.find(({ number }) => number === typeOpt);
  return {
    ...known,
    additionals: more.filter(({ ofClass }) => ofClass === classIn),
    upperRcode: (opt?.flags ?? 0) >>> 24,
    options: opt ? readOptions(opt.data) : [],
  };
}

interface AnyRecord extends RawRecord {
  readonly number: number;
  readonly ofClass: number;
  /** What an OPT record has in the place of the TTL. */
  readonly flags: number;
}

/** RFC 1035 4.1.3. Records of which there are more than are said are junk, and no concern of ours. */
function readRecords(reader: Reader, count: number): AnyRecord[] {
  const records: AnyRecord[] = [];
  for (let index = 0; index < count; index += 1) {
    const [name, number, ofClass, flags] = [reader.name(), reader.u16(), reader.u16(), reader.u32()];
    const data = reader.part(reader.u16());
    const ttl = flags > maxTtl ? 0 : flags;
    records.push({ name, type: typeNames.get(number) ?? null, number, ofClass, flags, ttl, data });
  }
  return records;
}

/** RFC 2181 8: more is none. */
const maxTtl = 0x7fffffff;

/** As far as they can be read: on them nothing depends. */
function readOptions(data: Reader): readonly Option[] {
  const options: Option[] = [];
  while (data.left >= 4) {
    const [code, length] = [data.u16(), data.u16()];
    if (length > data.left) break;
    options.push({ code, data: data.bytes(length) });
  }
  return options;
}

/** IANA's names, by number. */
const rcodeNames = [
  ...['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'],
  ...['YXDOMAIN', 'YXRRSET', 'NXRRSET', 'NOTAUTH', 'NOTZONE', 'DSOTYPENI'],
];
const badVersion = 16;

function rcodeName(number: number): string {
  return number === badVersion ? 'BADVERS' : (rcodeNames[number] ?? `RCODE_${number}`);
}
