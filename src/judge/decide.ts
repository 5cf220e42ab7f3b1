// The ways to ask an endpoint, held against `atLeast` and, where they must agree, against each other. Pure.

import type { Cause, Endpoint, Status } from '../model.ts';
import { disagreement } from './agree.ts';
import { earliest, flaw, furthest, type Judged, type Missing, type Standing, type Told } from './standing.ts';

/** What is said of an endpoint, and by which attempt; or why nothing can be said. */
export type Decision =
  | { readonly by: Judged; readonly status: Status; readonly causes: readonly Cause[] }
  | { readonly why: Missing | undefined };

/** What one way to ask came to. */
interface Weighed {
  readonly standing: Standing;
  readonly attempts: readonly Judged[];
}

/** How many ways must pass. */
export function needed({ atLeast, every, options }: Endpoint, ways: readonly unknown[]): number {
  return every && options.agree ? ways.length : atLeast;
}

/** Enough have passed, or no longer can, or it cannot be told. */
export function decide(endpoint: Endpoint, ways: readonly Weighed[]): Decision {
  const standings = ways.map(({ standing }) => standing);
  const told = standings.flatMap((standing) => (standing.state === 'missing' ? [] : [standing]));
  const of = (state: Standing['state']) => told.filter((standing) => standing.state === state);
  const passed = of('passed');
  const absent = standings.filter((standing) => standing.state === 'missing');
  const by = earliest(passed.map((standing) => standing.by));
  const need = needed(endpoint, ways);
  if (by && passed.length >= need) return decidePassed(endpoint, by, passed, ways);
  const down = furthest(of('down').map((standing) => standing.by));
  const couldStillPass = passed.length + of('unknown').length + absent.length >= need;
  if (down && !couldStillPass) return decideDown(endpoint, down, by, ways);
  const [gone] = absent;
  if (gone) return { why: gone.why };
  const open = [...of('unknown'), ...of('skipped')][0]?.by;
  if (open) return { by: open, status: open.status, causes: open.causes };
  return by ? { by, status: 'down', causes: [tooFew(need, passed.length, endpoint)] } : { why: undefined };
}

/** Too few can still pass: that they contradict each other says more than that one of them failed. */
function decideDown(
  endpoint: Endpoint,
  down: Judged,
  passed: Judged | undefined,
  ways: readonly Weighed[],
): Decision {
  const refuted = passed ? difference(endpoint, ways, -1) : null;
  const [cause, ...others] = down.causes;
  if (refuted) return { by: passed ?? down, status: 'down', causes: [refuted, ...down.causes] };
  const count = countOf(endpoint, ways);
  if (!cause || count === null) return { by: down, status: 'down', causes: down.causes };
  const message = `${cause.message} (${count})`;
  return { by: down, status: 'down', causes: [{ ...cause, message }, ...others] };
}

const mostNamed = 4;

/** `1 of 3 passed, 2 needed; not via 192.0.2.53, 192.0.2.54`; null where there is only one way. */
function countOf(endpoint: Endpoint, ways: readonly Weighed[]): string | null {
  if (ways.length < 2) return null;
  const passed = ways.filter(({ standing }) => standing.state === 'passed').length;
  const lost = ways.flatMap(({ standing, attempts }) =>
    standing.state === 'passed' ? [] : (attempts.at(-1)?.job.resolver ?? []),
  );
  const resolvers = [...new Set(lost)];
  const more = resolvers.length > mostNamed ? ` and ${resolvers.length - mostNamed} more` : '';
  const lacking = `${resolvers.slice(0, mostNamed).join(', ')}${more}`;
  const named = lacking === '' ? '' : `; not via ${lacking}`;
  return `${passed} of ${ways.length} passed, ${needed(endpoint, ways)} needed${named}`;
}

/** Enough have passed; it is up if they say the same where they must. */
function decidePassed(
  endpoint: Endpoint,
  by: Judged,
  passed: readonly Told[],
  ways: readonly Weighed[],
): Decision {
  const refuted = difference(endpoint, ways, -1);
  if (refuted) return { by, status: 'down', causes: [refuted, ...by.causes] };
  const early = difference(endpoint, ways, 0);
  const unsteady = early ? flaw({ causes: [early] }) : unsteadiness(needed(endpoint, ways), passed);
  if (unsteady === null) return { by, status: by.status, causes: by.causes };
  const flaky: Cause = { code: 'run.flaky', layer: null, message: unsteady, ...where(endpoint) };
  return { by, status: 'degraded', causes: [flaky, ...by.causes] };
}

/** How the first or the last attempts of each way contradict each other, where they must agree. */
function difference(endpoint: Endpoint, ways: readonly Weighed[], which: 0 | -1): Cause | null {
  if (!endpoint.options.agree) return null;
  return disagreement(
    endpoint,
    ways.flatMap(({ attempts }) => attempts.at(which)?.observation ?? []),
  );
}

/** How it did not always pass, when those that always did would not have been enough. */
function unsteadiness(need: number, passed: readonly Told[]): string | null {
  const shaky = passed.flatMap(({ unsteady }) => unsteady ?? []);
  return passed.length - shaky.length >= need ? null : (shaky[0] ?? null);
}

function tooFew(need: number, passed: number, endpoint: Endpoint): Cause {
  const message = `at least ${need} must pass, and there are only ${passed} to ask`;
  return { code: 'dns.records', layer: 'dns', message, ...where(endpoint) };
}

/** Where the endpoint stands in its list, for a cause. */
export function where({ source }: Endpoint): Pick<Cause, 'source'> {
  return source ? { source } : {};
}
