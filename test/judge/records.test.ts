import type { Answer } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { resultOf } from '../ask.ts';
import { produces } from '../produces.ts';
import { namedBy, openNameServer, rcodes, reply } from '../servers/dns.ts';

type Told = Parameters<typeof reply>[1];

const name = 'site.example';

function record(type: string, data: unknown, ttl = 60): Answer {
  return { name, type, ttl, data } as Answer;
}

/** The result of asking for this type, when the server says this. */
async function expecting(expect: object, told: Told, type = 'A') {
  const server = await openNameServer((asked) => [reply(asked, told ?? {})]);
  return resultOf(namedBy([server]), `dns:${name}?type=${type}`, { expect });
}

async function codeOf(...args: Parameters<typeof expecting>) {
  const { status, cause } = await expecting(...args);
  return cause?.code ?? status;
}

describe('records', () => {
  const two = { answers: [record('A', '192.0.2.1'), record('A', '192.0.2.2')] };

  test.each([
    ['all of them in any order', ['192.0.2.2', '192.0.2.1'], 'up'],
    ['one too few', '192.0.2.1', 'dns.records'],
    ['one too many', ['192.0.2.1', '192.0.2.2', '192.0.2.3'], 'dns.records'],
    ['one that is there', { contains: '192.0.2.2' }, 'up'],
    ['two that are there', { contains: ['192.0.2.2', '192.0.2.1'] }, 'up'],
    ['one that is not there', { contains: ['192.0.2.2', '192.0.2.3'] }, 'dns.records'],
    ['none but these', { in: ['192.0.2.1', '192.0.2.2', '192.0.2.3'] }, 'up'],
    ['one that is not among these', { in: ['192.0.2.1', '192.0.2.3'] }, 'dns.records'],
    ['a pattern that one has', { matches: '2$' }, 'up'],
    ['a pattern that none has', { matches: '3$' }, 'dns.records'],
    ['none like this', { not: { contains: '192.0.2.3' } }, 'up'],
    ['none like one that is there', { not: { contains: '192.0.2.2' } }, 'dns.records'],
    ['another set', { not: ['192.0.2.1', '192.0.2.2'] }, 'dns.records'],
  ])('%s', async (_, wanted, code) => {
    expect(await codeOf({ records: wanted }, two)).toBe(code);
  });

  test.each([
    ['AAAA', '2001:db8::1', '2001:DB8:0::1', 'up'],
    ['MX', { preference: 10, exchange: 'Mail.Example' }, '10 mail.example.', 'up'],
    ['CNAME', 'Other.Example', 'other.EXAMPLE', 'up'],
    ['TXT', ['v=spf1 ', '-all'], 'v=spf1 -all', 'up'],
    ['TXT', ['Token'], 'token', 'dns.records'],
    ['CAA', { flags: 0, tag: 'Issue', value: 'ca.example' }, '0 issue "ca.example"', 'up'],
    ['CAA', { flags: 0, tag: 'issue', value: 'CA.example' }, '0 issue "ca.example"', 'dns.records'],
  ])('%s %j is held against %s: %s', async (type, data, wanted, code) => {
    expect(await codeOf({ records: wanted }, { answers: [record(type, data)] }, type)).toBe(code);
  });

  test('aliases on the way are no records that were asked for', async () => {
    const answers = [
      record('CNAME', 'other.example'),
      { name: 'other.example', type: 'A', ttl: 60, data: '192.0.2.1' } as Answer,
    ];
    expect(await codeOf({ records: '192.0.2.1' }, { answers })).toBe('up');
  });

  test('both sides are told', async () => {
    const { checks } = await expecting({ records: ['192.0.2.1', '192.0.2.3'] }, two);
    expect(checks).toMatchObject([
      { what: 'records', expected: '192.0.2.1 and 192.0.2.3', actual: '192.0.2.1, 192.0.2.2' },
    ]);
  });

  test('a name that is not there is told as that', async () => {
    expect(await codeOf({ records: '192.0.2.1' }, { rcode: rcodes.NXDOMAIN })).toBe('dns.nxdomain');
  });

  produces('dns.records', 'another address', async () => {
    return (await expecting({ records: '192.0.2.3' }, two)).cause;
  });
});

describe('rcode', () => {
  const one = { answers: [record('A', '192.0.2.1')] };

  test.each([
    ['NXDOMAIN', { rcode: rcodes.NXDOMAIN }, 'up'],
    ['nxdomain', { rcode: rcodes.NXDOMAIN }, 'up'],
    ['REFUSED', { rcode: rcodes.REFUSED }, 'up'],
    ['SERVFAIL', { rcode: rcodes.SERVFAIL }, 'up'],
    ['NODATA', {}, 'up'],
    [['NXDOMAIN', 'NODATA'], {}, 'up'],
    ['NOERROR', one, 'up'],
    ['NOERROR', {}, 'dns.nodata'],
    ['NXDOMAIN', one, 'dns.records'],
    ['NXDOMAIN', { rcode: rcodes.SERVFAIL }, 'dns.servfail'],
    [{ not: 'NXDOMAIN' }, { rcode: rcodes.SERVFAIL }, 'dns.servfail'],
    [{ not: 'NXDOMAIN' }, one, 'up'],
  ])('%j and the server says %j: %s', async (rcode, told, code) => {
    expect(await codeOf({ rcode }, told)).toBe(code);
  });

  test('a name that does not exist, as expected, is asked once', async () => {
    const server = await openNameServer((asked) => [reply(asked, { rcode: rcodes.NXDOMAIN })]);
    const written = { expect: { rcode: 'NXDOMAIN' }, retry: { times: 1, after: '1ms' } };
    expect((await resultOf(namedBy([server]), `dns:${name}`, written)).status).toBe('up');
    expect(server.asked).toHaveLength(1);
  });
});

describe('ttl', () => {
  const answers = [record('A', '192.0.2.1', 60), record('A', '192.0.2.2', 300)];

  test.each([
    [{ min: 60 }, 'up'],
    [{ min: 61 }, 'dns.records'],
    [{ max: '5m' }, 'up'],
    [{ max: 299 }, 'dns.records'],
    [{ min: 60, max: 300 }, 'up'],
    [60, 'dns.records'],
    [[60, 300], 'up'],
  ])('%j of every record: %s', async (ttl, code) => {
    expect(await codeOf({ ttl }, { answers })).toBe(code);
  });

  test('the least and the most are told', async () => {
    const { cause } = await expecting({ ttl: { min: '2m' } }, { answers });
    expect(cause?.message).toBe('expected ttl at least 2m, got 60 to 300');
  });
});

test('a host of any kind has records to look at', async () => {
  const server = await openNameServer((asked) => [
    reply(asked, { answers: asked.type === 'A' ? [record('A', '192.0.2.1')] : [] }),
  ]);
  const expectation = { expect: { records: '192.0.2.1' } };
  const { checks } = await resultOf(namedBy([server]), `tcp://${name}:1`, expectation);
  expect(checks).toMatchObject([{ what: 'records', pass: true }]);
});
