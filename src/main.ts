// The flow: a list becomes jobs, jobs become observations, observations become results, results become a
// verdict. Only `run` asks the network, and only it waits.

import { againstBaseline } from './baseline.ts';
import { conceal, concealer, concealText } from './conceal.ts';
import { UserError } from './config/diagnostic.ts';
import { feedsOf } from './config/feeds.ts';
import { type Flags, withFlags, withFlagsForControls, withFlagsForFeeds } from './config/flags.ts';
import { type ListFile, type LoadContext, load } from './config/load.ts';
import { plan } from './config/plan.ts';
import { select } from './config/select.ts';
import { secretsInWords } from './config/target.ts';
import { uniqueSecrets } from './config/whole.ts';
import { createTeller, type Listener } from './events.ts';
import { judge } from './judge/index.ts';
import type { Baseline, Endpoint, Job, List, Outcome, RegressLimit, Run, Secret } from './model.ts';
import type { Network } from './net/network.ts';
import { repeater } from './repeat/index.ts';
import { createRunner } from './run/runner.ts';
import { diagnose, followUp } from './verdict/index.ts';
import { settle } from './verdict/settle.ts';
import { version } from './version.ts';

/** Everything a run needs from outside. */
export interface Request {
  readonly files: readonly ListFile[];
  readonly context: LoadContext;
  /** Names, services, providers, components, tags, or targets; none selects the whole list. */
  readonly words: readonly string[];
  readonly tags: readonly string[];
  readonly flags: Flags;
  /** Takes its choice of what was selected; all of it where there is none. May throw a `UserError`. */
  readonly choose?: ((selected: readonly Endpoint[]) => readonly Endpoint[]) | undefined;
  readonly network: Network;
  readonly concurrency: number;
  readonly deadlineMs: number | null;
  readonly failOn: readonly string[];
  /** Earlier samples, and how much slower than they the new ones may be: more of it exits with 1. */
  readonly regress?: { readonly baseline: Baseline; readonly limits: readonly RegressLimit[] };
  /** Told of the run while it is under way. */
  readonly onEvent?: Listener;
  /** Aborts when a signal arrives; its reason is the exit code. */
  readonly interrupt: AbortSignal;
}

/** For targets alone. */
const noList: List = { endpoints: [], controls: [], feeds: [], authorities: [], secrets: [] };

/** One run from the list to the verdict. Throws a `UserError` when list or selection are wrong. */
export async function main(request: Request): Promise<Run> {
  const startedAt = new Date().toISOString();
  const start = performance.now();

  const list = request.files.length > 0 ? load(request.files, request.context) : noList;
  const asked = [...request.words, ...(request.flags.resolvers ?? [])];
  const secrets = uniqueSecrets([...list.secrets, ...secretsInWords(asked)]);
  const endpoints = concealingMistakes(secrets, () => {
    const selected = select(list, request.words, request.tags);
    const chosen = request.choose?.(selected) ?? selected;
    return [...withFlags(chosen, request.flags), ...withFlagsForFeeds(feedsOf(list, chosen), request.flags)];
  });
  const alone = request.flags.noThirdParties ?? false;
  const controls = alone ? [] : withFlagsForControls(list.controls, request.flags);
  const around = { authorities: alone ? [] : list.authorities, alone };
  const { regress } = request;
  const against = regress ? againstBaseline(regress.baseline, regress.limits, concealText(secrets)) : null;
  const repeat = repeater(secrets, version);
  const teller = createTeller({
    endpoints,
    secrets,
    against,
    repeat,
    listener: request.onEvent,
  });
  const run = createRunner({ ...request, onStart: teller.started, onOutcome: teller.ended });

  let outcomes: readonly Outcome[] = [];
  let jobs: readonly Job[] = plan(endpoints);
  let known = judge(endpoints, controls, outcomes, against);
  while (jobs.length > 0) {
    teller.round(jobs);
    outcomes = outcomes.concat(await run(jobs));
    known = judge(endpoints, controls, outcomes, against);
    const due = followUp(known.results, { ...known.evidence, ...around });
    // Once the user has had enough nothing starts; the runner notes what was never asked.
    jobs = request.interrupt.aborted ? due.filter(isNew) : due;
  }

  const results = [...known.results, ...known.evidence.feeds];
  const settled = settle(results, diagnose(known.results, { ...known.evidence, ...around }), {
    version,
    startedAt,
    ms: performance.now() - start,
    simulated: request.network.simulated,
    failOn: regress ? [...request.failOn, 'latency.regressed'] : request.failOn,
    signal: request.interrupt.aborted ? request.interrupt.reason : null,
    repeat,
  });
  return conceal(settled, secrets);
}

/** What `work` gives. A mistake in what was chosen names endpoints, and in a name a secret may stand. */
function concealingMistakes<T>(secrets: readonly Secret[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new UserError(concealer(secrets)(error.mistakes)) : error;
  }
}

function isNew({ attempt, purpose }: Job): boolean {
  return attempt === 1 && purpose === 'endpoint';
}
