// The closed table of codes: everything that can be the matter, each with its words. The types of the codes
// follow from it, so adding one is a line in the table of its layer.

import { dns } from './codes/dns.ts';
import { http } from './codes/http.ts';
import { local } from './codes/local.ts';
import { run } from './codes/run.ts';
import { tcp } from './codes/tcp.ts';
import { tls } from './codes/tls.ts';
import type { Words } from './codes/words.ts';

export const codes = { ...local, ...dns, ...tcp, ...tls, ...http, ...run } as const satisfies Record<
  string,
  Words
>;

/** Where a failure can happen, from our own machine up to the content of the answer. */
export const layers = ['local', 'dns', 'tcp', 'proxy', 'tls', 'http', 'content'] as const;

export type FailureLayer = (typeof layers)[number];

/** The code of a failure, or one that only the judgement of a whole run can give. */
export type CauseCode = keyof typeof codes;

/** What can go wrong in a step; the first word is the layer. */
export type FailureCode = Extract<CauseCode, `${FailureLayer}.${string}`>;

export interface Failure {
  readonly code: FailureCode;
  readonly layer: FailureLayer;
  /** One plain sentence without a full stop. */
  readonly message: string;
  /** What the peer or the system said, as it said it. Hostile text. */
  readonly detail?: string;
}

/** The layer of a failure is the first word of its code. */
export function layerOf(code: FailureCode): FailureLayer {
  return code.slice(0, code.indexOf('.')) as FailureLayer;
}

/** A failure in the words of its code. `message` sharpens the sentence, `detail` quotes the peer. */
export function failure(code: FailureCode, more: { message?: string; detail?: string } = {}): Failure {
  return {
    code,
    layer: layerOf(code),
    message: more.message ?? codes[code].sentence,
    ...(more.detail === undefined ? {} : { detail: more.detail }),
  };
}
