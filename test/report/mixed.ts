// A run in which nearly everything that can happen has happened.

import type { Run } from '../../src/model.ts';
import { attempt, check, fine, hop, place, result, run } from './builder.ts';

export const META = 'Meta';

export function mixed(): Run {
  const expired = 'certificate expired on 2026-11-10, 12 days ago';
  const graph = 'https://graph.facebook.com/';
  const status = { url: 'https://i.instagram.com/', days: 80.2, status: 503, address: '157.240.0.63' };
  const tries = [
    { address: '149.154.175.50:443', at: 0.2, ms: 5000, failure: silent() },
    { address: '[2001:b28:f23d:f001::a]:443', at: 250, ms: 4750, abandoned: true as const },
  ];
  const flaky = 'https://api.telegram.org/bot/getMe';
  return run(
    [
      result(
        'WhatsApp web',
        [fine('https://web.whatsapp.com/', { address: '157.240.0.60' })],
        inService('WhatsApp'),
      ),
      result(
        'WhatsApp chat',
        [attempt(hop({ dns: 8.2, tcp: 24.7 }, { url: 'tcp://g.whatsapp.net:443' }))],
        inService('WhatsApp'),
      ),
      result('Instagram web', [fine('https://www.instagram.com/')], inService('Instagram')),
      result(
        'Instagram API',
        [attempt(hop({ dns: 12.1, tcp: 20, tls: 39, ttfb: 71.5, transfer: 1 }, status))],
        {
          ...inService('Instagram'),
          status: 'down',
          code: 'http.status',
          message: 'expected status 200, got 503',
          at: place(88, 15),
          checks: [check('status', '200', '503', 'http.status', place(88, 15))],
        },
      ),
      result(
        'Facebook Graph API with a name that nobody would ever want to read in full',
        [
          attempt(
            hop(
              { dns: 11, tcp: 21, tls: 47.3 },
              {
                url: graph,
                fails: 'tls.expired',
                message: expired,
                days: -12.3,
                detail: 'certificate has expired',
              },
            ),
          ),
          attempt(
            hop(
              { dns: 9, tcp: 22, tls: 45.1 },
              {
                url: graph,
                fails: 'tls.expired',
                message: expired,
                days: -12.3,
                detail: 'certificate has expired',
              },
            ),
          ),
        ],
        { ...inService('Facebook'), line: 120, status: 'down', code: 'tls.expired', message: expired },
      ),
      result(
        'Facebook static',
        [attempt(hop({ dns: 12, tcp: 20, tls: 1840 }, { url: 'tls://static.xx.fbcdn.net', days: 41 }))],
        {
          ...inService('Facebook'),
          status: 'degraded',
          code: 'latency.slow',
          layer: 'tls',
          message: 'expected latency tls at most 1s, got 1.84s',
          at: place(131, 30),
          checks: [
            {
              ...check('latency tls', 'at most 1s', '1.84s', 'latency.slow', place(131, 30)),
              severity: 'warn',
            },
          ],
        },
      ),
      result(
        'Telegram DC 1',
        [attempt(hop({ tcp: 5000 }, { url: 'tcp://149.154.175.50:443', fails: 'tcp.timeout', tries }))],
        {
          in: 'Telegram',
          status: 'unknown',
          code: 'tcp.timeout',
        },
      ),
      result(
        'Telegram API',
        [
          attempt(
            hop(
              { dns: 7, tcp: 30, tls: 44, ttfb: 12 },
              { url: flaky, fails: 'http.reset', detail: 'read ECONNRESET', days: 30 },
            ),
          ),
          fine(flaky, { status: 404 }),
        ],
        {
          in: 'Telegram',
          status: 'degraded',
          code: 'run.flaky',
          layer: null,
          message: 'failed at first (http.reset) and passed when asked again',
        },
      ),
      result('x.com', [fine('https://x.com/', { status: 429 })], { status: 'unknown', code: 'http.guarded' }),
      result(
        'docs',
        [
          attempt(
            hop(
              { dns: 3, tcp: 9, tls: 20, ttfb: 60 },
              { url: 'https://docs.example.com/', status: 301, days: 20.5 },
            ),
            hop(
              { dns: 4, tcp: 9, tls: 21, ttfb: 130, transfer: 9 },
              { url: 'https://www.docs.example.com/en/', status: 200, days: 5.5 },
            ),
          ),
        ],
        {
          status: 'degraded',
          code: 'tls.expires',
          message: 'certificate expires in 5 days',
          at: place(140, 20),
        },
      ),
      result('never asked', [], { status: 'skipped', code: 'run.interrupted', layer: null }),
    ],
    {
      ms: 6021,
      exitCode: 1,
      services: [
        {
          service: 'WhatsApp',
          provider: META,
          status: 'up',
          components: [
            { component: 'web', status: 'up' },
            { component: 'messaging', status: 'up' },
          ],
        },
        {
          service: 'Instagram',
          provider: META,
          status: 'down',
          partly: true,
          components: [
            { component: 'api', status: 'down' },
            { component: 'web', status: 'up' },
          ],
        },
        {
          service: 'Facebook',
          provider: META,
          status: 'down',
          partly: true,
          components: [{ component: 'media', status: 'degraded' }],
        },
        { service: 'Telegram', provider: null, status: 'unknown', partly: true, components: [] },
      ],
      diagnoses: [
        {
          rule: 'service.down',
          blame: 'them',
          scope: 'service',
          layer: 'tls',
          subject: 'Facebook',
          members: ['Facebook Graph API with a name that nobody would ever want to read in full'],
          evidence: ['tls.expired at 1 of 2 endpoints', 'the controls of Google, Apple and Mozilla answered'],
          sentence: 'Facebook is partly down from here, at tls.',
          advice: 'Nothing to mend at your end; wait, or look at their status page.',
          confidence: 'likely',
        },
      ],
    },
  );
}

export function inService(service: string) {
  return { in: service, provider: META };
}

function silent() {
  return {
    code: 'tcp.timeout' as const,
    layer: 'tcp' as const,
    message: 'no answer to the connection attempt',
  };
}
