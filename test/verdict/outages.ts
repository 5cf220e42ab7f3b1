// Results of the built-in list as an outage would leave them, for the tests of the rules.

import { readFileSync } from 'node:fs';
import { load } from '../../src/config/load.ts';
import type { CauseCode, Endpoint, Evidence, Result } from '../../src/model.ts';
import { degraded, down, evidence, up } from './builder.ts';

const { endpoints, controls: listed } = load(
  [
    {
      name: 'probes.yaml',
      folder: '.',
      bytes: readFileSync(new URL('../../probes.yaml', import.meta.url)),
    },
  ],
  { env: {}, readFile: () => new Uint8Array() },
);

/** What breaks, by a pattern of names of endpoints or of their URLs: a code, a status, or `slow`. */
export type Faults = readonly (readonly [RegExp, CauseCode | number | 'slow'])[];

/** Every endpoint of the built-in list after these faults; each host has an address of its own. */
export function after(faults: Faults): readonly Result[] {
  return endpoints.map((endpoint, index) => {
    const fault = faults.find(
      ([form]) => form.test(endpoint.name) || endpoint.urls.some((url) => form.test(url)),
    );
    const address = `203.0.113.${index + 1}`;
    if (fault === undefined) return up(endpoint, address);
    const [, what] = fault;
    if (what === 'slow') return degraded(endpoint);
    return typeof what === 'number' ? refusing(endpoint, what, address) : failing(endpoint, what, address);
  });
}

function failing(endpoint: Endpoint, code: CauseCode, address: string): Result {
  return down(endpoint, code, /^(dns|tcp|local)\./.test(code) ? undefined : address);
}

/** It answers with a status that is not expected. */
export function refusing(
  endpoint: Endpoint,
  status: number,
  address: string,
  headers: Readonly<Record<string, string>> = {},
): Result {
  const result = down(endpoint, 'http.status', address);
  return {
    ...result,
    attempts: result.attempts.map((one) => ({
      ...one,
      hops: one.hops.map((hop) => ({
        ...hop,
        facts: { ...hop.facts, http: { version: '1.1', status, reason: null, headers } },
      })),
    })),
  };
}

/** The controls of the built-in list, all as they should be. */
export const fine: Evidence = evidence({ controls: listed, answers: listed.map((control) => up(control)) });

/** The same, with those of these names failing. */
export function without(...names: readonly string[]): Evidence {
  return {
    ...fine,
    answers: listed.map((control) =>
      names.includes(control.name) ? down(control, 'http.status') : up(control),
    ),
  };
}
