import { expect, test } from 'vitest';
import { askOs } from '../../src/net/dns/os.ts';
import { attempt, factsOf, resultOf, runOf } from '../ask.ts';
import { namedBy, openNameServer, rcodes, reply } from '../servers/dns.ts';

// `localhost` is all that every machine finds without asking anybody.
const nobody = () => openNameServer((asked) => [reply(asked, { rcode: rcodes.NXDOMAIN })]);
const real = { simulated: false };
const unhurried = { timeout: '10s', retry: { times: 0 } };

test('os asks as every other program does', async () => {
  const { dns } = factsOf(
    await attempt(namedBy([], real), 'dns:localhost', { resolver: 'os', ...unhurried }),
  );
  expect(dns).toMatchObject({ from: 'os', resolver: 'os', types: ['A'], addresses: ['127.0.0.1'] });
});

test('os is for addresses alone', async () => {
  const { cause } = await resultOf(namedBy([], real), 'dns:localhost?type=MX', { resolver: 'os' });
  expect(cause).toMatchObject({ code: 'dns.refused', message: expect.stringContaining('only addresses') });
});

test('the box has no operating system', async () => {
  const { status, cause } = await resultOf(namedBy([]), 'dns:localhost', { resolver: 'os' });
  expect([status, cause?.code]).toEqual(['unknown', 'local.unmapped']);
});

test('when there is no time left, its process is killed', async () => {
  const stop = new AbortController();
  const asked = askOs('localhost', ['A'], stop.signal);
  stop.abort();
  expect((await asked).failure?.code).toBe('dns.timeout');
});

test('before a name is called down, the operating system is asked once, and a disagreement is said', async () => {
  const endpoint = (name: string) => ({ name, url: 'dns:localhost?type=A', ...unhurried });
  const list = { endpoints: [endpoint('one'), endpoint('two')] };
  const run = await runOf(namedBy([await nobody()], real), list);
  expect(run.diagnoses).toMatchObject([
    {
      rule: 'resolver.differs',
      blame: 'you',
      members: ['one', 'two'],
      evidence: ['192.0.2.53:53: dns.nxdomain', 'the operating system’s resolver does find it: 127.0.0.1'],
      sentence: expect.stringContaining('127.0.0.1'),
    },
  ]);
  expect(run.results.map(({ status, attempts }) => [status, attempts.length])).toEqual([
    ['unknown', 1],
    ['unknown', 1],
  ]);
  expect(run.exitCode).toBe(3);
});
