// A body's bytes to text: content codings undone under a cap, then the charset.

import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { failure } from '../codes.ts';
import { errorCode } from './failure.ts';
import type { Stepped } from './trace.ts';

/** What a check may read, before and after decoding. */
export const maxBodyBytes = 1_048_576;
/** Enough of a body to see what kind of page it is. */
export const maxExcerptBytes = 1024;
/** RFC 9110 8.4 allows any number; nobody honest needs more. */
const maxCodings = 2;

type Decode = (data: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const wrapped: Decode = promisify(inflate);
const bare: Decode = promisify(inflateRaw);

/** All of them work in a thread: a peer can make 1 MiB that takes far longer to decode than it seems. */
const decoders: Readonly<Record<string, Decode>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  // RFC 9110 8.4.1.2: some send it without the zlib wrapper, whose first byte names method 8.
  deflate: (data, options) => (((data[0] ?? 0) & 15) === 8 ? wrapped : bare)(data, options),
  br: promisify(brotliDecompress),
};

/** The text of a body, or why it cannot be read. Between two codings it is given up when nobody waits any more. */
export async function decodeBody(
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Stepped<string>> {
  const codings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > maxCodings)
    return { failure: failure('content.encoding', { detail: codings.join(', ') }) };
  let data = bytes;
  // The last coding applied stands last.
  for (const coding of codings.reverse()) {
    const decode = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
    if (!decode) return { failure: failure('content.encoding', { detail: `unknown coding ${coding}` }) };
    if (signal.aborted) return { failure: failure('content.timeout') };
    try {
      data = await decode(data, { maxOutputLength: maxBodyBytes });
    } catch (error) {
      const tooLarge = errorCode(error) === 'ERR_BUFFER_TOO_LARGE';
      return { failure: failure(tooLarge ? 'content.too_large' : 'content.encoding', { detail: coding }) };
    }
  }
  return { value: decoderFor(headers['content-type'] ?? '').decode(data) };
}

/** The beginning of a body as text; null for one that is coded, and for nothing. `cut`: more was to come. */
export function excerptOf(
  bytes: Buffer,
  headers: Readonly<Record<string, string>>,
  cut: boolean,
): string | null {
  const coding = (headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (bytes.length === 0 || (coding !== 'identity' && coding !== '')) return null;
  // As a stream, the half of a character at the end is left out.
  const text = decoderFor(headers['content-type'] ?? '').decode(bytes, { stream: true });
  return cut ? `${text}…` : text;
}

/** Bytes in the order in which they came. A peer may send them one by one, and a Buffer for each would weigh more. */
export class Gathered {
  #room = Buffer.alloc(0);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(chunk: Buffer): void {
    const size = this.#size + chunk.length;
    if (size > this.#room.length) {
      const larger = Buffer.allocUnsafe(Math.max(size, 2 * this.#room.length));
      this.#room.copy(larger, 0, 0, this.#size);
      this.#room = larger;
    }
    chunk.copy(this.#room, this.#size);
    this.#size = size;
  }

  /** The first of them, or all. */
  bytes(most = this.#size): Buffer {
    return this.#room.subarray(0, Math.min(most, this.#size));
  }
}

/** The charset of Content-Type; UTF-8 when there is none or Node does not know it. */
function decoderFor(contentType: string): InstanceType<typeof TextDecoder> {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
