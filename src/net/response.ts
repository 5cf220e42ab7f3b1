// Collects one response, whatever the version of HTTP that carries it: its head and its body each settle once.

import { failure } from '../codes.ts';
import type { Failure, HttpFacts } from '../model.ts';
import { decodeBody, excerptOf, Gathered, maxBodyBytes, maxExcerptBytes } from './body.ts';
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

/** Names and values of a head. */
const maxHeadBytes = 16_384;
/** Everything before the body, interim answers and line ends included. */
const maxBytesBeforeBody = 65_536;
/** Everything: chunks have sizes and may have extensions. */
const maxBytes = 8 * maxBodyBytes;

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
  readonly #gathered = new Gathered();
  #received = 0;
  #interims = 0;
  readonly #abort = () => this.#settle(failure('http.timeout'), failure('content.timeout'));

  constructor(trace: Trace, version: string, request: Pick<Request, 'readBody' | 'readExcerpt'>) {
    this.#trace = trace;
    this.#version = version;
    this.#request = request;
    trace.signal.addEventListener('abort', this.#abort, { once: true });
    if (trace.signal.aborted) this.#abort();
  }

  /** Nobody waits for it any more; each redirect would leave a listener behind. */
  release(): void {
    this.#trace.signal.removeEventListener('abort', this.#abort);
  }

  /** True once anything of an answer has come. */
  get begun(): boolean {
    return this.#firstByteAt !== null;
  }

  /** When it came; now if it has not. */
  get firstByteAt(): number {
    return this.#firstByteAt ?? this.#trace.now();
  }

  /** True while less has come than Content-Length says. */
  get short(): boolean {
    return this.#gathered.size < Number(this.#facts?.headers['content-length'] ?? 0);
  }

  /** Bytes came, whatever they hold: what a parser hides from us has a bound as well. */
  received(bytes: number): boolean {
    const most = this.#facts === null ? maxBytesBeforeBody : maxBytes;
    // Judged with the next bytes: of those that came together only the parser knows where the body begins.
    const within = this.#received <= most;
    this.#received += bytes;
    if (within) return true;
    const flood = failure('http.malformed', {
      detail: `over ${maxBytesBeforeBody} bytes of interim answers`,
    });
    this.fail(this.#interims > 0 ? flood : failure('http.headers_too_large'), failure('content.too_large'));
    return false;
  }

  /** The first byte of an answer, which may still turn out to be an interim one. */
  firstByte(): void {
    this.#firstByteAt ??= this.#trace.now();
  }

  /** An interim response (RFC 9110 15.2) says nothing yet. */
  interim(): boolean {
    this.#interims += 1;
    this.#firstByteAt = null;
    if (this.#interims <= maxInterims) return true;
    this.#head.settle({
      failure: failure('http.malformed', { detail: `over ${maxInterims} interim answers` }),
    });
    return false;
  }

  start(status: number, fields: Fields, reason: string | null): boolean {
    this.firstByte();
    const headers = flatten(fields);
    if (sizeOf(headers) > maxHeadBytes) return this.#refuse(failure('http.headers_too_large'));
    if (status < 100) return this.#refuse(failure('http.malformed', { detail: `status ${status}` }));
    this.#facts = { version: this.#version, status, reason, headers };
    this.#head.settle({ value: this.#facts, endedAt: this.firstByteAt });
    if (this.#request.readBody(this.#facts)) return true;
    this.#enough = maxExcerptBytes;
    return this.#request.readExcerpt(this.#facts);
  }

  #refuse(why: Failure): false {
    this.fail(why, why);
    return false;
  }

  data(chunk: Buffer): boolean {
    this.#gathered.add(chunk);
    if (this.#gathered.size <= this.#enough) return true;
    this.#body.settle({ failure: failure('content.too_large') });
    this.#over.settle();
    return false;
  }

  async end(): Promise<void> {
    const endedAt = this.#trace.now();
    this.#whole = true;
    this.#over.settle();
    const decoded = await decodeBody(this.#gathered.bytes(), this.#facts?.headers ?? {}, this.#trace.signal);
    this.#body.settle({ ...decoded, endedAt });
  }

  /** It broke. A head that came stays good when its body fails; of what is whole nothing more can break. */
  fail(beforeHead: Failure, inBody: Failure): void {
    if (!this.#whole) this.#settle(beforeHead, inBody);
  }

  #settle(beforeHead: Failure, inBody: Failure): void {
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
    const bytes = this.#gathered.bytes(maxExcerptBytes);
    const cut = !this.#whole || this.#gathered.size > maxExcerptBytes;
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

/** Fields whose values hold commas of their own. */
const apart = new Set(['set-cookie', 'location']);

/** RFC 9110 5.3: repeated fields may be joined by a comma, but for a few. Pseudo fields are left out. */
function flatten(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string][] => {
      if (value === undefined || name.startsWith(':')) return [];
      const key = name.toLowerCase();
      return [[key, typeof value === 'string' ? value : value.join(apart.has(key) ? '\n' : ', ')]];
    }),
  );
}

function sizeOf(headers: Readonly<Record<string, string>>): number {
  return Object.entries(headers).reduce((size, [name, value]) => size + name.length + value.length, 0);
}
