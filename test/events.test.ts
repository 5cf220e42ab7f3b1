// What a run tells while it is under way.

import { expect, test } from 'vitest';
import { jobsFor, plan } from '../src/config/plan.ts';
import { createTeller, type RunEvent } from '../src/events.ts';
import { judge } from '../src/judge/index.ts';
import type { Endpoint, Facts, Job, Outcome, Secret } from '../src/model.ts';
import { followUp } from '../src/verdict/index.ts';
import { endpointOf } from './ask.ts';

const refused = { code: 'tcp.refused', layer: 'tcp', message: 'the host refused the connection' } as const;

function ended(job: Job, passes: boolean, url = job.url, facts: Facts = {}): Outcome {
  const step = { layer: 'tcp', name: 'tcp', at: 0, ms: 1, ...(passes ? {} : { failure: refused }) } as const;
  const observation = {
    url,
    startedAt: '2026-11-22T10:00:00.000Z',
    ms: 1,
    hops: [{ url, steps: [step], facts }],
    ...(passes ? {} : { failure: refused }),
  };
  return { job, observation };
}

function heard(endpoints: readonly Endpoint[], secrets: readonly Secret[] = []) {
  const events: RunEvent[] = [];
  return {
    events,
    teller: createTeller({
      endpoints,
      secrets,
      against: null,
      repeat: () => null,
      listener: (event) => void events.push(event),
    }),
  };
}

const told = (events: readonly RunEvent[]) =>
  events.map((event) => {
    if (event.type === 'selected') return event.names.join(' ');
    return event.type === 'started'
      ? `${event.index} started`
      : `${event.index} ${event.worst.status} after ${event.worst.attempts.length}`;
  });

const one = endpointOf('tcp://a.test:1');
const two = { ...endpointOf('tcp://b.test:1'), urls: ['tcp://b.test:1', 'tcp://b.test:2'] };
const control = endpointOf('tcp://control.test:1');

test('a result is told with the last of its jobs, a retry tells it again, a control is not told', () => {
  const { events, teller } = heard([one, two]);
  const first = plan([one, two]);
  teller.round(first);
  for (const index of [1, 0, 2]) {
    teller.started(first[index]!);
    teller.ended(ended(first[index]!, index === 0));
  }
  const again = [
    ...jobsFor(two, { purpose: 'endpoint', attempt: 2, afterMs: 0 }).slice(0, 1),
    ...jobsFor(control, { purpose: 'control', attempt: 1, afterMs: 0 }),
  ];
  teller.round(again);
  for (const job of again) {
    teller.started(job);
    teller.ended(ended(job, true));
  }
  expect(told(events)).toEqual([
    `${one.name} ${two.name}`,
    '1 started',
    '0 started',
    '0 up after 1',
    '1 started',
    '1 down after 2',
    '1 started',
    '1 degraded after 3',
  ]);
});

test('what was not asked is told too', () => {
  const { events, teller } = heard([one]);
  const jobs = plan([one]);
  teller.round(jobs);
  teller.ended({ job: jobs[0]!, missing: 'interrupted', started: false });
  expect(told(events)).toEqual([one.name, '0 skipped after 0']);
});

test('names and results are concealed, and hold no options', () => {
  const secret = 'hush-hush';
  const named = { ...one, name: `n ${secret}`, options: { ...one.options, headers: { 'x-a': secret } } };
  const { events, teller } = heard([named], [{ name: 'TOKEN', value: secret }]);
  const jobs = plan([named]);
  teller.round(jobs);
  teller.ended(ended(jobs[0]!, false, `tcp://a.test:1/${secret}`));
  expect(JSON.stringify(events)).not.toContain(secret);
  expect(JSON.stringify(events)).not.toContain('x-a');
  expect(told(events)[0]).toBe('n $TOKEN');
});

const dual = endpointOf('tcp://c.test:1', { addresses: 'all' });
const servers = endpointOf('dns:c.test', { resolver: 'authoritative' });

test.each<[string, Endpoint, Facts, readonly string[]]>([
  [
    'address',
    dual,
    {
      dns: { from: 'server', records: [], addresses: ['192.0.2.1', '192.0.2.2'] },
      remote: { address: '192.0.2.1', port: 1 },
    },
    ['192.0.2.1 up', '192.0.2.2 down'],
  ],
  [
    'name server',
    servers,
    { dns: { from: 'server', records: [], addresses: [], servers: ['ns1.test', 'ns2.test'] } },
    [' up'],
  ],
])('nothing is told while there is a further %s that was not asked', (_, endpoint, facts, rows) => {
  const { events, teller } = heard([endpoint]);
  const [first] = plan([endpoint]);
  teller.round([first!]);
  const outcome = ended(first!, true, first!.url, facts);
  teller.ended(outcome);
  expect(told(events)).toEqual([endpoint.name]);
  const { results, evidence } = judge([endpoint], [], [outcome]);
  const due = followUp(results, evidence).filter((job) => job.endpoint === endpoint);
  teller.round(due);
  for (const job of due) teller.ended(ended(job, job.address === null));
  const last = events.at(-1);
  expect(last?.type === 'result' && last.rows.map((row) => `${row.address ?? ''} ${row.status}`)).toEqual(
    rows,
  );
});
