// What the rules that blame them say of the outages that this program was made for, and of made-up ones.

import { expect, test } from 'vitest';
import type { Diagnosis, Evidence, Result } from '../../src/model.ts';
import { diagnose } from '../../src/verdict/index.ts';
import { after, type Faults, fine, without } from './outages.ts';

function told({ rule, blame, scope, subject, layer, members }: Diagnosis): string {
  return `${rule}: ${blame}, ${scope} ${subject}, ${layer ?? '-'}, ${members.length}`;
}

function said(results: readonly Result[], known: Evidence = fine): readonly string[] {
  return diagnose(results, known).map(told);
}

const meta = /facebook|fbcdn|fbsbx|instagram|whatsapp|threads|Messenger/i;

test.each<[string, Faults, readonly string[], Evidence?]>([
  ['2021-10-04 15:45', [[meta, 'tcp.timeout']], ['provider.network: them, provider Meta, tcp, 30']],
  [
    '2021-10-04 21:40',
    [
      [/(www|graph|i)\.(instagram|facebook|whatsapp)|scontent|fbcdn|mmg/, 503],
      [/pps\.whatsapp|threads/, 'slow'],
      [/Telegram/, 'slow'],
    ],
    ['provider.http: them, provider Meta, http, 14', 'overflow: them, provider Telegram, -, 10'],
  ],
  [
    '2019-07-03',
    [
      [/fbcdn/, 503],
      [/cdninstagram/, 502],
      [/mmg/, 'http.timeout'],
    ],
    ['component.http: them, component media of Meta, http, 6'],
  ],
  [
    '2022-10-25',
    [
      [/register/, 503],
      [/tcp:.*whatsapp|by address/, 'tcp.timeout'],
    ],
    ['service.down: them, service WhatsApp, tcp, 4'],
  ],
  [
    '2024-04-03',
    [
      [/register|mmg|\/\/i\.instagram|scontent\.cdn/, 503],
      [/tcp:.*whatsapp/, 'tcp.timeout'],
    ],
    ['provider.http: them, provider Meta, http, 6'],
  ],
  [
    '2021-10-08',
    [
      [/(www|graph)\.(instagram|facebook|whatsapp)|mmg/, 500],
      [/pps|static|\/\/i\./, 'slow'],
    ],
    ['provider.http: them, provider Meta, http, 12'],
  ],
  [
    '2025-11-18',
    [[/\/\/(x|api\.x|twitter|downdetector)\.com/, 500]],
    ['edge.http: them, edge cloudflare, http, 4'],
    without('Cloudflare'),
  ],
  ['one page', [[/www\.whatsapp\.com/, 404]], ['component.http: them, component web of WhatsApp, http, 1']],
  [
    'names of a service that nobody finds',
    [[/telegram|t\.me/i, 'dns.servfail']],
    ['service.down: them, service Telegram, dns, 10'],
  ],
  [
    'two at once',
    [
      [meta, 'tcp.timeout'],
      [/signal/i, 'tls.expired'],
    ],
    ['certificate: them, service Signal, tls, 5', 'provider.network: them, provider Meta, tcp, 30'],
  ],
  ['many are slow', [[/./, 'slow']], ['slow: unclear, all all, -, 52']],
  ['one is slow', [[/Telegram|t\.me/, 'slow']], ['slow: them, provider Telegram, -, 10']],
  ['all is well', [], []],
])('%s', (_, faults, expected, known) => {
  expect(said(after(faults), known)).toEqual(expected);
});
