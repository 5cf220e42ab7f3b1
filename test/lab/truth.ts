// What is true of each moment that a replay can play: what the world breaks there, and whose fault it is. Written down
// before any rule was, so that the rules are held against it and not it against them.

import type { Blame, CauseCode, FailureLayer, Scope } from '../../src/model.ts';

/** A diagnosis, as far as the truth determines it; what is left out may be anything. */
export interface Blamed {
  readonly rule: string;
  readonly blame: Blame;
  readonly scope?: Scope;
  readonly subject?: string;
  readonly layer?: FailureLayer | null;
}

export interface Truth {
  readonly replay: string;
  /** UTC; null for a replay without a time line. */
  readonly at: string | null;
  /** Every endpoint of the built-in list that the world breaks, by the code that it shows as. */
  readonly broken: Readonly<Partial<Record<CauseCode, readonly string[]>>>;
  /** What is up by its expectations, though somebody else has answered: only a verdict can tell. */
  readonly deceived?: readonly string[];
  /** Whom the first diagnosis blames; null where there must be none. It explains all that is broken, but `besides`. */
  readonly blamed: Blamed | null;
  /** Further diagnoses, each with what it explains. */
  readonly besides?: readonly (Blamed & { readonly members: readonly string[] })[];
  readonly exitCode: 0 | 1 | 3;
}

const chat = ['WhatsApp chat', 'WhatsApp chat (numbered)'];
const byAddress = 'WhatsApp chat (by address)';

/** Of Meta's own network, names of it that only the names of are asked left out. */
const atMeta = [
  'WhatsApp chat',
  'WhatsApp Web',
  'WhatsApp registration',
  'WhatsApp media',
  'WhatsApp profile pictures',
  'WhatsApp static files',
  'WhatsApp site',
  'Instagram web',
  'Instagram app API',
  'Instagram Graph API',
  'Instagram real time',
  'Instagram static files',
  'Instagram media',
  'Facebook web',
  'Facebook connectivity check',
  'Facebook Graph API',
  'Facebook app API',
  'Facebook login script',
  'Facebook media',
  'Facebook media (external)',
  'Facebook static files',
  'Messenger app',
  'Messenger real time',
  'Messenger web',
  'Messenger uploads',
  'Threads web',
];
/** All that needs one of Meta's names. */
const namedMeta = [...atMeta, 'WhatsApp chat (numbered)', 'WhatsApp names', 'Messenger calls'];
const x = ['X web', 'X web (twitter.com)', 'X API', 'X static files', 'X images', 'X video'];
const dataCentres = ['Telegram DC1', 'Telegram DC2', 'Telegram DC3', 'Telegram DC4', 'Telegram DC5'];
const namedTelegram = ['Telegram Web', 'Telegram Web messaging', 'Telegram Bot API', 'Telegram site'];
const slowTelegram = ['Telegram over HTTP', ...namedTelegram];
const signal = ['Signal chat', 'Signal storage', 'Signal contact discovery', 'Signal calls', 'Signal media'];
const named = [...namedMeta, ...x, ...namedTelegram, ...signal, 'Downdetector'];
const byNumber = [byAddress, ...dataCentres, 'Telegram over HTTP'];
/** What speaks TLS. */
const secured = [
  ...atMeta.filter((name) => !['WhatsApp chat', 'Facebook connectivity check'].includes(name)),
  ...x,
  ...namedTelegram,
  ...signal,
  'Downdetector',
];

const them = { blame: 'them' } as const;
const you = { blame: 'you', scope: 'all', subject: 'all' } as const;
const meta = { ...them, scope: 'provider', subject: 'Meta' } as const;

export const truths: readonly Truth[] = [
  {
    replay: '2021-10-04',
    at: '15:45',
    broken: { 'tcp.timeout': atMeta },
    blamed: { rule: 'provider.network', ...meta, layer: 'tcp' },
    exitCode: 1,
  },
  {
    replay: '2021-10-04',
    at: '16:05',
    broken: { 'dns.servfail': namedMeta, 'latency.slow': slowTelegram },
    blamed: { rule: 'authority.unreachable', ...meta, layer: 'dns' },
    besides: [{ rule: 'overflow', ...them, scope: 'provider', subject: 'Telegram', members: slowTelegram }],
    exitCode: 1,
  },
  {
    replay: '2021-10-04',
    at: '21:40',
    broken: {
      'http.status': ['WhatsApp media', 'Facebook web', 'Facebook Graph API', 'Facebook media'],
      'latency.slow': ['Instagram web', 'Instagram Graph API', 'Instagram media', ...slowTelegram],
    },
    blamed: { rule: 'provider.http', ...meta, layer: 'http' },
    besides: [{ rule: 'overflow', ...them, scope: 'provider', subject: 'Telegram', members: slowTelegram }],
    exitCode: 1,
  },
  {
    replay: '2019-07-03',
    at: '16:00',
    broken: {
      'http.status': [
        'Instagram static files',
        'Instagram media',
        'Facebook media',
        'Facebook media (external)',
      ],
      'http.timeout': ['WhatsApp media'],
    },
    blamed: { rule: 'component.http', ...them, scope: 'component', subject: 'media of Meta', layer: 'http' },
    exitCode: 1,
  },
  {
    replay: '2022-10-25',
    at: '07:30',
    broken: { 'tcp.timeout': [...chat, byAddress], 'http.status': ['WhatsApp registration'] },
    blamed: { rule: 'service.down', ...them, scope: 'service', subject: 'WhatsApp', layer: 'tcp' },
    exitCode: 1,
  },
  {
    replay: '2022-10-25-quiet',
    at: '07:30',
    broken: {},
    blamed: { rule: 'feed.reported', ...them, scope: 'component', subject: 'messaging of WhatsApp' },
    exitCode: 0,
  },
  {
    replay: '2024-03-05',
    at: '15:30',
    broken: {},
    blamed: { rule: 'feed.reported', ...them, scope: 'component', subject: 'login of Meta' },
    exitCode: 0,
  },
  {
    replay: '2024-04-03',
    at: '18:30',
    broken: {
      'tcp.timeout': [...chat, byAddress],
      'http.status': ['WhatsApp registration', 'WhatsApp media', 'Instagram app API', 'Instagram media'],
    },
    blamed: { rule: 'provider.http', ...meta, layer: 'http' },
    exitCode: 1,
  },
  {
    replay: '2021-10-08',
    at: '18:30',
    broken: {
      'http.status': [
        'WhatsApp media',
        'Instagram web',
        'Instagram Graph API',
        'Facebook web',
        'Facebook Graph API',
      ],
      'latency.slow': [
        'Instagram app API',
        'Instagram media',
        'Facebook media',
        'Messenger web',
        'Threads web',
      ],
    },
    blamed: { rule: 'provider.http', ...meta, layer: 'http' },
    exitCode: 1,
  },
  {
    replay: '2025-11-18',
    at: '12:00',
    broken: { 'http.status': ['X web', 'X API', 'Downdetector'] },
    blamed: { rule: 'edge.http', ...them, scope: 'edge', subject: 'cloudflare', layer: 'http' },
    exitCode: 1,
  },
  {
    replay: 'no-network',
    at: null,
    broken: { 'dns.timeout': named, 'tcp.timeout': byNumber },
    blamed: { rule: 'you.network', ...you, layer: 'dns' },
    exitCode: 3,
  },
  {
    replay: 'no-resolver',
    at: null,
    broken: { 'dns.timeout': named },
    blamed: { rule: 'you.resolver', ...you, layer: 'dns' },
    exitCode: 3,
  },
  {
    replay: 'captive-portal',
    at: null,
    broken: { 'tls.name_mismatch': secured, 'http.status': ['Facebook connectivity check'] },
    deceived: ['Telegram over HTTP'],
    blamed: { rule: 'you.portal', ...you, layer: 'tls' },
    exitCode: 3,
  },
  {
    replay: 'filtered',
    at: null,
    broken: { 'dns.nxdomain': namedTelegram },
    blamed: { rule: 'filtered.dns', blame: 'between', scope: 'provider', subject: 'Telegram', layer: 'dns' },
    exitCode: 1,
  },
  {
    replay: 'filtered-sni',
    at: null,
    broken: { 'tls.reset': x },
    blamed: { rule: 'filtered.tls', blame: 'between', scope: 'provider', subject: 'X', layer: 'tls' },
    exitCode: 1,
  },
  {
    replay: 'guarded',
    at: null,
    broken: { 'http.guarded': ['WhatsApp static files', 'WhatsApp site', 'X static files', 'Telegram Web'] },
    blamed: { rule: 'guarded', blame: 'unclear', layer: 'http' },
    exitCode: 0,
  },
  {
    replay: 'one-address',
    at: null,
    broken: { 'tcp.fallback': ['WhatsApp Web'] },
    blamed: { rule: 'host.address', ...them, scope: 'host', layer: 'tcp' },
    exitCode: 0,
  },
  {
    replay: 'broken-ipv6',
    at: null,
    broken: {},
    blamed: { rule: 'you.ipv6', ...you, layer: 'tcp' },
    exitCode: 0,
  },
  { replay: 'healthy', at: null, broken: {}, blamed: null, exitCode: 0 },
];
