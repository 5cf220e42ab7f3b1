import { expect, test } from 'vitest';
import { failure } from '../../src/codes.ts';
import { Trace } from '../../src/net/trace.ts';

const never = new AbortController().signal;

test('what was opened last is closed first', () => {
  const trace = new Trace('tcp://site.example:1', never);
  const closed: string[] = [];
  for (const name of ['socket', 'tls', 'client']) trace.own({ destroy: () => closed.push(name) });
  trace.end();
  expect(closed).toEqual(['client', 'tls', 'socket']);
});

test('a step ends at the moment that counts, not when its work is done', async () => {
  const trace = new Trace('tcp://site.example:1', never);
  await trace.step('tcp', async () => {
    const endedAt = trace.now() + 7;
    return { value: 1, endedAt };
  });
  const step = trace.end().hops[0]?.steps[0];
  expect(step).toMatchObject({ layer: 'tcp', name: 'tcp' });
  expect(step?.ms).toBeGreaterThanOrEqual(7);
});

test('the first failure stands', async () => {
  const trace = new Trace('tcp://site.example:1', never);
  expect(await trace.step('tcp', async () => ({ failure: failure('tcp.refused') }))).toBeNull();
  trace.fail(failure('local.bug'));
  expect(trace.end().failure?.code).toBe('tcp.refused');
});

test('steps and facts belong to the hop in which they were seen', async () => {
  const trace = new Trace('http://a.example/', never);
  await trace.step('tcp', async () => ({ value: 1 }));
  trace.know({ remote: { address: '192.0.2.1', port: 80 } });
  trace.nextHop('http://b.example/');
  trace.know({ remote: { address: '192.0.2.2', port: 80 } });
  expect(trace.end()).toMatchObject({
    url: 'http://a.example/',
    hops: [
      { url: 'http://a.example/', steps: [{ name: 'tcp' }], facts: { remote: { address: '192.0.2.1' } } },
      { url: 'http://b.example/', steps: [], facts: { remote: { address: '192.0.2.2' } } },
    ],
  });
});
