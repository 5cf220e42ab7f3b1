// The codes of slowness and of whole runs, explained.

import type { run as codes } from '../codes/run.ts';
import type { Explanation } from './explanation.ts';

const phases =
  'curl -sS -o /dev/null -w "dns %{time_namelookup} tcp %{time_connect} tls %{time_appconnect} ttfb %{time_starttransfer} total %{time_total}\\n" URL';

export const run: Readonly<Record<keyof typeof codes, Explanation>> = {
  'latency.slow': {
    meaning:
      'It works, and a phase or the total took longer than the limit for a warning. The row is degraded: SLOW.',
    causes: [
      'dns: a cold or distant resolver; tcp: distance or loss; tls: load, or a long chain.',
      'ttfb: the application itself; transfer: size or bandwidth.',
      'This machine or its network is busy; then all rows are slow.',
    ],
    remedies: [
      'See which phase it is, and whether other rows are slow too.',
      'If it is always so, the limit is too low for this distance.',
    ],
    look: [phases, 'mtr -rwc 20 HOST'],
  },
  'latency.limit': {
    meaning: 'A phase or the total took longer than the limit at which the list calls it down.',
    causes: [
      'ttfb: the application or its backends; dns: a resolver that has to ask far.',
      'tcp: a lost SYN costs about a second, which a limit of 500ms turns into a failure.',
    ],
    remedies: [
      'See which phase it is; ask again to tell a single loss from a lasting state.',
      'Give the limit room for one lost packet, or make it a `warn`.',
    ],
    look: [phases, 'mtr -rwc 20 HOST'],
  },
  'run.flaky': {
    meaning:
      'The first attempt failed, a later one passed. The row is degraded: FLAKY, and the first failure is told.',
    causes: [
      'One of several servers or addresses behind the name is broken.',
      'Packet loss, a restart, a failover at that moment.',
    ],
    remedies: [
      'Look at the code of the failed attempt (-v) and explain that one.',
      'Ask many times, and each address on its own, to see whether one of them does it.',
    ],
    look: [
      'for i in $(seq 20); do curl -sS -o /dev/null -w "%{remote_ip} %{http_code}\\n" URL; done',
      'dig +short NAME',
    ],
  },
  'run.deadline': {
    meaning:
      'The time for the whole run (--deadline) was over before this could be asked or answered. Nothing is said of the endpoint.',
    causes: [
      'Several endpoints that run into their timeouts, one after the other.',
      'A deadline shorter than the slowest timeout.',
    ],
    remedies: ['Raise --deadline, or lower `timeout:`.', 'Select fewer endpoints, or raise --concurrency.'],
    look: ['whydown -v NAME'],
  },
  'run.interrupted': {
    meaning:
      'The run was stopped (Ctrl-C, SIGTERM, SIGHUP) before this was asked or answered. What was known is told.',
    causes: ['Somebody stopped it.', 'A CI job, timer or container that reached its own time limit.'],
    remedies: [
      'Run it again.',
      'Give it a --deadline shorter than the limit around it: then it ends by itself, with a report.',
    ],
    look: ['journalctl --since -10min --grep whydown'],
  },
  'latency.regressed': {
    meaning:
      'A phase is slower than in the baseline, by more than the limit and by more than noise explains. The row is degraded: SLOWER.',
    causes: [
      'A change of the service or of the way to it since the baseline was saved.',
      'The baseline comes from another place or machine.',
    ],
    remedies: [
      'Look at what changed since; measure again from the same place.',
      'Save a new baseline if it is meant to be so.',
    ],
    look: [phases, 'mtr -rwc 20 HOST'],
  },
};
