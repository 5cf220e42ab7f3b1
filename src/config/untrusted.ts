// What a list of somebody else's may not say: `--untrusted`. It may make us ask the public internet, within bounds,
// and learn nothing of this machine. Where connections may lead is for the network to say.

import type { Expectation } from '../model.ts';
import type { Draft } from './endpoint.ts';
import { report } from './reading.ts';

/** In bytes: a list of hundreds of endpoints has tens of thousands. */
export const mostBytes = 2 ** 20;
/** URLs, each at every resolver. */
const mostAsked = 1000;
/** Expectations that may look through all of a body, each as often as its endpoint is asked. */
const mostSearches = 200;

/** Reports what these endpoints and controls ask for that is not for them to say, or too much. */
export function refuseUntrusted(drafts: readonly Draft[]): void {
  let asked = 0;
  let searches = 0;
  for (const { endpoint, at, said, reading } of drafts) {
    const { urls, options, expect } = endpoint;
    const times = urls.length * Math.max(1, options.resolvers.length);
    const beyond = (before: number, more: number, most: number) => before <= most && before + more > most;
    if (beyond(asked, times, mostAsked)) {
      const problem = `up to here an untrusted list asks more than ${mostAsked} times`;
      report(reading, at, problem, 'every URL counts at each of its resolvers; split the list');
    }
    const own = times * expect.filter(searching).length;
    if (beyond(searches, own, mostSearches)) {
      const problem = `up to here an untrusted list looks through more than ${mostSearches} bodies`;
      report(reading, at, problem, '`matches` counts, and a JSON path with `..`, `*` or `[`');
    }
    asked += times;
    searches += own;
    const source = said.entries.find(({ key }) => key.text === 'source');
    if (source !== undefined) {
      const problem = 'an untrusted list does not choose the address to connect from';
      report(reading, source.value, problem, 'give it on the command line: --source ADDR');
    }
  }
}

function searching({ check, subject, matcher }: Expectation): boolean {
  let inner = matcher;
  while ('not' in inner) inner = inner.not;
  return 'matches' in inner || (check === 'json' && /\.\.|[*[]/.test(subject ?? ''));
}
