// A place in a message that moves on as it is read, and never beyond its end. Throws a RangeError there.

import { nameReader } from './names.ts';

export class Reader {
  readonly #message: Buffer;
  readonly #nameAt: ReturnType<typeof nameReader>;
  readonly #end: number;
  #at: number;

  constructor(message: Buffer, nameAt = nameReader(message), start = 0, end = message.length) {
    this.#message = message;
    this.#nameAt = nameAt;
    this.#at = start;
    this.#end = end;
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.#end - this.#at;
  }

  u8(): number {
    return this.#message.readUInt8(this.#pass(1));
  }

  u16(): number {
    return this.#message.readUInt16BE(this.#pass(2));
  }

  u32(): number {
    return this.#message.readUInt32BE(this.#pass(4));
  }

  bytes(count: number): Buffer {
    const from = this.#pass(count);
    return this.#message.subarray(from, from + count);
  }

  rest(): Buffer {
    return this.bytes(this.left);
  }

  /** RFC 1035 3.3: a byte of length, and as many bytes. */
  string(): Buffer {
    return this.bytes(this.u8());
  }

  /** Its pointers may lead out of this part of the message. */
  name(): string {
    const { text, end } = this.#nameAt(this.#at);
    this.#pass(end - this.#at);
    return text;
  }

  /** As many bytes as a reader of their own, which knows the names of the whole message. */
  part(count: number): Reader {
    const from = this.#pass(count);
    return new Reader(this.#message, this.#nameAt, from, from + count);
  }

  #pass(count: number): number {
    const from = this.#at;
    if (count > this.left) throw new RangeError('the message is cut short');
    this.#at += count;
    return from;
  }
}
