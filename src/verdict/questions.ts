// Questions that a rule makes up: endpoints that are asked once, of which nothing but the time is taken over. Pure.

import { builtInOptions } from '../config/builtin.ts';
import type { Endpoint, Evidence, Options } from '../model.ts';

/** No service and nothing expected: what is meant for the endpoint's own servers goes nowhere else. */
export function questionAbout(
  endpoint: Endpoint,
  name: string,
  urls: readonly string[],
  options: Partial<Options> = {},
): Endpoint {
  return {
    ...endpoint,
    name,
    service: null,
    component: null,
    provider: null,
    urls,
    atLeast: 1,
    options: {
      ...builtInOptions,
      timeoutMs: endpoint.options.timeoutMs,
      retry: { times: 0, afterMs: 0 },
      ...options,
    },
    expect: [],
  };
}

/** Of what is wanted that which was not asked before, once each, until there are so many of a kind. */
export function stillToAsk(
  wanted: readonly Endpoint[],
  { asked }: Evidence,
  isOfKind: (name: string) => boolean,
  most: number,
): readonly Endpoint[] {
  const names = asked.flatMap(({ purpose, endpoint }) => (purpose === 'question' ? [endpoint.name] : []));
  const before = new Set(names.filter(isOfKind));
  const open = new Map(wanted.map((question) => [question.name, question]));
  return [...open.values()].filter(({ name }) => !before.has(name)).slice(0, Math.max(0, most - before.size));
}
