// The lines above the table: the sentence to read out, and the services.

import { expect, test } from 'vitest';
import type { Diagnosis, Run, ServiceStatus, Status } from '../../src/model.ts';
import { reports } from '../../src/report/index.ts';
import { attempt, fine, hop, result, run } from './builder.ts';

const view = { width: 80, colour: 0, unicode: true, verbose: false } as const;

/** `DOWN messaging, login · up web` as the components of a service. */
function service(
  name: string,
  status: Status,
  components: Readonly<Record<string, Status>>,
  partly = false,
): ServiceStatus {
  return {
    service: name,
    provider: 'Meta',
    status,
    ...(partly ? { partly } : {}),
    components: Object.entries(components).map(([component, each]) => ({ component, status: each })),
  };
}

function diagnosis(more: Partial<Diagnosis>): Diagnosis {
  return {
    rule: 'service.down',
    blame: 'them',
    scope: 'service',
    layer: 'http',
    subject: 'WhatsApp',
    members: ['WhatsApp', 'Instagram'],
    evidence: [],
    sentence: 'It is so.',
    advice: '',
    confidence: 'certain',
    ...more,
  };
}

/** A run in which an endpoint of each service has its status. */
function runOf(services: readonly ServiceStatus[], diagnoses: readonly Diagnosis[] = []): Run {
  const results = services.map(({ service: name, status }) =>
    status === 'up'
      ? result(name, [fine(`https://${name}.example/`)], { in: name, provider: 'Meta' })
      : result(name, [attempt(hop({ tcp: 9 }))], { in: name, provider: 'Meta', status, code: 'http.status' }),
  );
  return run(results, { services, diagnoses });
}

function above(shown: Run, width = 80): string {
  const text = reports.table(shown, { ...view, width });
  return text.slice(0, text.indexOf('\n\nENDPOINT'));
}

const parts = service('WhatsApp', 'down', { messaging: 'down', login: 'down', web: 'up', media: 'up' }, true);

test('a service has a line: what is down of it, and what is up', () => {
  const shown = runOf(
    [service('Threads', 'up', { web: 'up' }), parts, service('Instagram', 'down', {})],
    [diagnosis({})],
  );
  expect(above(shown)).toBe(`Instagram is down from here and WhatsApp partly, both run by Meta; it is not
you: they answer with errors or not at all.

✗ WhatsApp   DOWN messaging, login · up web, media
✗ Instagram  DOWN
✓ Threads    up web`);
});

test('a component that is down in part says so, and comes after those that are down', () => {
  const one: ServiceStatus = {
    ...parts,
    components: [
      { component: 'web', status: 'degraded' },
      { component: 'media', status: 'down', partly: true },
      { component: 'login', status: 'down' },
      { component: 'calls', status: 'skipped' },
    ],
  };
  expect(above(runOf([one]))).toContain(
    '✗ WhatsApp  DOWN login · partly DOWN media · degraded web · not asked calls',
  );
});

test('a long line goes on below its beginning', () => {
  const many = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [`component-${index}`, 'up'] as const),
  );
  expect(
    above(runOf([service('S', 'up', many)]))
      .split('\n')
      .slice(-2),
  ).toEqual([
    '✓ S  up component-0, component-1, component-2, component-3, component-4,',
    '     component-5, component-6, component-7, component-8',
  ]);
});

test('of very many services those that are up are only counted', () => {
  const up = Array.from({ length: 30 }, (_, index) => service(`s${index}`, 'up', {}));
  const text = above(runOf([...up, parts], [diagnosis({})]));
  expect(text).toContain('✗ WhatsApp  DOWN messaging');
  expect(text).toContain('  and 30 more services');
  expect(text).not.toContain('s17');
});

const both = [service('WhatsApp', 'down', {}), service('Instagram', 'down', {})];
const unknown = [service('WhatsApp', 'unknown', {}), service('Instagram', 'unknown', {})];

test.each<[string, Run, RegExp]>([
  [
    'all is well',
    runOf([service('A', 'up', {}), service('B', 'up', {})]),
    /^Both services are up from here\.\n/,
  ],
  ['they say so', runOf(both, [diagnosis({})]), /run by Meta; it is not you: they answer/],
  [
    'the controls clear us',
    runOf(both, [diagnosis({ confidence: 'likely', layer: 'dns' })]),
    /it is most likely not you: their names cannot be found\.\n/,
  ],
  [
    'nobody knows',
    runOf(both, [diagnosis({ blame: 'unclear' })]),
    /whether it is them or you cannot be told\.\n/,
  ],
  [
    'it is filtered',
    runOf(both, [diagnosis({ blame: 'between' })]),
    /something on the way seems to keep you from them\.$/m,
  ],
  [
    'it is me',
    runOf(unknown, [diagnosis({ blame: 'you', sentence: 'It is your network.' })]),
    /^It is your network\.\n/,
  ],
  [
    'there are two causes',
    runOf(both, [diagnosis({ members: ['WhatsApp'] }), diagnosis({ members: ['Instagram'] })]),
    /and there is more than one cause\.\n/,
  ],
  [
    'nothing is down',
    runOf([service('A', 'up', {})], [diagnosis({ sentence: 'Meta says that login is disturbed.' })]),
    /^Meta says that login is disturbed\.\n/,
  ],
])('when %s, the first line says it', (_, shown, sentence) => {
  expect(above(shown, 200)).toMatch(sentence);
});

test('a list without services, and a single target, have their table first', () => {
  const one = result('https://a.example/', [fine('https://a.example/')]);
  expect(reports.table(run([one, one]), view)).toMatch(/^ENDPOINT/);
  expect(reports.table(run([one], { diagnoses: [diagnosis({})] }), view)).toMatch(/^ENDPOINT/);
});
