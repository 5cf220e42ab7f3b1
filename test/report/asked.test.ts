// Who was asked and what they said of a name, wherever attempts at one URL differ in just that.

import { expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import type { DnsFacts, Observation } from '../../src/model.ts';
import { reports } from '../../src/report/index.ts';
import { attempt, hop, result, run } from './builder.ts';

const view = { width: 200, colour: 0, unicode: true, verbose: false } as const;
const url = 'dns:shop.example?type=MX';

const told: DnsFacts = {
  from: 'server',
  server: '192.0.2.53:53',
  rcode: 'NOERROR',
  records: [{ name: 'shop.example', type: 'MX', ttl: 60, data: '10 mail.shop.example' }],
  addresses: [],
  extendedErrors: [{ code: 3, name: 'Stale Answer', text: 'the zone is away' }],
};

function named(dns: DnsFacts | undefined, more: Partial<Observation> = {}): Observation {
  const { facts: _, ...plain } = hop({ dns: 3 }, { url });
  return { ...attempt({ ...plain, facts: dns === undefined ? {} : { dns } }), ...more };
}

function refused(more: Partial<Observation>): Observation {
  const away = hop({ dns: 3 }, { url, fails: 'dns.refused' });
  return { ...attempt({ ...away, facts: {} }), ...more };
}

const down = { status: 'down', code: 'dns.refused' } as const;

test.each(['table', 'why'] as const)('%s shows records of any type, and the remarks on them', (format) => {
  const text = reports[format](run([result('shop', [named(told)])]), { ...view, verbose: true });
  expect(text).toContain('10 mail.shop.example');
  expect(text).toContain('Stale Answer (EDE 3): the zone is away');
});

test.each(['table', 'why'] as const)('%s names the resolver of each attempt', (format) => {
  const attempts = [named(told, { resolver: '9.9.9.9' }), named(told, { resolver: '1.1.1.1' })];
  const text = reports[format](run([result('shop', attempts)]), { ...view, verbose: true });
  expect(text).toContain(`${url} via 9.9.9.9`);
  expect(text).toContain(`${url} via 1.1.1.1`);
});

test('another resolver is asked, and only the same one again', () => {
  const attempts = ['9.9.9.9', '1.1.1.1', '9.9.9.9', '9.9.9.9'].map((resolver) => refused({ resolver }));
  const text = reports.table(run([result('shop', attempts, down)]), view);
  const labels = [...text.matchAll(/^ {2}(asked|again) +(\S+(?: via \S+)?)/gm)].map(([, label, what]) => [
    label,
    what,
  ]);
  expect(labels).toEqual([
    ['asked', `${url} via 9.9.9.9`],
    ['asked', `${url} via 1.1.1.1`],
    ['again', `${url} via 9.9.9.9`],
    ['again', 'ms:'],
  ]);
});

test('an address that does not answer is named, and one that does is named once', () => {
  const text = reports.table(run([result('shop', [refused({ address: '192.0.2.7' })], down)]), view);
  expect(text).toMatch(/^ {2}asked +\S+ at 192\.0\.2\.7$/m);
});

test('a name server that cannot be reached is not said to have answered', () => {
  const silent = named({ from: 'server', records: [], addresses: [] });
  expect(reports.why(run([result('shop', [silent])]), view)).not.toMatch(/name server answered/);
});

test('what the operating system found is told as that', () => {
  const found = named({ from: 'os', records: [], addresses: ['192.0.2.7'] });
  expect(reports.why(run([result('shop', [found])]), view)).toContain(
    'the operating system’s resolver answered',
  );
});

test('why tells the family that there is no answer for', () => {
  const missing = [{ type: 'AAAA', failure: failure('dns.servfail') }];
  const text = reports.why(run([result('shop', [named({ ...told, missing })])]), view);
  expect(text).toContain('nothing for AAAA: the name server could not find the answer (SERVFAIL)');
});

test('JSON tells the resolver and the address of an attempt that has them', () => {
  const attempts = [named(told, { resolver: '9.9.9.9' }), named(undefined, { address: '192.0.2.7' })];
  const { results } = JSON.parse(reports.json(run([result('shop', attempts)]), view));
  expect(results[0].attempts).toMatchObject([{ resolver: '9.9.9.9' }, { address: '192.0.2.7' }]);
});
