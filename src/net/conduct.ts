// How a server behaves on an HTTP/2 connection, told by its frames and by what node:http2 answers to them. One
// request is made on it, on stream 1.

import { failure } from '../codes.ts';
import type { Failure } from '../model.ts';
import { errorName, type Frame, frameFlags, frameTypes } from './frames.ts';
import type { Response } from './response.ts';

/** Frames that bring nothing of an answer; a healthy connection has a handful of them. */
const maxIdleFrames = 1000;
/** Frames of a body that bring next to nothing: each costs as much time as a large one. */
const maxTinyFrames = 20_000;
const tinyBytes = 16;
/** Of one header, compressed: more than node:http2 would take of it decompressed. */
const maxHeaderBytes = 65_536;

const [internalError, cancel, enhanceYourCalm] = [2, 8, 11];

export class Conduct {
  readonly #response: Response;
  readonly #onBreach: () => void;
  #idle = 0;
  #tiny = 0;
  #headerBytes = 0;
  /** The first rule that was broken, or the bound that was passed. */
  breach: Failure | null = null;
  /** The server has reset our stream. */
  reset: Failure | null = null;
  /** The request has gone out. */
  requested = false;
  /** The server has said that the answer is complete. */
  ended = false;

  /** `onBreach` is called when `breach` is known. */
  constructor(response: Response, onBreach: () => void) {
    this.#response = response;
    this.#onBreach = onBreach;
  }

  received(frame: Frame): void {
    const { type, flags, stream, length } = frame;
    if (type === frameTypes.headers || type === frameTypes.continuation) this.#header(frame);
    else if (type !== frameTypes.data || length <= padding(frame)) this.#nothing();
    else if (length - padding(frame) < tinyBytes) this.#little();
    const carries = type === frameTypes.data || type === frameTypes.headers;
    if (carries && stream === 1 && (flags & frameFlags.endStream) !== 0) this.ended = true;
    if (type === frameTypes.push) {
      this.#broke(failure('http.malformed', { detail: 'PUSH_PROMISE that nobody asked for' }));
    }
    if (type === frameTypes.reset && stream === 1) {
      this.reset ??= failure('http.reset', { detail: `RST_STREAM ${errorOf(frame, 0)}` });
    }
  }

  /** What node:http2 answers to a broken frame tells which rule it breaks. */
  sent(frame: Frame): void {
    if (frame.type === frameTypes.headers) this.requested = true;
    if (frame.type === frameTypes.goaway && frame.length >= 8) {
      const reason = frame.payload.toString('latin1', 8);
      const name = errorOf(frame, 4);
      const ours = [0, internalError].includes(frame.payload.readUInt32BE(4));
      if (!ours) this.#broke(failure('http.malformed', { detail: reason ? `${name}: ${reason}` : name }));
    }
    if (frame.type === frameTypes.reset && frame.length >= 4) this.#refused(frame);
  }

  /** We have reset the stream: because of what the server sent, or because nothing more is wanted. */
  #refused(frame: Frame): void {
    const code = frame.payload.readUInt32BE(0);
    if (code === 0 || code === internalError || code === cancel) return;
    const detail = `${errorOf(frame, 0)} on the stream`;
    this.#broke(
      code === enhanceYourCalm ? failure('http.headers_too_large') : failure('http.malformed', { detail }),
    );
  }

  #header({ type, length }: Frame): void {
    if (type === frameTypes.headers) this.#response.firstByte();
    this.#headerBytes = type === frameTypes.headers ? length : this.#headerBytes + length;
    if (this.#headerBytes > maxHeaderBytes) this.#broke(failure('http.headers_too_large'));
  }

  #nothing(): void {
    this.#idle += 1;
    if (this.#idle <= maxIdleFrames) return;
    this.#broke(failure('http.malformed', { detail: `over ${maxIdleFrames} frames that bring nothing` }));
  }

  #little(): void {
    this.#tiny += 1;
    if (this.#tiny <= maxTinyFrames) return;
    this.#broke(
      failure('http.malformed', { detail: `over ${maxTinyFrames} frames that bring next to nothing` }),
    );
  }

  #broke(breach: Failure): void {
    if (this.breach) return;
    this.breach = breach;
    this.#onBreach();
  }
}

/** Of a frame of data: its padding, and the byte that says how much that is (RFC 9113 6.1). */
function padding({ flags, payload }: Frame): number {
  return (flags & frameFlags.padded) === 0 ? 0 : (payload[0] ?? 0) + 1;
}

function errorOf({ payload }: Frame, at: number): string {
  return payload.length < at + 4 ? 'without a code' : errorName(payload.readUInt32BE(at));
}
