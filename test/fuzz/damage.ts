// What is done to a good answer on its way: cut into pieces and held up, which must not matter, or broken. Pure.

import type { Random } from './random.ts';

export type Ending = 'fin' | 'reset' | 'silence';

/** A good answer: its parts (a head, a chunk, a frame) and how its server goes on. */
export interface Good {
  readonly parts: readonly Buffer[];
  readonly ends: Ending;
  /** It must not be cut into single bytes. */
  readonly coarse?: boolean;
}

export interface Delivery {
  readonly pieces: readonly { readonly waitMs: number; readonly bytes: Buffer }[];
  readonly ends: Ending;
}

/** As it stands, in one piece. */
export function untouched({ parts, ends }: Good): Delivery {
  return { pieces: [{ waitMs: 0, bytes: Buffer.concat(parts) }], ends };
}

/** All of it, cut anywhere, with waits that come to less than 100 ms. */
export function inPieces(random: Random, { parts, ends, coarse = false }: Good): Delivery {
  return { pieces: held(random, cut(random, Buffer.concat(parts), coarse), 4), ends };
}

/** Broken in one to six places, and now and then held up beyond `timeoutMs`. */
export function broken(random: Random, { parts, ends }: Good, timeoutMs: number): Delivery {
  const order = random.chance(0.3) ? shuffled(random, parts) : parts;
  let bytes: Buffer = Buffer.concat(order);
  const wounds = random.chance(0.5) ? 1 : 1 + random.below(6);
  for (let left = wounds; left > 0; left -= 1) bytes = struck(random, bytes);
  const pieces = held(random, cut(random, bytes), random.chance(0.1) ? timeoutMs : 2);
  return { pieces, ends: random.chance(0.4) ? ends : random.pick(['fin', 'reset', 'silence']) };
}

/** A part is left out, said twice, or said out of turn. */
function shuffled(random: Random, parts: readonly Buffer[]): readonly Buffer[] {
  const at = random.below(parts.length);
  const part = parts[at] ?? Buffer.alloc(0);
  const rest = parts.filter((_, index) => index !== at);
  const again = random.below(parts.length + 1);
  switch (random.below(3)) {
    case 0:
      return rest;
    case 1:
      return [...parts.slice(0, again), part, ...parts.slice(again)];
    default:
      return [...rest.slice(0, again), part, ...rest.slice(again)];
  }
}

/** One wound. */
function struck(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + 1 + random.below(12));
  const around = (middle: Buffer): Buffer =>
    Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(to)]);
  switch (random.below(6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return around(Buffer.alloc(0));
    case 2:
      return around(random.bytes(to - at));
    case 3:
      return around(Buffer.concat([random.bytes(1 + random.below(40)), bytes.subarray(at, to)]));
    default: {
      // The most telling ones: a single bit.
      const copy = Buffer.from(bytes);
      const byte = copy[at];
      if (byte !== undefined) copy[at] = byte ^ (1 << random.below(8));
      return copy;
    }
  }
}

/** Into one to thirty pieces, and now and then forty more, of a single byte each. */
function cut(random: Random, bytes: Buffer, coarse = false): readonly Buffer[] {
  const places = Array.from({ length: random.below(30) }, () => random.below(bytes.length + 1));
  const from = random.below(Math.max(1, bytes.length - 40));
  const single = random.chance(0.2) && !coarse ? Array.from({ length: 40 }, (_, index) => from + index) : [];
  const ends = [...places, ...single, bytes.length].sort((a, b) => a - b);
  return ends
    .map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
    .filter(({ length }) => length > 0);
}

/** Up to twenty of the pieces are waited for, each up to `mostMs`. */
function held(random: Random, pieces: readonly Buffer[], mostMs: number): Delivery['pieces'] {
  let left = 20;
  return pieces.map((bytes) => {
    const waits = left > 0 && random.chance(0.3);
    if (waits) left -= 1;
    return { waitMs: waits ? 1 + random.below(mostMs) : 0, bytes };
  });
}

/** What a relay does to a stream it cannot know beforehand, as those of TLS: by the place in the stream. */
export interface Strike {
  /** The lengths of the pieces, taken in turn. */
  readonly pieces: readonly number[];
  readonly waits: ReadonlyMap<number, number>;
  /** What a byte is mixed with (exclusive or). */
  readonly flips: ReadonlyMap<number, number>;
  readonly lost: { readonly from: number; readonly to: number } | null;
  readonly added: { readonly at: number; readonly bytes: Buffer } | null;
  readonly ends: { readonly at: number; readonly how: Ending } | null;
}

/** Every byte passes, in pieces. Waits are counted by piece. */
export function piecemeal(random: Random): Strike {
  const pieces = Array.from({ length: 7 }, () => 1 + random.below(random.chance(0.5) ? 20 : 900));
  const waits = new Map(Array.from({ length: 12 }, () => [random.below(60), 1 + random.below(4)] as const));
  return { pieces, waits, flips: new Map(), lost: null, added: null, ends: null };
}

/** Where the bytes of a handshake and a short answer lie. */
const reach = 3600;

export function violent(random: Random, timeoutMs: number): Strike {
  const place = (): number => random.below(random.chance(0.5) ? 300 : reach);
  const flips = Array.from({ length: random.below(4) }, () => [place(), 1 << random.below(8)] as const);
  const from = place();
  const stall = [random.below(20), timeoutMs + 50] as const;
  return {
    ...piecemeal(random),
    ...(random.chance(0.1) ? { waits: new Map([stall]) } : {}),
    flips: new Map(flips),
    lost: random.chance(0.2) ? { from, to: from + 1 + random.below(60) } : null,
    added: random.chance(0.2) ? { at: place(), bytes: random.bytes(1 + random.below(60)) } : null,
    ends: random.chance(0.5) ? { at: place(), how: random.pick(['fin', 'reset', 'silence']) } : null,
  };
}

/** One chunk that came at `at` of the stream, as it is passed on. */
export function passed({ flips, lost, added }: Strike, chunk: Buffer, at: number): Buffer {
  const flipped = Buffer.from(chunk.map((byte, index) => byte ^ (flips.get(at + index) ?? 0)));
  const here = (place: number): number => Math.min(Math.max(place - at, 0), chunk.length);
  const more = added !== null && added.at >= at && added.at < at + chunk.length ? added : null;
  const kept = (from: number, to: number): Buffer =>
    lost === null
      ? flipped.subarray(from, to)
      : Buffer.concat([
          flipped.subarray(from, Math.max(from, Math.min(to, here(lost.from)))),
          flipped.subarray(Math.min(to, Math.max(from, here(lost.to))), to),
        ]);
  const middle = more === null ? chunk.length : here(more.at);
  return Buffer.concat([kept(0, middle), more?.bytes ?? Buffer.alloc(0), kept(middle, chunk.length)]);
}
