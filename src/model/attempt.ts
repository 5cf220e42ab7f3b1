// The nouns of an attempt: the job, the steps that were climbed, what was learnt. Readonly plain data.
// `ms` and `at` are milliseconds of the monotonic clock, `startedAt` is an ISO 8601 wall time.

import type { Failure, FailureLayer } from '../codes.ts';
import type { Endpoint } from './list.ts';

/** What must be gathered beyond the steps themselves. */
interface Collect {
  /** Read the body to its end: an expectation looks at it, or at the time it takes. */
  readonly body: boolean;
  /** A plain 200 is not what is expected: what it says is worth a look too. */
  readonly okIsOdd?: true;
}

/** One way to ask an endpoint. What an endpoint asks is a set of these, and `atLeast` counts them. */
export interface Ask {
  readonly url: string;
  /** The resolver to ask, as `formatResolver` gives it; null asks the system's name servers. */
  readonly resolver: string | null;
  /**
   * The one address to connect to wherever a hop has the host of `url`; nothing is resolved for those. Null takes
   * what the name resolves to.
   */
  readonly address: string | null;
}

/** One way to ask an endpoint, to be asked once. Controls and questions are evidence and never become a result. */
export interface Job extends Ask {
  readonly purpose: 'endpoint' | 'control' | 'question';
  readonly endpoint: Endpoint;
  /** 1 for the first time it is asked this way. */
  readonly attempt: number;
  /** 1 for the first of many samples; those of one way to ask never overlap. */
  readonly sample: number;
  /** How long to wait before the start, counted from the start of the round. */
  readonly afterMs: number;
  readonly timeoutMs: number;
  readonly collect: Collect;
}

export type Phase = 'dns' | 'tcp' | 'tls' | 'ttfb' | 'transfer';

/** One address or server that a step tried. */
export interface Try {
  /** `192.0.2.7:443`, `[2001:db8::7]:443`. */
  readonly address: string;
  readonly at: number;
  readonly ms: number;
  readonly failure?: Failure;
  /** Another address won while this one had not answered yet. */
  readonly abandoned?: true;
}

export interface Step {
  readonly layer: FailureLayer;
  readonly name: Phase;
  /** Since the attempt began. */
  readonly at: number;
  readonly ms: number;
  /** How much of `ms` this process did not run: the machine was busy, or it was stopped. Left out for none. */
  readonly stalledMs?: number;
  readonly failure?: Failure;
  readonly tries?: readonly Try[];
}

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  /** As a zone writes it, without the dot at the end of names: `10 mail.example` of an MX. Hostile text. */
  readonly data: string;
}

/** RFC 8914: why a server could not, or would not, answer. */
export interface DnsExtendedError {
  readonly code: number;
  /** As IANA registered it. */
  readonly name: string;
  /** In the server's own words, '' for none. Hostile text. */
  readonly text: string;
}

/** What one of several said that were asked at once. */
export interface DnsVoice {
  /** A name server of this machine, a resolver that is named, a name server of the zone. */
  readonly who: 'system' | 'named' | 'zone';
  /** As `DnsFacts.server`; of a named resolver that could not be found what it is called. */
  readonly server: string;
  readonly rcode?: string;
  readonly extendedErrors?: readonly DnsExtendedError[];
  readonly addresses: readonly string[];
  readonly failure?: Failure;
}

/** How a zone was found from above (RFC 1034 4.2.1). */
export interface Referral {
  readonly zone: string;
  /** The zone above it, and which of its servers told. */
  readonly parent: string;
  readonly by: string;
}

export interface DnsFacts {
  /** Where it comes from: a name server, the hosts file, the name itself (RFC 6761 localhost), getaddrinfo(3). */
  readonly from: 'server' | 'hosts' | 'localhost' | 'os';
  /** The resolver that the endpoint names, as `formatResolver` gives it. */
  readonly resolver?: string;
  /** Who answered: `192.0.2.53:53`, `dns.example at 192.0.2.53:853`. */
  readonly server?: string;
  readonly transport?: 'udp' | 'tcp' | 'tls' | 'https';
  readonly rcode?: string;
  /** `aa`: the server speaks for the zone; `ad`: it has validated the answer. */
  readonly flags?: readonly ('aa' | 'ad')[];
  readonly extendedErrors?: readonly DnsExtendedError[];
  /** The types of records that were asked for and answered, also by "there is none". */
  readonly types?: readonly string[];
  /**
   * Where addresses of each family were waited for: the types that there is no address of, and why. `dns.nodata`
   * and `dns.nxdomain` are answers, all else means that nobody knows.
   */
  readonly missing?: readonly { readonly type: string; readonly failure: Failure }[];
  /** The aliases on the way, and the records asked for. */
  readonly records: readonly DnsRecord[];
  /** How many more records of those asked for there are: no answer is kept beyond 100. */
  readonly leftOut?: number;
  /** The data of the records asked for, if they are addresses. */
  readonly addresses: readonly string[];
  /** With the resolver `authoritative`: the zone that holds the name, and its name servers in the order of the alphabet. */
  readonly zone?: string;
  readonly servers?: readonly string[];
  /** Where several were asked at once: what each of them said, and who referred to the servers of the zone. */
  readonly voices?: readonly DnsVoice[];
  readonly referral?: Referral;
}

export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  /** Subject alternative names, at most the first 20. */
  readonly names: readonly string[];
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly fingerprint256: string;
}

export interface TlsFacts {
  readonly protocol: string | null;
  readonly cipher: string | null;
  readonly alpn: string | null;
  /** Leaf first, as far as Node shows it. */
  readonly chain: readonly CertificateFacts[];
  /** Days from the attempt to the earliest expiry in the chain; negative when it has passed. */
  readonly expiresInDays: number | null;
  /** Days from `notBefore` to `notAfter` of the certificate that expires first. */
  readonly lifetimeDays: number | null;
}

export interface HttpFacts {
  /** `1.1` or `2`. */
  readonly version: string;
  readonly status: number;
  readonly reason: string | null;
  /** Names in lower case; repeated fields joined as RFC 9110 5.3 allows, set-cookie and location by newline. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded text, only when the job collects it. */
  readonly body?: string;
  /** The beginning of a body that nobody judges, of an answer that may need explaining; `…` where it was cut. */
  readonly excerpt?: string;
}

/** Which families this machine has a route for, told when one of them mattered. */
export interface Routes {
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

export interface Facts {
  readonly dns?: DnsFacts;
  readonly routes?: Routes;
  /** Addresses that were left out: this machine has no route to them, and one to others. */
  readonly unrouted?: readonly string[];
  readonly remote?: { readonly address: string; readonly port: number };
  readonly tls?: TlsFacts;
  readonly http?: HttpFacts;
}

export type FactName = keyof Facts;

/** One request and all its steps; a redirect starts the next hop. */
export interface Hop {
  readonly url: string;
  readonly steps: readonly Step[];
  readonly facts: Facts;
}

/** One attempt at one URL. */
export interface Observation {
  readonly url: string;
  /** Those of its `Ask`, where it has them. */
  readonly resolver?: string;
  readonly address?: string;
  readonly startedAt: string;
  readonly ms: number;
  /** As that of a step, of the whole attempt. */
  readonly stalledMs?: number;
  readonly hops: readonly Hop[];
  readonly failure?: Failure;
}

/** What became of a job: an observation, or why there is none. `cut`: its round had no time left. */
export type Outcome =
  | { readonly job: Job; readonly observation: Observation }
  | { readonly job: Job; readonly missing: 'interrupted' | 'deadline' | 'cut'; readonly started: boolean };
