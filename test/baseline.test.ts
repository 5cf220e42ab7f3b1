// The file of a baseline, written and read.

import { describe, expect, test } from 'vitest';
import { againstBaseline, baselineOf, parseBaseline, printBaseline } from '../src/baseline.ts';
import type { Result, Run } from '../src/model.ts';
import { settle } from '../src/verdict/settle.ts';
import { mistakesOf } from './config/list.ts';
import { sampled, seen } from './judge/sketch.ts';

const took = (ms: number) => seen({ ms: ms + 1, took: { ttfb: ms } });
const lost = seen({ fails: 'tcp.timeout' });
const six = [10, 20.12345, 30, 40, 50, 60].map(took);

function runOf(...results: readonly Result[]): Run {
  const startedAt = '2026-11-22T10:00:00.000Z';
  return settle(results, [], {
    version: '0.1.0',
    startedAt,
    ms: 1,
    simulated: false,
    failOn: [],
    signal: null,
  });
}

function named(name: string, result: Result): Result {
  return { ...result, endpoint: { ...result.endpoint, name } };
}

const url = 'https://a.example/';
const good = baselineOf(runOf(sampled([url], [[...six, lost]]))).baseline;
const text = printBaseline(good);

test('it holds what passed, a line for each way to ask, and reads back', () => {
  const lines = text.split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toBe(
    '{"schema":"whydown.baseline/1","version":"0.1.0","startedAt":"2026-11-22T10:00:00.000Z","entries":[',
  );
  expect(lines[1]).toContain('"ttfb":[10,20.123,30,40,50,60]');
  expect(printBaseline(parseBaseline(text, 'base.json'))).toBe(text);
});

test('what is down, or passed too seldom, is left out and named', () => {
  const { baseline, leftOut } = baselineOf(
    runOf(
      named('well', sampled([url], [six])),
      named('dead', sampled([url], [[lost, lost, lost, lost, lost]])),
      named('shaky', sampled([url], [[...six.slice(0, 4), lost, lost]])),
    ),
  );
  expect(baseline.entries.map(({ name }) => name)).toEqual(['well']);
  expect(leftOut).toEqual(['dead: down', 'shaky: only 4 of 6 samples passed']);
});

test('a run without samples has nothing to save', () => {
  expect(baselineOf({ ...runOf(), results: [] }).baseline.entries).toEqual([]);
});

describe('a file that is no good is refused by name, with what to do', () => {
  const head = { schema: 'whydown.baseline/1', version: '0.1.0', startedAt: '2026-11-22T10:00:00.000Z' };
  const entry = { name: 'a', url, resolver: null, address: null, durations: { ttfb: [1] } };
  const file = (...entries: readonly unknown[]) => JSON.stringify({ ...head, entries });
  test.each<[string, string, RegExp]>([
    ['empty', '', /is no JSON/],
    ['cut short', text.slice(0, -20), /is no JSON/],
    ['a number', '7', /is no baseline of whydown/],
    ['null', 'null', /is no baseline/],
    ['a list', '[]', /is no baseline/],
    ['another JSON', '{"a": 1}', /is no baseline/],
    ['a report', '{"schema": "whydown.run/1"}', /has the schema whydown\.run\/1, not whydown\.baseline\/1/],
    ['of a later version', '{"schema": "whydown.baseline/2"}', /whydown\.baseline\/2/],
    ['without entries', JSON.stringify(head), /is damaged/],
    ['with an entry that is none', file(entry, 5), /is damaged/],
    ['without a URL', file({ ...entry, url: undefined }), /is damaged/],
    ['with a resolver that is no text', file({ ...entry, resolver: 5 }), /is damaged/],
    ['with an unknown phase', file({ ...entry, durations: { icmp: [1] } }), /is damaged/],
    ['with a negative time', file({ ...entry, durations: { ttfb: [-1] } }), /is damaged/],
    ['with a time that is none', file({ ...entry, durations: { ttfb: ['1'] } }), /is damaged/],
    ['with no times', file({ ...entry, durations: null }), /is damaged/],
  ])('%s', (_, content, message) => {
    const [mistake] = mistakesOf(() => parseBaseline(content, 'base.json'));
    expect(mistake?.message).toMatch(message);
    expect(mistake?.message).toMatch(/^base\.json /);
    expect(mistake?.hint).toBe('save one with: whydown baseline save base.json --samples 20');
  });
});

describe('the way to ask', () => {
  const against = againstBaseline(good, [], (shown) => shown.replaceAll('hunter2', '$TOKEN'));
  const ask = { url, resolver: null, address: null };

  test('is found by name, URL, resolver and address together', () => {
    expect(against.find('site', ask)?.durations.ttfb).toHaveLength(6);
    expect(against.find('other', ask)).toBeNull();
    expect(against.find('site', { ...ask, url: 'https://b.example/' })).toBeNull();
    expect(against.find('site', { ...ask, resolver: '192.0.2.53' })).toBeNull();
    expect(against.find('site', { ...ask, address: '192.0.2.7' })).toBeNull();
  });

  test('is found by its concealed form, whatever the secret is today', () => {
    const [entry] = good.entries;
    const entries = entry ? [{ ...entry, url: 'https://a.example/$TOKEN' }] : [];
    const concealed = againstBaseline({ ...good, entries }, [], (shown) =>
      shown.replaceAll('hunter2', '$TOKEN'),
    );
    expect(concealed.find('site', { ...ask, url: 'https://a.example/hunter2' })).not.toBeNull();
  });
});
