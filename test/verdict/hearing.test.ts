// What the voices about one name come to, on made-up voices.

import { describe, expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import type { DnsVoice, FailureCode } from '../../src/model.ts';
import { type Finding, findingOf, type Hearing, isZoneGone } from '../../src/verdict/hearing.ts';
import { siteOf } from '../../src/verdict/names.ts';
import { rules } from '../../src/verdict/rules/index.ts';

const names = { 22: 'No Reachable Authority', 6: 'DNSSEC Bogus', 17: 'Filtered' } as const;

/** `198.51.100.7`, `servfail`, `servfail 22` with an extended error, `alias` for an answer without an address. */
function voice(who: DnsVoice['who'], word: string): DnsVoice {
  const [said = '', number] = word.split(' ');
  const code = Number(number) as keyof typeof names;
  const found = /^\d/.test(said) ? [said] : [];
  return {
    who,
    server: `${who}.example`,
    addresses: found,
    ...(number === undefined ? {} : { extendedErrors: [{ code, name: names[code], text: '' }] }),
    ...(found.length > 0 || said === 'alias' ? {} : { failure: failure(`dns.${said}` as FailureCode) }),
  };
}

interface Sketch {
  readonly system?: readonly string[];
  readonly named?: readonly string[];
  readonly zone?: readonly string[];
  readonly parent?: string;
}

function hearing({ system = [], named = [], zone = [], parent }: Sketch): Hearing {
  const voices = (who: DnsVoice['who'], words: readonly string[]) => words.map((word) => voice(who, word));
  return {
    host: 'www.alpha.com',
    system: voices('system', system),
    named: voices('named', named),
    zone: voices('zone', zone),
    ...(parent === undefined ? {} : { referral: { zone: 'alpha.com', parent, by: 'a.top.net' } }),
  };
}

const good = '198.51.100.7';
const silent = ['timeout', 'timeout'];

describe.each<[string, Parameters<typeof findingOf>[1], Sketch, Finding | null]>([
  ['our resolver is silent, another finds it', 'failed', { system: silent, named: ['timeout', good] }, 'own'],
  [
    'it fails, the zone knows the name',
    'failed',
    { system: ['servfail'], zone: [good], parent: 'com' },
    'own',
  ],
  ['it fails, the zone knows an alias', 'failed', { system: ['refused'], zone: ['alias'] }, 'own'],
  ['it denies, another finds it', 'denied', { system: ['nxdomain'], named: [good] }, 'withheld'],
  ['it says that it filters', 'failed', { system: ['servfail 17'], named: [good] }, 'withheld'],
  ['it leads nowhere, another does not', 'lied', { system: ['127.0.0.1'], named: [good] }, 'withheld'],
  ['all lead there', 'lied', { system: ['127.0.0.1'], named: ['127.0.0.1'] }, null],
  [
    'nobody finds it, the zone is silent',
    'failed',
    { system: silent, named: ['servfail'], zone: silent, parent: 'com' },
    'silent',
  ],
  [
    'the same, and the zone above answered',
    'failed',
    { system: ['servfail'], zone: silent, parent: 'com' },
    'silent',
  ],
  ['everybody is silent', 'failed', { system: silent, named: silent, zone: silent }, null],
  [
    'one of four servers of the zone answers',
    'failed',
    { system: ['servfail'], named: ['servfail'], zone: [...silent, good] },
    null,
  ],
  [
    'nobody could ask the zone, a resolver could not reach it',
    'failed',
    { system: ['servfail 22'] },
    'silent',
  ],
  ['nobody could ask the zone', 'failed', { system: ['servfail'], named: ['servfail'] }, null],
  [
    'the zone answers with errors',
    'failed',
    { system: ['servfail'], zone: ['timeout', 'refused'], parent: 'com' },
    'broken',
  ],
  ['the zone is lame', 'failed', { system: ['servfail'], named: ['servfail'], zone: ['lame'] }, 'broken'],
  [
    'DNSSEC refuses what the zone says',
    'failed',
    { system: ['servfail 6'], named: ['servfail 6'], zone: [good] },
    'broken',
  ],
  ['everybody denies it', 'denied', { system: ['nxdomain'], named: ['nxdomain'] }, 'gone'],
  ['our resolver and the zone deny it', 'denied', { system: ['nodata'], zone: ['nodata'] }, 'gone'],
  ['only ours denies it, nobody else speaks', 'denied', { system: ['nxdomain'], named: silent }, null],
  ['it is found now', 'failed', { system: ['servfail', good], named: [good] }, null],
])('%s', (_, how, sketch, finding) => {
  test(`${finding}`, () => expect(findingOf(hearing(sketch), how)).toBe(finding));
});

test('a zone is gone where a zone above the domain speaks for the name', () => {
  const at = (zone: string) => isZoneGone({ ...hearing({}), referral: { zone, parent: '.', by: '' } });
  expect([at('com'), at('alpha.com')]).toEqual([true, false]);
});

test('a site is what a registry sells', () => {
  const hosts = ['a.b.example.com', 'a.b.example.co.uk', 'example.org', 'a.gov.br', 'x.de'];
  expect(hosts.map(siteOf)).toEqual(['example.com', 'example.co.uk', 'example.org', 'a.gov.br', 'x.de']);
});

test('who knows more speaks before whom it names, also across suspects', () => {
  const at = (id: string) => rules.findIndex((rule) => rule.id === id);
  for (const { id, before = [] } of rules) {
    for (const other of before) expect([id, other, at(id) < at(other)]).toEqual([id, other, true]);
  }
});
