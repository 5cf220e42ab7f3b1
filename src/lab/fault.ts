// How the servers of the box can misbehave: what each of them looks for. Which faults there are is `faults.ts`'s to say.

import type { Answer } from './fields.ts';

/** Some of the addresses of a host: a family, or the n-th in the order in which they are tried (RFC 8305 4). */
export type Which = 'ipv4' | 'ipv6' | number;

/** How a name server answers instead of the truth. */
export type DnsFault = {
  readonly at: 'dns';
  readonly reply:
    | 'nothing'
    | 'unreachable'
    | 'NXDOMAIN'
    | 'NODATA'
    | 'SERVFAIL'
    | 'REFUSED'
    | 'FORMERR'
    | 'lame'
    | 'garbage'
    | 'cut'
    | 'loop'
    | 'lie';
  /** An extended error beside it (RFC 8914), by its number. */
  readonly extended?: { readonly code: number; readonly text: string };
};

/** What becomes of a SYN. */
type TcpFault = {
  readonly at: 'tcp';
  readonly port: 'silent' | 'closed' | 'unreachable';
  /** Only at some of the addresses, where the break itself does not say at which. */
  readonly only?: Which;
};

/** How a TLS server differs from a good one. */
export type TlsFault = {
  readonly at: 'tls';
  /** Days from now. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** The only name in the certificate, which is the same at every host. */
  readonly name?: string;
  /** Issued under a root that nobody trusts. */
  readonly stranger?: true;
  readonly leaf?: 'nameless' | 'own' | 'client' | 'short' | 'sha1' | 'forged' | 'revoked';
  /** Without the intermediate. */
  readonly alone?: true;
  /** Settings of the server. */
  readonly server?: 'asks' | 'old' | 'onecipher';
  /** What comes instead of a handshake. */
  readonly instead?: 'nothing' | 'reset' | 'end' | 'text' | 'alert' | 'alpn' | 'nocommon';
  /** Only where the client says the host's own name (SNI); another name is served. */
  readonly ownNameOnly?: true;
};

/** How HTTP answers: in another way, or not in HTTP's. */
export type HttpFault = {
  readonly at: 'http';
  readonly answer?: Answer;
  readonly instead?: HttpMisdeed;
  /** Only what begins so; everything without it. */
  readonly path?: string;
  /** Every second request alone. */
  readonly everySecond?: true;
};

/** What comes in the place of HTTP: see `misdeeds.ts`. */
export type HttpMisdeed =
  | 'nothing'
  | 'reset'
  | 'end'
  | 'text'
  | 'broken'
  | 'heads'
  | 'goaway'
  | 'stall'
  | 'cut'
  | 'endless';

/** How long an answer is held back, or a handshake where nothing follows it. */
type SlowFault = { readonly at: 'slow'; readonly ms: number };

export type Fault = DnsFault | TcpFault | TlsFault | HttpFault | SlowFault;
