// The nouns of a list: what is asked, how, and what must hold. Readonly plain data that survives JSON.
// Durations are milliseconds.

/** A position in a list: 1-based line and column of the value that says it. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The line itself, where the value says what is expected. */
  readonly excerpt?: Excerpt;
}

/** A line of a list around one value of it: the three parts together are the line. Long parts are cut at `…`. */
export interface Excerpt {
  readonly before: string;
  readonly value: string;
  readonly after: string;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What an endpoint asks of a fact. Durations are ms, certificate ages days. */
export type Matcher =
  | { readonly equals: Json }
  | { readonly contains: Json }
  | { readonly matches: string }
  | { readonly in: readonly Json[] }
  | { readonly min: number }
  | { readonly max: number }
  | { readonly not: Matcher };

export type Severity = 'fail' | 'warn';

/** One line of `expect:`, flattened: `check` names its rule in the registry of checks. */
export interface Expectation {
  readonly check: string;
  /** A header's name, a JSON path, a phase; null where the check has only one thing to look at. */
  readonly subject: string | null;
  readonly matcher: Matcher;
  /** The operand as the list writes it ("2xx", "1/3 lifetime", "300ms"), for messages. */
  readonly written: string;
  readonly severity: Severity;
  readonly source: Source | null;
  /** The endpoint does not say it itself: it is passed over where there is nothing to judge it by. */
  readonly inherited?: true;
}

export interface Retry {
  readonly times: number;
  readonly afterMs: number;
}

/** 4 is IPv4, 6 is IPv6. */
export type Family = 4 | 6;

/** One line of curl's --connect-to: a connection to this host and port goes elsewhere. Null: any, and the same. */
export interface ConnectTo {
  /** In ASCII and lower case, without brackets and final dot. */
  readonly host: string | null;
  readonly port: number | null;
  readonly toHost: string | null;
  readonly toPort: number | null;
}

/** How an endpoint is asked. Header values may be secret: nothing of this reaches a report. */
export interface Options {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How many redirects are followed; with 0 the first answer is judged. */
  readonly redirects: number;
  readonly timeoutMs: number;
  readonly retry: Retry;
  /** The resolvers to ask, each in a job of its own, as `formatResolver` gives them; none asks the system's. */
  readonly resolvers: readonly string[];
  /** Whether all that the resolvers answer must be the same set of data. */
  readonly agree: boolean;
  /** PEM text of the roots to trust instead of Node's own, at a resolver too; null trusts those. */
  readonly ca: string | null;
  /** The file that `ca` was read from, as seen from the working directory; absent for PEM text in the list. */
  readonly caFile?: string;
  /**
   * Which addresses of a name are asked: the first that answers (RFC 8305), one of each family, or every one.
   */
  readonly addresses: 'first' | 'both' | 'all';
  /** Where connections really go; the first line that fits holds. */
  readonly connect: readonly ConnectTo[];
  /** The name to send and to find in the certificate, instead of the host of the URL. */
  readonly sni: string | null;
  /** The only family to resolve for and to connect over; null for both. */
  readonly family: Family | null;
  /** The local address to connect from; null leaves it to the system. */
  readonly localAddress: string | null;
  /** How often each way to ask is asked; more than once takes the place of retries. */
  readonly samples: number;
}

/** What a report may know of an endpoint. */
export interface EndpointInfo {
  readonly name: string;
  readonly service: string | null;
  readonly component: string | null;
  readonly provider: string | null;
  readonly edge: string | null;
  readonly tags: readonly string[];
  readonly urls: readonly string[];
  /** How many ways to ask must pass: each of `urls` at each resolver is one. */
  readonly atLeast: number;
  /** Null for a target given on the command line. */
  readonly source: Source | null;
}

/** What an entry of a feed is about: a service, a component of it, or one component in all of its services. */
export interface Part {
  readonly service: string | null;
  readonly component: string | null;
}

/** What an operator says of its own services; `endpoint.provider` is who says it. */
export interface Feed {
  /** One of the registry of formats. */
  readonly format: string;
  /** By the id that the feed gives an entry. Null: every entry is about the provider as a whole. */
  readonly map: Readonly<Record<string, Part>> | null;
}

export interface Endpoint extends EndpointInfo {
  /** It is no measurement but what an operator says: up or unknown, and never down. */
  readonly feed?: Feed;
  /** To agree all ways must pass, also those that become known only in the run. */
  readonly every?: true;
  readonly options: Options;
  readonly expect: readonly Expectation[];
}

/** A value that came out of the environment; `name` is shown in its place. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** The zones of a provider's names, and their name servers, by address or name, for when nobody else tells them. */
export interface Authority {
  readonly provider: string;
  /** In ASCII and lower case, without a dot at the end. */
  readonly zones: readonly string[];
  readonly servers: readonly string[];
}

/** A loaded list. `controls` are endpoints that are asked only as evidence. */
export interface List {
  readonly endpoints: readonly Endpoint[];
  readonly controls: readonly Endpoint[];
  /** What operators say of themselves, each asked once where one of its endpoints is. */
  readonly feeds: readonly Endpoint[];
  readonly authorities: readonly Authority[];
  readonly secrets: readonly Secret[];
}
