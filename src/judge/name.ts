// What is expected of a name, apart from what is expected of the addresses it led to: it holds for all of them,
// and only an attempt by name can tell. Pure.

import { hasResolved } from '../asks/addresses.ts';
import type { Endpoint, Expectation, Observation } from '../model.ts';
import { checks } from './checks/index.ts';
import type { Judged, Standing } from './standing.ts';

/** True for what looks at the name alone. */
function isOfName({ check, subject }: Expectation): boolean {
  return checks.some((rule) => rule.key === check && rule.fact(subject) === 'dns');
}

/** The endpoint with what it expects of its name, and with the rest. */
export function parted(endpoint: Endpoint): { readonly name: Endpoint; readonly rest: Endpoint } {
  const { expect } = endpoint;
  return {
    name: { ...endpoint, expect: expect.filter(isOfName) },
    rest: { ...endpoint, expect: expect.filter((expectation) => !isOfName(expectation)) },
  };
}

/** The attempts that resolved the name, each as far as that went. */
export function namings(attempts: readonly Judged[]): readonly Judged[] {
  return attempts
    .filter(({ observation }) => hasResolved(observation))
    .map((judged) => ({ ...judged, observation: naming(judged.observation) }));
}

/** What failed later is no matter of the name. */
function naming({ failure: _, ...observation }: Observation): Observation {
  const hops = observation.hops.map((hop) => ({
    ...hop,
    steps: hop.steps.filter(({ name }) => name === 'dns'),
  }));
  return { ...observation, hops };
}

/** What an address comes to, with what holds of its name; one that is missed is told of the name alone. */
export function withName(standing: Standing, name: Standing | null): Standing {
  if (standing.state === 'missing' || name === null || name.state === 'missing') return standing;
  const { by } = standing;
  const checks = [...name.by.checks, ...by.checks];
  if (standing.state !== 'passed' || name.state !== 'passed') {
    return { ...standing, by: { ...by, checks } };
  }
  const status = name.by.status === 'degraded' ? 'degraded' : by.status;
  const causes = [...name.by.causes, ...by.causes];
  return { ...standing, by: { ...by, status, causes, checks }, unsteady: name.unsteady ?? standing.unsteady };
}
