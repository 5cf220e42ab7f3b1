// The nouns. Everything here is readonly plain data that survives JSON; this file imports nothing.
// Times: `ms` and `at` are milliseconds of the monotonic clock, `startedAt` is an ISO 8601 wall time.

type Coded<L extends string, C extends string> = `${L}.${C}`;

/** Where a failure happened, from our own machine up to the content of the answer. */
export type FailureLayer = 'local' | 'dns' | 'tcp' | 'proxy' | 'tls' | 'http' | 'content';

/** The closed vocabulary of what can go wrong in a step. The words for each stand in `codes.ts`. */
export type FailureCode =
  | Coded<'local', 'no_route' | 'descriptors' | 'ports' | 'denied' | 'stalled' | 'unmapped' | 'bug'>
  | Coded<
      'dns',
      | 'timeout'
      | 'unreachable'
      | 'nxdomain'
      | 'nodata'
      | 'servfail'
      | 'refused'
      | 'formerr'
      | 'lame'
      | 'malformed'
      | 'truncated'
      | 'cname_loop'
      | 'records'
      | 'disagree'
    >
  | Coded<'tcp', 'timeout' | 'refused' | 'reset' | 'unreachable' | 'fallback'>
  | Coded<'proxy', 'unreachable' | 'refused' | 'auth'>
  | Coded<
      'tls',
      | 'timeout'
      | 'reset'
      | 'closed'
      | 'not_tls'
      | 'no_common'
      | 'alert'
      | 'alpn'
      | 'expired'
      | 'not_yet_valid'
      | 'name_mismatch'
      | 'no_san'
      | 'self_signed'
      | 'unknown_root'
      | 'chain_incomplete'
      | 'weak_key'
      | 'weak_signature'
      | 'purpose'
      | 'revoked'
      | 'client_certificate'
      | 'invalid'
      | 'expires'
      | 'version'
    >
  | Coded<
      'http',
      | 'timeout'
      | 'reset'
      | 'closed'
      | 'malformed'
      | 'not_http'
      | 'headers_too_large'
      | 'goaway'
      | 'redirect_loop'
      | 'redirect_limit'
      | 'redirect_invalid'
      | 'redirect_downgrade'
      | 'status'
      | 'header'
      | 'guarded'
    >
  | Coded<'content', 'timeout' | 'truncated' | 'too_large' | 'encoding' | 'body' | 'json'>;

/** A failure code, or one of the codes that only a judgement of a whole run can give. */
export type CauseCode =
  | FailureCode
  | Coded<'latency', 'slow' | 'limit'>
  | Coded<'run', 'flaky' | 'deadline' | 'interrupted'>;

/** A position in a list: 1-based line and column of the value that says it. */
export interface Source {
  readonly file: string;
  readonly line: number;
  readonly column: number;
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
}

export interface Retry {
  readonly times: number;
  readonly afterMs: number;
}

/** How an endpoint is asked. Header values may be secret: nothing of this reaches a report. */
export interface Options {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** How many redirects are followed; with 0 the first answer is judged. */
  readonly redirects: number;
  readonly timeoutMs: number;
  readonly retry: Retry;
  /** The name server to ask, as `address` or `address:port`; null asks the system's. */
  readonly resolver: string | null;
  /** PEM text of the roots to trust instead of the system's; null trusts those. */
  readonly ca: string | null;
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
  /** How many of `urls` must pass. */
  readonly atLeast: number;
  /** Null for a target given on the command line. */
  readonly source: Source | null;
}

export interface Endpoint extends EndpointInfo {
  readonly options: Options;
  readonly expect: readonly Expectation[];
}

/** A value that came out of the environment; `name` is shown in its place. */
export interface Secret {
  readonly name: string;
  readonly value: string;
}

/** A loaded list. `controls` are endpoints that are asked only as evidence. */
export interface List {
  readonly endpoints: readonly Endpoint[];
  readonly controls: readonly Endpoint[];
  readonly secrets: readonly Secret[];
}

/** What must be gathered beyond the steps themselves. */
export interface Collect {
  /** Read the body to its end: an expectation looks at it, or at the time it takes. */
  readonly body: boolean;
}

/** One URL to be asked once. A control is asked as evidence and never becomes a result. */
export interface Job {
  readonly purpose: 'endpoint' | 'control';
  readonly endpoint: Endpoint;
  readonly url: string;
  /** 1 for the first time this URL is asked. */
  readonly attempt: number;
  /** How long to wait before the start, counted from the start of the round. */
  readonly afterMs: number;
  readonly timeoutMs: number;
  readonly collect: Collect;
}

export interface Failure {
  readonly code: FailureCode;
  readonly layer: FailureLayer;
  /** One plain sentence without a full stop. */
  readonly message: string;
  /** What the peer or the system said, as it said it. Hostile text. */
  readonly detail?: string;
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
  readonly failure?: Failure;
  readonly tries?: readonly Try[];
}

export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  /** Seconds. */
  readonly ttl: number;
  readonly data: string;
}

export interface DnsFacts {
  /** Where the answer came from: a name server, the hosts file, or the name itself (RFC 6761 localhost). */
  readonly from: 'server' | 'hosts' | 'localhost';
  readonly server?: string;
  readonly rcode?: string;
  readonly records: readonly DnsRecord[];
  readonly addresses: readonly string[];
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
  /** Names in lower case; repeated fields joined as RFC 9110 5.3 allows, set-cookie by newline. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded text, only when the job collects it. */
  readonly body?: string;
}

/** Which families this machine has a route for, told when one of them mattered. */
export interface Routes {
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

export interface Facts {
  readonly dns?: DnsFacts;
  readonly routes?: Routes;
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
  readonly startedAt: string;
  readonly ms: number;
  readonly hops: readonly Hop[];
  readonly failure?: Failure;
}

/** What became of a job: an observation, or why there is none. `cut`: its round had no time left. */
export type Outcome =
  | { readonly job: Job; readonly observation: Observation }
  | { readonly job: Job; readonly missing: 'interrupted' | 'deadline' | 'cut'; readonly started: boolean };

/** One expectation, judged. */
export interface Check {
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
  readonly pass: boolean;
  readonly severity: Severity;
  readonly code: CauseCode;
  readonly layer: FailureLayer | null;
  readonly source: Source | null;
}

export type Status = 'up' | 'degraded' | 'down' | 'unknown' | 'skipped';

/** Why a result is not plainly up. Layer is null for what no single layer caused. */
export interface Cause {
  readonly code: CauseCode;
  readonly layer: FailureLayer | null;
  readonly message: string;
  readonly source?: Source;
}

export interface Result {
  readonly endpoint: Endpoint;
  /** In the order in which they ended. */
  readonly attempts: readonly Observation[];
  /** The index in `attempts` of the one that gives the row its numbers; null when there is none. */
  readonly decidedBy: number | null;
  /** The URLs that passed. */
  readonly passed: readonly string[];
  readonly status: Status;
  readonly cause?: Cause;
  readonly checks: readonly Check[];
}

/** What the rules may look at besides the results: the controls there are, and those that were asked. */
export interface Evidence {
  readonly controls: readonly Endpoint[];
  /** One result a control, for those whose answer is known. */
  readonly answers: readonly Result[];
  /** Every job so far, answered or not: what was asked is not asked again. */
  readonly asked: readonly Job[];
}

/** A control that a rule wants asked. Each is asked once a run. */
export interface Question {
  readonly rule: string;
  readonly control: Endpoint;
}

export type Blame = 'you' | 'between' | 'them' | 'unclear';
export type Scope = 'all' | 'edge' | 'provider' | 'service' | 'component' | 'host' | 'endpoint';
export type Confidence = 'certain' | 'likely' | 'possible';

export interface Diagnosis {
  readonly rule: string;
  readonly blame: Blame;
  readonly scope: Scope;
  readonly layer: FailureLayer | null;
  readonly subject: string;
  /** Names of the endpoints it explains. */
  readonly members: readonly string[];
  readonly evidence: readonly string[];
  readonly sentence: string;
  readonly advice: string;
  readonly confidence: Confidence;
}

export interface ComponentStatus {
  readonly component: string;
  readonly status: Status;
}

export interface ServiceStatus {
  readonly service: string;
  readonly provider: string | null;
  readonly status: Status;
  readonly components: readonly ComponentStatus[];
}

/** A result as the report shows it: no options, so no secret. */
export interface ReportedResult extends Omit<Result, 'endpoint' | 'passed'> {
  readonly endpoint: EndpointInfo;
}

/** Why the process ends as it does; 130, 143 and 129 are signals. */
export type ExitCode = 0 | 1 | 2 | 3 | 129 | 130 | 143;

export interface Run {
  readonly schema: 'whydown.run/1';
  readonly version: string;
  readonly startedAt: string;
  readonly ms: number;
  readonly simulated?: true;
  readonly results: readonly ReportedResult[];
  readonly services: readonly ServiceStatus[];
  readonly diagnoses: readonly Diagnosis[];
  readonly exitCode: ExitCode;
}
