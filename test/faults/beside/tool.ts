// What other tools are asked, and what is kept of their answers.

import type { Endpoint } from '../fault.ts';

export const tools = ['curl', 'fetch', 'blackbox_exporter', 'check_http'] as const;
export type ToolName = (typeof tools)[number];

/** What one of them says of a row. Only what breaks a bound is kept of time and memory: the rest is noise. */
export interface Answer {
  readonly verdict: 'up' | 'degraded' | 'down' | 'unknown';
  /** In its own words, short. */
  readonly words: string;
  /** Expectations of the row that it shows or passes over; they are no part of its verdict. */
  readonly unjudged?: readonly string[];
  /** When it was over, in ms, if that was more than 100 ms behind its own limit. */
  readonly lateMs?: number;
  /** The most memory it had, in MB, if that was more than 150. */
  readonly peakMb?: number;
  /** How long it lived after its verdict, in ms, if that was more than 1.5 s. */
  readonly lingerMs?: number;
}

/** It has no way to ask this, and why. */
export interface Unasked {
  readonly unasked: string;
}

export type Beside = Readonly<Record<ToolName, Answer | Unasked>>;

/** What was recorded: which versions were asked, and what each of them said, by the name of the row. */
export interface Recorded {
  readonly versions: Readonly<Record<ToolName, string>>;
  readonly rows: Readonly<Record<string, Beside>>;
}

/** An endpoint of a row, as a tool is asked for it. */
export interface Question {
  readonly endpoint: Endpoint;
  /** Where the tool is to ask, which need not be what the endpoint says. */
  readonly url: URL;
  readonly timeoutMs: number;
  /** For what a tool reads from files. */
  readonly folder: string;
  /** Starts a program where the system finds what the row means; nothing where no name is asked for. */
  readonly within: readonly string[];
}

export interface Tool {
  /** As it says itself. */
  version(): string;
  ask(question: Question): Promise<Answer | Unasked>;
}

export function isUnasked(answer: Answer | Unasked): answer is Unasked {
  return 'unasked' in answer;
}
