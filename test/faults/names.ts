// Names that are odd, too long, or deceive the reader; in a list, in a redirect, in an answer.

import type { Run } from '../../src/model.ts';
import type { Network } from '../../src/net/network.ts';
import { openCollector } from '../servers/collector.ts';
import { always, namedBy, openNameServer, rcodes, reply, type Script } from '../servers/dns.ts';
import { labels, lies, raw, record } from '../servers/dns-lies.ts';
import { openStream } from '../servers/dns-streams.ts';
import type { CaseFault, Endpoint } from './fault.ts';
import { asking, onScreen, runOn, told, toldOf } from './runs.ts';

/** `up`, and the data of the records that came. */
function withData(run: Run): string {
  const dns = run.results[0]?.attempts.at(-1)?.hops.at(-1)?.facts.dns;
  return [told(run), ...(dns?.records ?? []).map(({ data }) => data)].join(' ');
}

/** An alias whose target has these labels. */
const aliasOf =
  (...target: readonly (string | Buffer)[]): Script =>
  (heard) => [raw(heard, 1, record(labels(...target), { type: 5 }))];
const alias = (fault: string, data: string, ...target: readonly (string | Buffer)[]): CaseFault => ({
  ids: ['D10'],
  fault,
  told: `up ${data}`,
  show: async () => withData(await asking(aliasOf(...target), { url: 'dns:site.example?type=CNAME' })),
});

const long = 'x'.repeat(64);
/** 254 bytes. */
const tooLong = [...Array.from({ length: 5 }, () => 'y'.repeat(48)), 'example.y'].join('.');

/** A list with this in it. */
const listed = (fault: string, outcome: string, endpoint: Endpoint): CaseFault => ({
  ids: ['D13'],
  fault,
  told: outcome,
  show: () => toldOf(endpoint),
});

/** What a network with these search domains asks for and is told; only `db.two.example` has an address. */
async function searching(name: string, more: Partial<Network>): Promise<string> {
  const server = await openNameServer((heard) =>
    heard.name === 'db.two.example' ? always('127.0.0.1')(heard) : [reply(heard, { rcode: rcodes.NXDOMAIN })],
  );
  const outcome = await toldOf({ url: `dns:${name}` }, namedBy([server], more));
  return [outcome, ...server.asked.map((heard) => heard.name)].join(' ');
}

export const names: readonly CaseFault[] = [
  alias('an alias with a dot inside a label', 'a\\046b.example', 'a.b', 'example'),
  alias('an alias with a backslash in it', 'a\\092046b.example', 'a\\046b', 'example'),
  alias(
    'an alias with escape sequences, a NUL and a blank',
    '\\027[31m\\000\\032.example',
    '\x1b[31m\0 ',
    'example',
  ),
  alias('an alias in UTF-8, which DNS does not know', 'b\\195\\188cher.example', 'bücher', 'example'),
  {
    ids: ['D10'],
    fault: 'an alias with a dot inside a label, where the list expects two labels',
    told: 'down dns.records',
    show: async () => {
      const wanted = { url: 'dns:site.example?type=CNAME', expect: { records: 'a.b.example' } };
      return told(await asking(aliasOf('a.b', 'example'), wanted));
    },
  },
  {
    ids: ['D10'],
    fault: 'an extended error (RFC 8914) and an alias full of control characters',
    told: 'down dns.servfail, no control character',
    show: async () => {
      const extended = [[6, '\x1b]0;title\x07\x9b2J\u202e\r\n']] as const;
      const run = await asking((heard) => [reply(heard, { rcode: rcodes.SERVFAIL, extended })]);
      const seen = /(?!\n)[\p{Cc}\p{Cf}]/u.test(onScreen(run))
        ? 'control characters'
        : 'no control character';
      return `${told(run)}, ${seen}`;
    },
  },
  {
    ids: ['D10'],
    fault: 'an answer of 4,000 addresses',
    told: 'up, 100 kept, and 3900 more are told of',
    show: async () => {
      const resolver = `tcp://127.0.0.1:${await openStream('has 4,000 addresses')}`;
      const run = await runOn({ url: 'dns:site.example', resolver });
      const { records = [], leftOut } = run.results[0]?.attempts[0]?.hops[0]?.facts.dns ?? {};
      const shown = /and 3992 more/.test(onScreen(run)) ? 'told of' : 'not told of';
      return `${told(run)}, ${records.length} kept, and ${leftOut} more are ${shown}`;
    },
  },
  listed('a name with a part of 64 characters', 'exit 2', { url: `dns:${long}.example` }),
  listed('a URL with a name of 254 characters', 'exit 2', { url: `http://${tooLong}/` }),
  listed('a name with an empty part', 'exit 2', { url: 'dns:a..example' }),
  listed('a detour to a name with a part of 64 characters', 'exit 2', {
    url: 'http://site.example/',
    connect: `site.example:80:${long}.example:80`,
  }),
  {
    ids: ['D13'],
    fault: 'a redirect to a name with a part of 64 characters',
    told: 'down http.redirect_invalid',
    show: async () => {
      const location = `http://${long}.example/`;
      const { port } = await openCollector(() => ({ status: 302, headers: { location } }));
      return toldOf({ url: `http://127.0.0.1:${port}/` });
    },
  },
  {
    ids: ['D13'],
    fault: 'a search domain with which the name would be too long',
    told: 'up db.two.example',
    show: () => searching('db', { search: [tooLong, `${long}.example`, 'bücher.example', 'two.example'] }),
  },
  {
    ids: ['D13'],
    fault: 'a short name, in two search domains and by itself',
    told: 'down dns.nxdomain web.one.example web.two.example web',
    show: () => searching('web', { search: ['one.example', 'two.example'] }),
  },
  {
    ids: ['D13'],
    fault: 'a short name with a final dot',
    told: 'down dns.nxdomain db',
    show: () => searching('db.', { search: ['two.example'] }),
  },
  {
    ids: ['D13'],
    fault: 'a name with as many dots as ndots says',
    told: 'up db.two.example',
    show: () => searching('db.two.example', { search: ['one.example'], ndots: 2 }),
  },
  {
    ids: ['D13'],
    fault: 'a name with an underscore',
    told: 'up',
    show: async () => told(await asking(lies['is right'], { url: 'dns:_service.site.example' })),
  },
  {
    ids: ['D13'],
    fault: 'a name in Cyrillic letters that reads like a well-known one',
    told: 'down dns.nxdomain, dns:аррӏе.com (xn--80ak6aa92e.com)',
    show: async () => {
      const run = await asking(lies['says NXDOMAIN'], { url: 'dns:аррӏе.com' });
      return `${told(run)}, ${/dns:\S+ \(\S+\)/.exec(onScreen(run))?.[0]}`;
    },
  },
  {
    ids: ['D13'],
    fault: 'the same name in ASCII (punycode)',
    told: 'down dns.nxdomain, dns:xn--80ak6aa92e.com (аррӏе.com)',
    show: async () => {
      const run = await asking(lies['says NXDOMAIN'], { url: 'dns:xn--80ak6aa92e.com' });
      return `${told(run)}, ${/dns:\S+ \(\S+\)/.exec(onScreen(run))?.[0]}`;
    },
  },
];
