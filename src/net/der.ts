// ASN.1 in DER (X.690), as much reading as a certificate or an OCSP response needs. What is not well-formed reads as
// nothing at all, so that no part of it is believed.

/** One element: its tag, what it holds, and all of its bytes. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

/** The elements that fill these bytes from end to end; none when something else does. */
export function elementsOf(bytes: Buffer | undefined): readonly Element[] {
  const found: Element[] = [];
  for (let at = 0; bytes && at < bytes.length; ) {
    const element = elementAt(bytes, at);
    if (!element) return [];
    found.push(element);
    at += element.whole.length;
  }
  return found;
}

/** The element that is reached by these indexes, each one level deeper. */
export function elementIn(bytes: Buffer | undefined, ...path: readonly number[]): Element | undefined {
  let element: Element | undefined;
  for (const index of path) element = elementsOf(element ? element.content : bytes)[index];
  return element;
}

function elementAt(bytes: Buffer, at: number): Element | null {
  const [tag = 0x1f, first = 0x80] = bytes.subarray(at, at + 2);
  // Tags of several bytes and lengths without an end have no place in what is read here.
  if ((tag & 0x1f) === 0x1f || first === 0x80 || first > 0x84) return null;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + lengthBytes;
  if (start > bytes.length) return null;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  const end = start + length;
  return end > bytes.length
    ? null
    : { tag, content: bytes.subarray(start, end), whole: bytes.subarray(at, end) };
}

/** An OBJECT IDENTIFIER in its dotted form; '' when it is none. */
export function oidOf(element: Element | undefined): string {
  if (element?.tag !== 0x06) return '';
  const numbers = [];
  let number = 0;
  for (const byte of element.content) {
    number = number * 128 + (byte & 0x7f);
    if (byte & 0x80) continue;
    numbers.push(number);
    number = 0;
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(2, Math.floor(first / 40));
  return [top, first - top * 40, ...rest].join('.');
}

/** A GeneralizedTime of whole seconds in UTC (RFC 5280 4.1.2.5.2), in milliseconds; NaN when it is none. */
export function timeOf(element: Element | undefined): number {
  const digits = element?.tag === 0x18 ? element.content.toString('latin1') : '';
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits) ?? [];
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = parts.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The bytes of a BIT STRING that has no unused bits. */
export function bitsOf(element: Element | undefined): Buffer | undefined {
  return element?.tag === 0x03 && element.content[0] === 0 ? element.content.subarray(1) : undefined;
}

/** What Node's X509Certificate keeps to itself, of a certificate in DER (RFC 5280 4.1). */
export interface CertificateParts {
  /** Content of the INTEGER. */
  readonly serial: Buffer | undefined;
  /** The issuer's name, in DER. */
  readonly issuer: Buffer | undefined;
  /** The bits of the public key, without what says how to read them. */
  readonly key: Buffer | undefined;
  /** Dotted, '' when there is none. */
  readonly signatureAlgorithm: string;
}

export function certificatePartsOf(raw: Buffer): CertificateParts {
  const fields = elementsOf(elementIn(raw, 0, 0)?.content);
  // The version is left out of version 1.
  const [serial, , issuer, , , key] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  return {
    serial: serial?.content,
    issuer: issuer?.whole,
    key: bitsOf(elementIn(key?.content, 1)),
    signatureAlgorithm: oidOf(elementIn(raw, 0, 1, 0)),
  };
}
