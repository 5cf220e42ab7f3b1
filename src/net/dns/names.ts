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

/** A name from some label on; no text for the root. */
interface Rest extends Name {
  /** As it would stand without pointers. */
  readonly bytes: number;
}

/** Reads the names of one message. Throws a RangeError for what is none. */
export function nameReader(message: Buffer): (at: number) => Name {
  // To every place that a pointer can lead to: without it a few thousand names that all point to the end of one
  // long chain take seconds.
  const known = new Map<number, Rest>();

  /** `floor`: a pointer must lead before it, so that the name ends (RFC 1035 4.1.4). */
  const read = (at: number, floor: number, place: number): Rest => {
    const seen = known.get(at);
    if (seen) return seen;
    if (place > maxPlaces) throw new RangeError('a name without end');
    const length = byteAt(message, at);
    if (length === 0) return { text: '', bytes: 1, end: at + 1 };
    let name: Rest;
    if (length <= maxLabelBytes) {
      const end = at + 1 + length;
      name = longer(message.toString('latin1', at + 1, end), read(end, floor, place + 1));
    } else if (length >= pointerBits) {
      const to = ((length & ~pointerBits) << 8) | byteAt(message, at + 1);
      if (to >= floor) throw new RangeError('a name points nowhere');
      name = { ...read(to, to, place + 1), end: at + 2 };
    } else {
      throw new RangeError('a label of an unknown kind');
    }
    if (at <= maxPointer) known.set(at, name);
    return name;
  };

  return (start) => {
    const { text, end } = read(start, start, 0);
    return { text: text === '' ? '.' : text, end };
  };
}

function byteAt(message: Buffer, at: number): number {
  const byte = message[at];
  if (byte === undefined) throw new RangeError('a name is cut short');
  return byte;
}

function longer(label: string, { text, bytes, end }: Rest): Rest {
  const all = bytes + 1 + label.length;
  if (all > maxNameBytes) throw new RangeError(`a name is longer than ${maxNameBytes} bytes`);
  return { text: text === '' ? labelText(label) : `${labelText(label)}.${text}`, bytes: all, end };
}

const telling = /[^!-~]|[.\\]/g;

/** RFC 1035 5.1: a dot inside a label (a character a byte), and all that is not plainly visible, as `\DDD`. */
export function labelText(label: string): string {
  return label.replace(telling, (byte) => `\\${String(byte.charCodeAt(0)).padStart(3, '0')}`);
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
