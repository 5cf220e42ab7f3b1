// Collects one response, whatever the version of HTTP that carries it: its head and its body each settle once.

import { failure } from '../codes.ts';
import type { Failure, HttpFacts } from '../model.ts';
import { decodeBody, excerptOf, maxBodyBytes, maxExcerptBytes } from './body.ts';
import type { Stepped, Trace } from './trace.ts';

export interface Request {
  readonly url: URL;
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the body that follows these headers is wanted. */
  readonly readBody: (head: HttpFacts) => boolean;
  /** Whether a body that is not wanted is evidence, to be read a little way. */
  readonly readExcerpt: (head: HttpFacts) => boolean;
}

/** Header fields as Node and undici give them. */
export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Go takes 5; a server that is still at work may say so a little more often. */
const maxInterims = 100;

/** Nobody is kept waiting longer for what is not needed. */
const excerptMs = 1000;

/** Each of its methods tells by false that nothing more is wanted. */
export class Response {
  readonly #head = deferred<Stepped<HttpFacts>>();
  readonly #body = deferred<Stepped<string>>();
  readonly #over = deferred<void>();
  readonly head = this.#head.promise;
  readonly body = this.#body.promise;
  readonly #trace: Trace;
  readonly #version: string;
  readonly #request: Pick<Request, 'readBody' | 'readExcerpt'>;
  #enough = maxBodyBytes;
  #whole = false;
  #firstByteAt: number | null = null;
  #facts: HttpFacts | null = null;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #interims = 0;

  constructor(trace: Trace, version: string, request: Pick<Request, 'readBody' | 'readExcerpt'>) {
    this.#trace = trace;
    this.#version = version;
    this.#request = request;
    const abort = () => this.fail(failure('http.timeout'), failure('content.timeout'));
    trace.signal.addEventListener('abort', abort, { once: true });
    if (trace.signal.aborted) abort();
  }

  /** True once anything of an answer has come. */
  get begun(): boolean {
    return this.#firstByteAt !== null;
  }

  /** When it came; now if it has not. */
  get firstByteAt(): number {
    return this.#firstByteAt ?? this.#trace.now();
  }

  firstByte(): void {
    this.#firstByteAt ??= this.#trace.now();
  }

  /** An interim response (RFC 9110 15.2) says nothing yet. */
  interim(): boolean {
    this.#interims += 1;
    if (this.#interims <= maxInterims) return true;
    this.#head.settle({
      failure: failure('http.malformed', { detail: `over ${maxInterims} interim answers` }),
    });
    return false;
  }

  start(status: number, fields: Fields, reason: string | null): boolean {
    this.firstByte();
    this.#facts = { version: this.#version, status, reason, headers: flatten(fields) };
    this.#head.settle({ value: this.#facts, endedAt: this.firstByteAt });
    if (this.#request.readBody(this.#facts)) return true;
    this.#enough = maxExcerptBytes;
    return this.#request.readExcerpt(this.#facts);
  }

  data(chunk: Buffer): boolean {
    this.#size += chunk.length;
    this.#chunks.push(chunk);
    if (this.#size <= this.#enough) return true;
    this.#body.settle({ failure: failure('content.too_large') });
    this.#over.settle();
    return false;
  }

  end(): void {
    const endedAt = this.#trace.now();
    const decoded = decodeBody(Buffer.concat(this.#chunks), this.#facts?.headers ?? {});
    this.#body.settle({ ...decoded, endedAt });
    this.#whole = true;
    this.#over.settle();
  }

  /** It broke. A head that came stays good when its body fails. */
  fail(beforeHead: Failure, inBody: Failure): void {
    this.#head.settle({ failure: beforeHead });
    this.#body.settle({ failure: inBody });
    this.#over.settle();
  }

  /** What came of a body that only gives evidence: its beginning, or what of it came in time. It never fails. */
  async excerpt(): Promise<string | null> {
    const timer = setTimeout(() => this.#over.settle(), excerptMs);
    await this.#over.promise;
    clearTimeout(timer);
    return this.soFar();
  }

  /** The beginning of what came; null where nothing did, or it cannot be read. */
  soFar(): string | null {
    const bytes = Buffer.concat(this.#chunks, Math.min(this.#size, maxExcerptBytes));
    const cut = !this.#whole || this.#size > maxExcerptBytes;
    return excerptOf(bytes, this.#facts?.headers ?? {}, cut);
  }
}

/** A promise to be settled from outside; settling it twice is of no effect. */
function deferred<T>(): { readonly promise: Promise<T>; readonly settle: (value: T) => void } {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

/** RFC 9110 5.3: repeated fields may be joined by a comma; set-cookie may not. Pseudo fields are left out. */
function flatten(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string][] => {
      if (value === undefined || name.startsWith(':')) return [];
      const key = name.toLowerCase();
      return [[key, typeof value === 'string' ? value : value.join(key === 'set-cookie' ? '\n' : ', ')]];
    }),
  );
}
