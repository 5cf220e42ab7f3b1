// expect.records: 192.0.2.1, [192.0.2.1, 192.0.2.2], {contains: 10 mail.example.com}: the answer as a set.

import type { Json, Matcher } from '../../model.ts';
import { find } from '../../pattern.ts';
import type { CheckRule } from '../check.ts';
import { not } from '../matcher.ts';
import { canonical, dataOf, dnsOf, type RecordData } from '../records.ts';
import { makeCheck } from './make.ts';
import { textOperand } from './operand.ts';

export const records: CheckRule = {
  key: 'records',
  fact: () => 'dns',
  heading: () => ({ what: 'records', code: 'dns.records', layer: 'dns' }),
  shape: {
    about: 'the data of the records as a set, in any order',
    examples: [['192.0.2.1', '192.0.2.2'], { contains: '10 mail.example.com' }, { matches: '^v=spf1 ' }],
    subjects: null,
    form: {
      kind: 'set',
      operators: ['equals', 'contains', 'matches', 'in', 'not'],
      operand: textOperand,
    },
  },
  judge(expectation, observation) {
    const dns = dnsOf(observation);
    if (dns === null) return null;
    const found = dataOf(dns);
    if (found.length === 0) return null;
    const { matcher } = expectation;
    const { leftOut = 0 } = dns;
    const read = found.map(({ data }) => data).join(', ');
    return makeCheck(records, expectation, {
      actual: leftOut > 0 ? `${read} and ${leftOut} more that were not read` : read,
      pass: fitsSet(matcher, found) && (leftOut === 0 || fitsAnyMore(matcher)),
    });
  },
};

/** What holds of some records holds of more of them too. */
function fitsAnyMore(matcher: Matcher): boolean {
  return 'contains' in matcher || 'matches' in matcher;
}

/** `equals` all of them, `contains` some, each `in` a list, or one that `matches`. */
function fitsSet(matcher: Matcher, found: readonly RecordData[]): boolean | null {
  if ('not' in matcher) return not(fitsSet(matcher.not, found));
  if ('matches' in matcher) {
    const told = found.map(({ data }) => find(matcher.matches, data));
    return told.includes(true) || (told.includes(null) ? null : false);
  }
  const isFound = (wanted: string) => found.some((each) => same(each, wanted));
  if ('contains' in matcher) return textsOf(matcher.contains).every(isFound);
  const wanted = 'equals' in matcher ? textsOf(matcher.equals) : 'in' in matcher ? textsOf(matcher.in) : [];
  const allWanted = found.every((each) => wanted.some((text) => same(each, text)));
  return 'in' in matcher ? allWanted : allWanted && wanted.every(isFound);
}

function same(found: RecordData, wanted: string): boolean {
  return canonical(found) === canonical({ ...found, data: wanted });
}

function textsOf(value: Json): readonly string[] {
  return [value].flat().map(String);
}
