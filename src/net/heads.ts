// The bytes of an HTTP/1.1 answer on their way to undici, which hides some from us, refuses a harmless one, and of a
// reason phrase that comes in several pieces keeps only the last.

import type { Socket } from 'node:net';
import type { Response } from './response.ts';

const blankLine = [13, 10, 13, 10];
const codeEnd = 'HTTP/1.1 100'.length;
/** Longer than any head that undici takes. */
const maxLine = 16_384;

/** What is seen of the heads of one answer, the interim ones included. */
export class Heads {
  #line = '';
  #inLine = true;
  #matched = 0;
  #over = false;
  readonly #lines: string[] = [];

  /** Counts what undici reads, and lets it see no 100 Continue. */
  watch(socket: Socket, response: Response): void {
    const read = socket.read.bind(socket);
    // undici takes a socket's bytes by this call alone.
    socket.read = (size?: number): Buffer | null => {
      const chunk: Buffer | null = read(size);
      if (chunk === null) return null;
      if (!response.received(chunk.length)) {
        socket.destroy();
        return null;
      }
      for (let at = 0; at < chunk.length && !this.#over; at += 1) this.#byte(chunk, at);
      return chunk;
    };
  }

  /** The reason phrase of the next head; call it once a head. Null where there is none. */
  reason(): string | null {
    const phrase = (this.#lines.shift() ?? '').slice(codeEnd + 1);
    return phrase === '' ? null : Buffer.from(phrase, 'latin1').toString();
  }

  #byte(chunk: Buffer, at: number): void {
    const byte = chunk[at] ?? 0;
    if (!this.#inLine) {
      this.#matched = byte === blankLine[this.#matched] ? this.#matched + 1 : Number(byte === blankLine[0]);
      this.#inLine = this.#matched === blankLine.length;
      return;
    }
    if (byte === 13 || byte === 10) {
      // A parser passes over line ends before a status line.
      if (this.#line !== '') this.#lineEnded(byte);
      return;
    }
    if (this.#line.length < maxLine) this.#line += String.fromCharCode(byte);
    // A client must bear a 100 Continue that it did not ask for (RFC 9110 15.2); undici bears every interim answer but
    // that, so it sees a 102 Processing.
    if (this.#line.length === codeEnd && /^HTTP\/\d\.\d 100$/.test(this.#line))
      chunk.write('2', at, 'latin1');
  }

  #lineEnded(byte: number): void {
    this.#lines.push(this.#line);
    this.#over = !/^HTTP\/\d\.\d 1\d\d/.test(this.#line);
    this.#line = '';
    this.#inLine = false;
    this.#matched = Number(byte === blankLine[0]);
  }
}
