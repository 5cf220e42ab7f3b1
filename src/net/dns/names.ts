// Domain names: in a message as labels and pointers (RFC 1035 3.1, 4.1.4), in text as a zone writes them (5.1).
// Messages are hostile. However their pointers are laid, each place is read once.

const maxNameBytes = 255;
const maxLabelBytes = 63;
/** 127 labels of one byte, and a pointer after each. */
const maxPlaces = 254;
/** The two bits that make a pointer of a length. */
const pointerBits = 0xc0;
/** A pointer leads no further. */
const maxPointer = 0x3fff;

export interface Name {
  /** Without the dot at the end, `.` for the root. What could be mistaken for something else is `\DDD`. */
  readonly text: string;
  /** Where what follows it begins. */
  readonly end: number;
}

/** A name from some label on. */
interface Known extends Name {
  /** As it would stand without pointers. */
  readonly bytes: number;
}

/** Reads the names of one message. Throws a RangeError for what is none. */
export function nameReader(message: Buffer): (at: number) => Name {
  // To every place that a pointer can lead to: without it a few thousand names that all point to the end of one
  // long chain take seconds.
  const known = new Map<number, Known>();
  return (start) => {
    const { labels, last } = walk(message, start, known);
    const whole = labels.reduceRight<Known>((rest, { at, length }) => {
      const name = before(rest, message, at, length);
      if (at <= maxPointer) known.set(at, name);
      return name;
    }, last);
    return whole.text === '' ? { ...whole, text: '.' } : whole;
  };
}

/** A label, or a pointer, whose length is null. */
interface Place {
  readonly at: number;
  readonly length: number | null;
}

/** The places on the way from here to the end of the name, or to one from which on it is known. */
function walk(
  message: Buffer,
  start: number,
  known: ReadonlyMap<number, Known>,
): { readonly labels: readonly Place[]; readonly last: Known } {
  const labels: Place[] = [];
  let floor = start;
  for (let at = start; ; ) {
    const seen = known.get(at);
    if (seen) return { labels, last: seen };
    const length = message[at];
    if (length === undefined) throw new RangeError('a name is cut short');
    if (labels.length > maxPlaces) throw new RangeError('a name without end');
    if (length === 0) return { labels, last: { text: '', bytes: 1, end: at + 1 } };
    if (length <= maxLabelBytes) {
      labels.push({ at, length });
      at += 1 + length;
    } else if (length >= pointerBits) {
      const to = ((length & ~pointerBits) << 8) | (message[at + 1] ?? maxPointer);
      // RFC 1035 4.1.4: to what stands before, so that it ends.
      if (to >= floor) throw new RangeError('a name points nowhere');
      labels.push({ at, length: null });
      floor = to;
      at = to;
    } else {
      throw new RangeError('a label of an unknown kind');
    }
  }
}

/** The rest of a name with what stands before it. */
function before(rest: Known, message: Buffer, at: number, length: number | null): Known {
  if (length === null) return { ...rest, end: at + 2 };
  const end = at + 1 + length;
  if (end > message.length) throw new RangeError('a name is cut short');
  const bytes = rest.bytes + 1 + length;
  if (bytes > maxNameBytes) throw new RangeError(`a name is longer than ${maxNameBytes} bytes`);
  const label = labelText(message.subarray(at + 1, end));
  return { text: rest.text === '' ? label : `${label}.${rest.text}`, bytes, end: rest.end };
}

/** RFC 1035 5.1: a dot inside a label, and all that is not plainly visible, as `\DDD`. */
export function labelText(label: Buffer): string {
  return label
    .toString('latin1')
    .replace(/[^!-~]|[.\\]/g, (byte) => `\\${String(byte.charCodeAt(0)).padStart(3, '0')}`);
}

/** The name as it stands in a message; null for one that no message can hold. */
export function writeName(text: string): Buffer | null {
  const labels = text === '.' ? [] : text.replace(/\.$/, '').split('.').map(labelBytes);
  const wrong = labels.some(({ length }) => length === 0 || length > maxLabelBytes);
  const name = Buffer.concat([
    ...labels.flatMap((label) => [Buffer.of(label.length), label]),
    Buffer.alloc(1),
  ]);
  return wrong || name.length > maxNameBytes ? null : name;
}

function labelBytes(text: string): Buffer {
  const bytes = Buffer.from(text).toString('latin1');
  return Buffer.from(
    bytes.replace(/\\(\d{3})/g, (_, digits) => String.fromCharCode(Number(digits))),
    'latin1',
  );
}
