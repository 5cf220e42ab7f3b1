import { describe, expect, test } from 'vitest';
import type { Blame, Result, Status } from '../../src/model.ts';
import { worst } from '../../src/verdict/roll-up.ts';
import { type Circumstances, settle } from '../../src/verdict/settle.ts';
import { degraded, diagnosis, down, endpoint, skipped, unknown, up } from './builder.ts';

const circumstances: Circumstances = {
  version: '0.1.0',
  startedAt: '2026-11-22T10:00:00.000Z',
  ms: 12,
  simulated: false,
  failOn: [],
  signal: null,
};

const [a, b] = [endpoint('a'), endpoint('b')];

function settled(results: readonly Result[], blame: Blame | null = null, more: Partial<Circumstances> = {}) {
  const members = results.filter(({ status }) => status === 'down').map(({ endpoint: { name } }) => name);
  return settle(results, blame ? [diagnosis(blame, ...members)] : [], { ...circumstances, ...more });
}

describe('the exit code', () => {
  test.each<[string, 0 | 1 | 3, readonly Result[], (Blame | null)?]>([
    ['all up', 0, [up(a), up(b)]],
    ['up and degraded', 0, [up(a), degraded(b)]],
    ['all degraded', 0, [degraded(a)]],
    ['up, and one guarded against robots', 0, [up(a), unknown(b, 'http.guarded')]],
    ['up, and one whose family has no route here', 0, [up(a), skipped(b, 'local.no_route')]],
    ['one down by their fault', 1, [up(a), down(b)], 'them'],
    ['one down, something between us at fault', 1, [up(a), down(b)], 'between'],
    ['one down, fault unclear', 1, [up(a), down(b)], 'unclear'],
    ['one down that no diagnosis explains', 1, [up(a), down(b)], null],
    ['one down and one that we could not judge', 1, [unknown(a, 'local.descriptors'), down(b)], 'them'],
    ['one down and one cut by the deadline', 1, [skipped(a, 'run.deadline'), down(b)], 'them'],
    ['all down by our fault', 3, [down(a), down(b)], 'you'],
    ['one down by our fault, the other up', 3, [up(a), down(b)], 'you'],
    ['trouble of this machine', 3, [up(a), unknown(b, 'local.descriptors')]],
    ['a bug of ours', 3, [up(a), unknown(b, 'local.bug')]],
    ['not asked before the deadline', 3, [up(a), skipped(b, 'run.deadline')]],
    ['cut by the deadline', 3, [up(a), unknown(b, 'run.deadline')]],
    ['nothing asked', 3, [skipped(a, 'local.no_route')]],
    ['nothing judged', 3, [unknown(a, 'http.guarded')]],
  ])('%s: %s', (_, code, results, blame = null) => {
    expect(settled(results, blame).exitCode).toBe(code);
  });

  test.each([129, 130, 143] as const)('a signal comes before everything: %s', (signal) => {
    expect(settled([down(a)], 'them', { signal }).exitCode).toBe(signal);
    expect(settled([up(a)], null, { signal }).exitCode).toBe(signal);
  });

  test.each<[string, 0 | 1 | 3, readonly Result[]]>([
    ['degraded', 1, [up(a), degraded(b)]],
    ['degraded', 0, [up(a), unknown(b)]],
    ['unknown', 1, [up(a), unknown(b)]],
    ['unknown', 0, [up(a), degraded(b)]],
    ['unknown', 0, [up(a), skipped(b, 'local.no_route')]],
    ['latency.slow', 1, [up(a), degraded(b, 'latency.slow')]],
    ['latency.slow', 0, [up(a), degraded(b, 'run.flaky')]],
    ['http.guarded', 1, [up(a), unknown(b, 'http.guarded')]],
    ['degraded', 1, [down(a)]],
  ])('--fail-on %s moves the line: %s', (word, code, results) => {
    expect(settled(results, null, { failOn: [word] }).exitCode).toBe(code);
  });
});

describe('a status', () => {
  test.each<[Blame, Status]>([
    ['you', 'unknown'],
    ['between', 'down'],
    ['them', 'down'],
    ['unclear', 'down'],
  ])('of a member of a diagnosis that blames %s is %s', (blame, status) => {
    expect(settled([down(a)], blame).results[0]?.status).toBe(status);
  });

  test('keeps its cause when it becomes unknown', () => {
    expect(settled([down(a, 'tcp.timeout')], 'you').results[0]?.cause?.code).toBe('tcp.timeout');
  });

  test('of others is left alone', () => {
    const run = settle([down(a), down(b), up(endpoint('c'))], [diagnosis('you', 'a')], circumstances);
    expect(run.results.map(({ status }) => status)).toEqual(['unknown', 'down', 'up']);
    expect(run.exitCode).toBe(1);
  });
});

describe('a roll-up', () => {
  test.each<[readonly Status[], Status]>([
    [['up', 'degraded', 'unknown', 'down'], 'down'],
    [['up', 'degraded', 'unknown'], 'unknown'],
    [['up', 'degraded', 'skipped'], 'degraded'],
    [['up', 'skipped'], 'up'],
    [['skipped', 'skipped'], 'skipped'],
    [[], 'skipped'],
  ])('of %s is %s', (statuses, status) => {
    expect(worst(statuses)).toBe(status);
  });

  test('has services, their providers and their components, in the order of the list', () => {
    const of = (name: string, service: string, component?: string, provider?: string) =>
      endpoint(name, { service, ...(component ? { component } : {}), ...(provider ? { provider } : {}) });
    const run = settled([
      down(of('chat', 'WhatsApp', 'messaging', 'Meta')),
      up(of('web', 'WhatsApp', 'web', 'Meta')),
      degraded(of('site', 'X')),
      up(of('backup', 'WhatsApp', 'messaging', 'Meta')),
      up(a),
    ]);
    expect(run.services).toEqual([
      {
        service: 'WhatsApp',
        provider: 'Meta',
        status: 'down',
        partly: true,
        components: [
          { component: 'messaging', status: 'down', partly: true },
          { component: 'web', status: 'up' },
        ],
      },
      { service: 'X', provider: null, status: 'degraded', components: [] },
    ]);
    expect(run.providers).toEqual([
      { provider: 'Meta', status: 'down', partly: true, services: ['WhatsApp'] },
    ]);
  });

  test('is partly down only where something of it is up', () => {
    const of = (name: string) => endpoint(name, { service: 'S', component: 'web', provider: 'P' });
    const run = settled([down(of('one')), unknown(of('two'))]);
    for (const each of [...run.services, ...run.providers]) expect(each).not.toHaveProperty('partly');
  });

  test('counts what is our fault as unknown', () => {
    expect(settled([down(endpoint('s', { service: 'S' }))], 'you').services[0]?.status).toBe('unknown');
  });
});

test('a run tells nothing of how it asked: options may hold secrets', () => {
  const secret = { ...a, options: { ...a.options, headers: { authorization: 'Bearer hush' } } };
  expect(JSON.stringify(settled([down(secret)], 'them'))).not.toContain('hush');
});

test('only a simulated run says that it is one', () => {
  expect(settled([up(a)])).not.toHaveProperty('simulated');
  expect(settled([up(a)], null, { simulated: true })).toHaveProperty('simulated', true);
});
