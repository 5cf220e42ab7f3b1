import { expect, test } from 'vitest';
import type { Result } from '../../src/model.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { controls, down, endpoint, evidence, up } from './builder.ts';
import { certificate, http, showing } from './shown.ts';

const here = '2028-03-01T10:00:00.000Z';
const there = 'Sun, 22 Nov 2026 10:00:00 GMT';
const shop = endpoint('shop', { urls: ['https://shop.one.com/'] });
const mail = endpoint('mail', { urls: ['tls://mail.two.com:993'] });
const expired = showing(down(shop, 'tls.expired'), certificate(), here);

const dated = (result: Result, date = there, more = {}) =>
  showing(result, http(204, { date, ...more }), here);
const agreeing = controls.map((control) => dated(up(control)));

function told(results: readonly Result[], answers: readonly Result[]): string[] {
  return diagnose(results, evidence({ controls, answers })).map(
    ({ rule, blame, layer, members }) => `${rule} ${blame} ${layer}: ${members.join(' ')}`,
  );
}

test('the clock is wrong when the certificates are good at the time that the answers are dated', () => {
  const second = showing(down(mail, 'tls.not_yet_valid'), certificate(), here);
  expect(told([expired, second], agreeing)).toEqual(['you.clock you tls: shop mail']);
});

test('the words say by how much, and which way', () => {
  const [first] = diagnose([expired], evidence({ controls, answers: agreeing }));
  expect(first?.sentence).toBe(
    'It is your machine: its clock is 465 days ahead, so certificates look out of date from here.',
  );
  expect(first?.evidence).toEqual([
    'this machine’s clock says 2028-03-01 10:00 UTC; the answers of 3 sites say 2026-11-22 10:00 UTC',
    'the only certificate that looks wrong is good at that time',
  ]);
});

test('an answer out of a cache says when it was made and how old it is', () => {
  const old = controls.map((control) =>
    dated(up(control), 'Sun, 22 Nov 2026 07:00:00 GMT', { age: '10800' }),
  );
  expect(told([expired], [...old.slice(0, 1), ...agreeing.slice(1)])).toEqual(['you.clock you tls: shop']);
});

test.each<[string, readonly Result[], readonly Result[]]>([
  [
    'the answers are dated as we do',
    [expired],
    controls.map((control) => dated(up(control), 'Wed, 01 Mar 2028 10:00:01 GMT')),
  ],
  ['only one site dates its answers', [expired], agreeing.slice(0, 1)],
  ['nobody does', [expired], []],
  [
    'the answers do not agree',
    [expired],
    [
      dated(up(controls[0]!), 'Sun, 22 Nov 2026 10:00:00 GMT'),
      dated(up(controls[1]!), 'Sun, 22 Nov 2015 10:00:00 GMT'),
      dated(up(controls[2]!), 'Sun, 22 Nov 2020 10:00:00 GMT'),
    ],
  ],
  ['the date is no date', [expired], controls.map((control) => dated(up(control), 'yesterday'))],
  [
    'the certificate is not good at that time either',
    [showing(down(shop, 'tls.expired'), certificate({ notAfter: '2026-11-01T00:00:00.000Z' }), here)],
    agreeing,
  ],
])('the clock is not blamed when %s', (_, results, answers) => {
  expect(told(results, answers)).toEqual(['service.down them tls: shop']);
});
