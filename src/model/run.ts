// The nouns of a verdict: checks, results, evidence, diagnoses, and the finished run. Readonly plain data.

import type { CauseCode, FailureLayer } from '../codes.ts';
import type { Job, Observation } from './attempt.ts';
import type { Authority, Endpoint, EndpointInfo, Part, Severity, Source } from './list.ts';
import type { Samples } from './samples.ts';

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

/** What a feed says of one of the things that its map names. Texts are hostile, and short. */
export interface Report {
  /** As the feed calls it. */
  readonly id: string;
  readonly part: Part;
  /** `unknown`: the feed uses a word that is not known. */
  readonly state: 'fine' | 'disrupted' | 'unknown';
  /** In the words of the feed. */
  readonly words: string;
}

export interface Result {
  readonly endpoint: Endpoint;
  /** In the order in which they ended. */
  readonly attempts: readonly Observation[];
  /** The index in `attempts` of the one that gives the row its numbers; null when there is none. */
  readonly decidedBy: number | null;
  /**
   * The ways to ask it that passed, as `askKey` names them. The name itself has passed when it led to several
   * addresses, each of which is a way of its own from there on.
   */
  readonly passed: readonly string[];
  readonly status: Status;
  readonly cause?: Cause;
  /** Every code that applies, that of `cause` first. */
  readonly codes: readonly CauseCode[];
  readonly checks: readonly Check[];
  /** What is known of each address that was asked by itself, when they differ; a row of the report each. */
  readonly parts?: readonly AddressResult[];
  /** How many addresses of its names were not asked, because there are too many. */
  readonly unasked?: number;
  /** One for each way to ask that was sampled; left out when each was asked once. */
  readonly samples?: readonly Samples[];
  /** Of a feed: what it says. Empty where it could not be read. */
  readonly reports?: readonly Report[];
}

/** A result at one address of the endpoint. */
export interface AddressResult
  extends Pick<Result, 'attempts' | 'decidedBy' | 'status' | 'cause' | 'codes' | 'checks'> {
  readonly address: string;
}

/** What the rules may look at besides the results: the controls there are, and those that were asked. */
export interface Evidence {
  readonly controls: readonly Endpoint[];
  /** One result a control, for those whose answer is known. */
  readonly answers: readonly Result[];
  /** What was asked that is no control: one result a question, for those whose answer is known. */
  readonly opinions: readonly Result[];
  /** What operators say of themselves, one result a feed. No rule may take it for a measurement. */
  readonly feeds: readonly Result[];
  /** Every job so far, answered or not: what was asked is not asked again. */
  readonly asked: readonly Job[];
  /** What the list says of the zones of its providers. */
  readonly authorities?: readonly Authority[];
  /** True where nobody may be asked but whom the endpoints name, and the name servers of this machine. */
  readonly alone?: boolean;
}

/** What a rule wants asked. Each is asked once a run. */
export interface Question {
  readonly rule: string;
  /** A control, or an endpoint that the rule makes up: of these, the same name is the same question. */
  readonly endpoint: Endpoint;
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
  /** Worth a word, and no more: it changes neither a status nor the exit code. */
  readonly note?: true;
}

/** The worst status of several endpoints. */
interface Standing {
  readonly status: Status;
  /** It is down or unknown, and something of it is up. */
  readonly partly?: true;
}

export interface ComponentStatus extends Standing {
  readonly component: string;
}

export interface ServiceStatus extends Standing {
  readonly service: string;
  readonly provider: string | null;
  readonly components: readonly ComponentStatus[];
}

export interface ProviderStatus extends Standing {
  readonly provider: string;
  readonly services: readonly string[];
}

/** A result as the report shows it: no options, so no secret. */
export interface ReportedResult extends Omit<Result, 'endpoint' | 'passed' | 'codes' | 'parts'> {
  readonly endpoint: EndpointInfo;
  /** The one address it is about, where the addresses of the endpoint differ. */
  readonly address?: string;
  /** A shell line that asks again what went wrong; absent when nothing did, or nothing was asked. */
  readonly repeat?: string;
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
  readonly providers: readonly ProviderStatus[];
  readonly diagnoses: readonly Diagnosis[];
  readonly exitCode: ExitCode;
}
