// Bodies that decode to nothing, and take long to do so.

/** A bit after the other, the lowest of a byte first (RFC 1951 3.1.1). */
class Bits {
  readonly #bytes: number[] = [];
  #used = 8;

  /** A number, its lowest bit first. */
  number(value: number, count: number): void {
    for (let bit = 0; bit < count; bit += 1) this.#put((value >> bit) & 1);
  }

  /** A code, its highest bit first. */
  code(value: number, count: number): void {
    for (let bit = count - 1; bit >= 0; bit -= 1) this.#put((value >> bit) & 1);
  }

  #put(bit: number): void {
    if (this.#used === 8) {
      this.#bytes.push(0);
      this.#used = 0;
    }
    const last = this.#bytes.length - 1;
    this.#bytes[last] = (this.#bytes[last] ?? 0) | (bit << this.#used);
    this.#used += 1;
  }

  get size(): number {
    return this.#bytes.length;
  }

  bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** The order in which a block gives the lengths of the codes for lengths (RFC 1951 3.2.7). */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const zeros = 18;

/** A block that holds its end and no more, behind the largest tables that its few bits can ask for. */
function emptyBlock(bits: Bits): void {
  bits.number(0, 1);
  bits.number(2, 2);
  bits.number(0, 5 + 5);
  bits.number(order.length - 4, 4);
  for (const length of order) bits.number(length === zeros || (length >= 1 && length <= 15) ? 4 : 0, 3);
  const length = (value: number): void => bits.code(value === zeros ? 15 : value - 1, 4);
  // The first 15 literals have codes of 1 to 15 bits, the end has one of 15; nothing else has any.
  for (let literal = 1; literal <= 15; literal += 1) length(literal);
  for (const run of [138, 103]) {
    length(zeros);
    bits.number(run - 11, 7);
  }
  length(15);
  length(1);
  bits.code(0x7fff, 15);
}

/** Deflated without a wrapper, at most of this size. */
export function hardDeflate(mostBytes: number): Buffer {
  const bits = new Bits();
  while (bits.size < mostBytes - 64) emptyBlock(bits);
  bits.number(1, 1);
  bits.number(1, 2);
  bits.code(0, 7);
  return bits.bytes();
}
