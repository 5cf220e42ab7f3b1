// What a run tells while it is under way: who is asked, and each result as it comes. Told for screens and
// streams, so every name and result is concealed first. The verdict is not known yet: the finished run may
// still call `unknown` what was told as `down`.

import { cameTo } from './asks/addresses.ts';
import { allAsks, askKey } from './asks.ts';
import { concealer } from './conceal.ts';
import { groupBy } from './group.ts';
import { judge } from './judge/index.ts';
import type { Against } from './judge/regression.ts';
import type { Ask, Endpoint, Job, Outcome, ReportedResult, Result, Secret } from './model.ts';
import { worst } from './verdict/roll-up.ts';
import { reportOf, rowsOf } from './verdict/settle.ts';

/** `index` is the place of the endpoint among those selected. */
export type RunEvent =
  /** Before anything is asked: the names of all, in the order of the list. */
  | { readonly type: 'selected'; readonly names: readonly string[] }
  /** An attempt at it is admitted; after a result this is a retry. */
  | { readonly type: 'started'; readonly index: number }
  /**
   * Its last attempt of a round has ended, and every way to ask it that is known of by then was asked. A later round
   * may tell another result. `rows` are all there are now, more than one where its addresses differ; `worst` is the one
   * that stands for it.
   */
  | {
      readonly type: 'result';
      readonly index: number;
      readonly rows: readonly ReportedResult[];
      readonly worst: ReportedResult;
    };

export type Listener = (event: RunEvent) => void;

/** What the runner reports to, so that events come of it. */
export interface Teller {
  /** These jobs are about to be run. */
  round(jobs: readonly Job[]): void;
  started(job: Job): void;
  ended(outcome: Outcome): void;
}

const silent: Teller = { round: () => {}, started: () => {}, ended: () => {} };

interface Tellable {
  readonly endpoints: readonly Endpoint[];
  readonly secrets: readonly Secret[];
  readonly against: Against | null;
  /** The shell line that asks again. */
  readonly repeat: (result: Result) => string | null;
  readonly listener: Listener | undefined;
}

/** Tells the listener of these endpoints; of controls it says nothing. Without a listener nothing is done. */
export function createTeller({ endpoints, secrets, against, repeat, listener }: Tellable): Teller {
  if (listener === undefined) return silent;
  const conceal = concealer(secrets);
  const indexes = new Map(endpoints.map((endpoint, index) => [endpoint, index]));
  const outcomes = new Map<Endpoint, Outcome[]>(endpoints.map((endpoint) => [endpoint, []]));
  const open = new Map<Endpoint, number>();
  listener({ type: 'selected', names: conceal(endpoints.map(({ name }) => name)) });
  return {
    round(jobs) {
      for (const [endpoint, all] of groupBy(jobs, (job) => job.endpoint)) open.set(endpoint, all.length);
    },
    started({ endpoint }) {
      const index = indexes.get(endpoint);
      if (index !== undefined) listener({ type: 'started', index });
    },
    ended(outcome) {
      const { endpoint } = outcome.job;
      const index = indexes.get(endpoint);
      if (index === undefined) return;
      const known = outcomes.get(endpoint) ?? [];
      known.push(outcome);
      const left = (open.get(endpoint) ?? 1) - 1;
      open.set(endpoint, left);
      if (left > 0 || !isWhole(endpoint, known)) return;
      const { results, evidence } = judge([endpoint], [], known, against);
      for (const result of [...results, ...evidence.feeds]) {
        const rows = conceal(rowsOf(result).map((row) => reportOf(row, repeat(row))));
        const status = worst(rows.map((row) => row.status));
        const standing = rows.find((row) => row.status === status);
        if (standing) listener({ type: 'result', index, rows, worst: standing });
      }
    },
  };
}

/** False while there is a way to ask it that only the next round asks: what is missing there is not known yet. */
function isWhole(endpoint: Endpoint, outcomes: readonly Outcome[]): boolean {
  const seen = outcomes.flatMap((outcome) => ('observation' in outcome ? outcome.observation : []));
  const asked = new Set(outcomes.map(({ job }) => askKey(job)));
  const cameThere = ({ url, address }: Ask) => seen.some((one) => one.url === url && cameTo(one) === address);
  return allAsks(endpoint, seen).every(
    (ask) => asked.has(askKey(ask)) || (ask.address !== null && cameThere(ask)),
  );
}
