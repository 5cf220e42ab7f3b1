// The data of a record as people write it in a zone (RFC 1035 5, and the RFC of each type): names without
// the dot at their end, a text without its quotation marks.

import type { RawRecord, RecordType } from './message.ts';
import type { Reader } from './reader.ts';
import { ipv6, presentSvcb } from './svcb.ts';

/** The data of a record, `10 mail.example` of an MX. Throws a RangeError when it is not of its type. */
export function present(type: RecordType, { data }: RawRecord): string {
  const text = presenters[type](data);
  if (data.left > 0) throw new RangeError(`the data of a record of type ${type} is too long`);
  return text;
}

const name = (data: Reader): string => data.name();

const presenters: Readonly<Record<RecordType, (data: Reader) => string>> = {
  A: (data) => data.bytes(4).join('.'),
  AAAA: (data) => ipv6(data.bytes(16)),
  CNAME: name,
  NS: name,
  PTR: name,
  MX: (data) => `${data.u16()} ${data.name()}`,
  TXT: presentText,
  // RFC 2782
  SRV: (data) => `${data.u16()} ${data.u16()} ${data.u16()} ${data.name()}`,
  SOA: (data) =>
    [data.name(), data.name(), data.u32(), data.u32(), data.u32(), data.u32(), data.u32()].join(' '),
  // RFC 8659 4.1.1
  CAA: (data) => `${data.u8()} ${data.string()} "${data.rest()}"`,
  HTTPS: (data) => presentSvcb(data.rest()),
};

/** Cut into strings anywhere, also within a character. */
function presentText(data: Reader): string {
  const strings: Buffer[] = [];
  while (data.left > 0) strings.push(data.string());
  return Buffer.concat(strings).toString();
}
