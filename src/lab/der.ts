// ASN.1 in DER (X.690), as much of it as an X.509 certificate needs. Only writing, only definite lengths.

/** One element: tag, length, content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Uint8Array.of(tag, body.length), body]);
  const length = bytesOf(BigInt(body.length));
  return Buffer.concat([Uint8Array.of(tag, 0x80 | length.length), length, body]);
}

/** SEQUENCE. */
export const sequence = (...content: readonly Uint8Array[]): Buffer => element(0x30, ...content);

/** SET with one member, which needs no sorting. */
export const set = (member: Uint8Array): Buffer => element(0x31, member);

/** BOOLEAN TRUE; FALSE is a default and so never written. */
export const yes: Buffer = element(0x01, Uint8Array.of(0xff));

/** INTEGER, not negative. */
export function integer(value: bigint): Buffer {
  const bytes = bytesOf(value);
  return element(0x02, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Uint8Array.of(0), bytes]) : bytes);
}

/** OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** OCTET STRING. */
export const octets = (content: Uint8Array): Buffer => element(0x04, content);

/** BIT STRING of whole bytes. */
export const bits = (content: Uint8Array): Buffer => element(0x03, Uint8Array.of(0), content);

/** BIT STRING of named bits, without trailing zeros as DER asks. */
export function namedBits(...positions: readonly number[]): Buffer {
  const highest = Math.max(...positions);
  const bytes = new Uint8Array((highest >> 3) + 1);
  for (const position of positions)
    bytes[position >> 3] = (bytes[position >> 3] ?? 0) | (0x80 >> (position & 7));
  return element(0x03, Uint8Array.of(7 - (highest & 7)), bytes);
}

/** UTF8String. */
export const utf8 = (text: string): Buffer => element(0x0c, Buffer.from(text));

/** Context-specific and constructed, [n]. */
export const explicit = (n: number, ...content: readonly Uint8Array[]): Buffer =>
  element(0xa0 | n, ...content);

/** Context-specific and primitive, [n] IMPLICIT. */
export const implicit = (n: number, content: Uint8Array): Buffer => element(0x80 | n, content);

/** GeneralizedTime, to the second. */
export function generalizedTime(date: Date): Buffer {
  return element(0x18, Buffer.from(`${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`));
}

/** UTCTime up to 2049, GeneralizedTime after it (RFC 5280 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = `${date.toISOString().slice(0, 19).replace(/\D/g, '')}Z`;
  const short = date.getUTCFullYear() < 2050;
  return element(short ? 0x17 : 0x18, Buffer.from(short ? digits.slice(2) : digits));
}

function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
}

function base128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
