// What a row and a run can end as, explained: statuses, the words of degraded rows, exit codes.

import type { CauseCode, ExitCode, Status } from '../model.ts';

/** What each status means, as a sentence. */
export const statuses: Readonly<Record<Status, string>> = {
  up: 'Everything that is expected holds.',
  degraded:
    'It works, but: SLOW, SLOWER (than its baseline), FLAKY (passed only when asked again, or lost some of its samples), EXPIRES or FALLBACK (one of its addresses is dead). It exits 0 unless --fail-on degraded.',
  down: 'A layer failed, or an expectation does not hold. It exits 1, unless the verdict is that the trouble is yours.',
  unknown:
    'It could not be judged: our own trouble, or a guard against robots answered (429, a challenge). Never green, never counted as down.',
  skipped:
    'It was not asked: the run was interrupted or its deadline came, or all its addresses are of a family for which this machine has no route.',
};

/** The code behind each word that a degraded row is called by. */
export const words: Readonly<Record<string, CauseCode>> = {
  SLOW: 'latency.slow',
  SLOWER: 'latency.regressed',
  FLAKY: 'run.flaky',
  EXPIRES: 'tls.expires',
  FALLBACK: 'tcp.fallback',
};

/** What each exit code means, as a sentence. */
export const exits: Readonly<Record<ExitCode, string>> = {
  0: 'All is up or degraded; beside such, also what only a guard answered for. --fail-on moves the line.',
  1: 'Something is down, and the trouble is not yours; or it became slower than --max-regress allows.',
  2: 'There is a mistake in the list or in the usage; nothing was probed.',
  3: 'It could not be judged: your own network, a deadline, or only guards answered.',
  129: 'The run was stopped by SIGHUP; what is known was printed.',
  130: 'The run was stopped by Ctrl-C (SIGINT); what is known was printed.',
  143: 'The run was stopped by SIGTERM; what is known was printed.',
};
