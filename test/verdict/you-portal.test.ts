import { describe, expect, test } from 'vitest';
import type { Evidence, Result } from '../../src/model.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { settle } from '../../src/verdict/settle.ts';
import { controls, down, endpoint, evidence, up } from './builder.ts';
import { certificate, http, showing } from './shown.ts';

const away = http(302, { location: 'https://login.hotel.example/?to=x' });
const wrong = controls.map((control) => showing(down(control, 'http.status'), away));
const [google, apple, mozilla] = controls as [
  (typeof controls)[0],
  (typeof controls)[0],
  (typeof controls)[0],
];

const site = endpoint('site', { urls: ['http://www.one.com/'] });
const secure = endpoint('secure', { urls: ['https://www.two.com/'] });
const other = endpoint('other', { urls: ['https://www.three.com/'] });
const chat = endpoint('chat', { urls: ['tcp://chat.four.com:443'] });

const redirected = showing(down(site, 'http.status'), away);
const mismatched = [secure, other].map((of) => showing(down(of, 'tls.name_mismatch'), certificate()));

const known = (answers: readonly Result[]): Evidence => evidence({ controls, answers });

function told(results: readonly Result[], answers: readonly Result[]): string[] {
  return diagnose(results, known(answers)).map(
    ({ rule, blame, layer, members }) => `${rule} ${blame} ${layer}: ${members.join(' ')}`,
  );
}

describe('a portal', () => {
  test('is told when most controls are redirected to one host, and explains what it answered', () => {
    expect(told([redirected, ...mismatched, up(chat)], wrong)).toEqual([
      'you.portal you tls: site secure other',
    ]);
  });

  test.each([
    [
      '511',
      () => showing(down(google, 'http.status'), http(511)),
      () => showing(down(apple, 'http.status'), http(511)),
    ],
    [
      'one page',
      () => showing(down(google, 'http.status'), http(200, {}, '<h1>Welcome to the hotel</h1>')),
      () => showing(down(apple, 'content.body'), http(200, {}, '<h1>Welcome to the hotel</h1>')),
    ],
    [
      'one certificate',
      () => showing(down(google, 'tls.name_mismatch'), certificate()),
      () => showing(down(apple, 'tls.name_mismatch'), certificate()),
    ],
  ])('shows itself by %s as well', (_, first, second) => {
    expect(told([down(secure, 'tcp.timeout')], [first(), second(), up(mozilla)])).toEqual([
      'you.portal you tcp: secure',
    ]);
  });

  test('makes what it answered in the place of an endpoint unknown, also where its answer would pass', () => {
    const fooled = showing(up(site), away);
    const results = [fooled, up(chat)];
    const run = settle(results, diagnose(results, known(wrong)), {
      version: '0',
      startedAt: '',
      ms: 0,
      simulated: false,
      failOn: [],
      signal: null,
    });
    expect(run.results.map(({ status }) => status)).toEqual(['unknown', 'up']);
    expect(run.exitCode).toBe(3);
  });
});

describe('there is no portal', () => {
  const rules = (results: readonly Result[], answers: readonly Result[]) =>
    diagnose(results, known(answers)).map(({ rule }) => rule);

  test.each<[string, readonly Result[], readonly Result[]]>([
    ['an endpoint that speaks TLS is up', [redirected, up(secure)], wrong],
    ['only one control of three is redirected', [redirected], [wrong[0]!, up(apple), up(mozilla)]],
    ['the one control there is has moved', [down(secure)], [wrong[0]!]],
    [
      'each control fails in its own way',
      [down(secure)],
      [
        showing(down(google, 'http.status'), http(302, { location: 'https://a.example/' })),
        showing(down(apple, 'http.status'), http(302, { location: 'https://b.example/' })),
        showing(down(mozilla, 'http.status'), http(500)),
      ],
    ],
    [
      'controls are redirected within their own sites',
      [down(secure)],
      controls.map((control) =>
        showing(
          down(control, 'http.status'),
          http(301, {
            location: `https://www.${new URL(control.urls[0]!).host.split('.').slice(-2).join('.')}/`,
          }),
        ),
      ),
    ],
    ['no control answered', [redirected], []],
  ])('when %s', (_, results, answers) => {
    expect(rules(results, answers)).not.toContain('you.portal');
  });

  test('in what is said of a service on one’s own network', () => {
    const inside = endpoint('inside', { urls: ['http://10.0.0.7/health'] });
    const results = [showing(down(inside, 'http.status', '10.0.0.7'), http(503)), redirected];
    const told = diagnose(results, known(wrong)).map(({ rule, blame, members }) => [rule, blame, members]);
    expect(told).toEqual([
      ['you.portal', 'you', ['site']],
      ['service.down', 'them', ['inside']],
    ]);
  });
});
