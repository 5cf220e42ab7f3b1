// The head of a body that nobody judges: evidence where the answer may need explaining, measured by no phase.

import { expect, test } from 'vitest';
import { attempt, factsOf, type Written } from '../ask.ts';
import { site } from '../servers/network.ts';
import { type Behaviour, openRaw } from '../servers/raw.ts';
import { openHttp2 } from '../servers/tls.ts';

const url = 'http://site.example/';

async function seen(behaviour: Behaviour, written: Written = {}) {
  const observation = await attempt(site(await openRaw(behaviour)), url, written);
  return { observation, http: factsOf(observation).http };
}

function says(status: string, body: string, ...fields: readonly string[]): Behaviour['says'] {
  const length = `Content-Length: ${Buffer.byteLength(body)}`;
  return [[`HTTP/1.1 ${status}`, length, ...fields, '', body].join('\r\n')];
}

test('an error page is kept', async () => {
  const { http, observation } = await seen({ says: says('503 Busy', '<p>back soon</p>'), ends: 'fin' });
  expect(http).toMatchObject({ status: 503, excerpt: '<p>back soon</p>' });
  expect(http).not.toHaveProperty('body');
  expect(observation.hops[0]?.steps.map(({ name }) => name)).toEqual(['dns', 'tcp', 'ttfb']);
});

test('only its beginning, to the last whole character, and the cut is marked', async () => {
  const page = Buffer.from(`HTTP/1.1 500 Oops\r\nContent-Length: 6001\r\n\r\n.${'é'.repeat(3000)}`);
  const { http } = await seen({ says: [page], ends: 'silence' });
  expect(http?.excerpt).toMatch(/^\.é+…$/);
  expect(http?.excerpt?.length).toBeLessThan(600);
});

test.each<[string, Behaviour]>([
  ['stops', { says: ['HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\nhalf a pa'], ends: 'silence' }],
  ['is cut off', { says: ['HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\nhalf a pa'], ends: 'fin' }],
  ['is reset', { says: ['HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\nhalf a pa'], ends: 'reset' }],
])('what came of one that %s is kept, and it fails nothing', async (_, behaviour) => {
  const { http, observation } = await seen(behaviour);
  expect(http?.excerpt).toBe('half a pa…');
  expect(observation.failure).toBeUndefined();
});

test('waiting for it is no part of the total', async () => {
  const head = 'HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\n';
  const startedAt = performance.now();
  const { observation } = await seen({ says: [head], ends: 'silence' });
  const { at, ms } = observation.hops[0]?.steps.at(-1) ?? { at: 0, ms: 0 };
  expect(performance.now() - startedAt).toBeGreaterThan(observation.ms + 300);
  expect(observation.ms).toBeLessThan(at + ms + 200);
});

test('the deadline of the attempt ends it', async () => {
  const head = 'HTTP/1.1 500 Oops\r\nContent-Length: 99\r\n\r\npart';
  const { http, observation } = await seen({ says: [head], ends: 'silence' }, { timeout: '450ms' });
  expect([http?.excerpt, observation.failure]).toEqual(['part…', undefined]);
});

test('a good answer is left alone, unless 200 is just what is not expected', async () => {
  const portal: Behaviour = { says: says('200 OK', 'log in to this hotel'), ends: 'fin' };
  expect((await seen(portal)).http).not.toHaveProperty('excerpt');
  expect((await seen(portal, { expect: { status: 204 } })).http?.excerpt).toBe('log in to this hotel');
});

test('a redirect, a coded body and an empty one have none', async () => {
  const moved = says('302 Found', 'moved', 'Location: /');
  expect((await seen({ says: moved, ends: 'fin' }, { redirects: 0 })).http).not.toHaveProperty('excerpt');
  const coded = says('500 Oops', 'not text', 'Content-Encoding: gzip');
  expect((await seen({ says: coded, ends: 'fin' })).http).not.toHaveProperty('excerpt');
  expect((await seen({ says: says('500 Oops', ''), ends: 'fin' })).http).not.toHaveProperty('excerpt');
});

test('a body that a check reads is read whole', async () => {
  const page = 'x'.repeat(4000);
  const { http } = await seen(
    { says: says('500 Oops', page), ends: 'fin' },
    { expect: { body: { contains: 'y' } } },
  );
  expect(http?.body).toBe(page);
  expect(http).not.toHaveProperty('excerpt');
});

test('what came of a body that failed its check is kept', async () => {
  const { http, observation } = await seen(
    { says: ['HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf a pa'], ends: 'fin' },
    { expect: { body: { contains: 'y' } } },
  );
  expect([observation.failure?.code, http?.excerpt]).toEqual(['content.truncated', 'half a pa…']);
  expect(http).not.toHaveProperty('body');
});

test('over HTTP/2 too', async () => {
  const port = await openHttp2((stream) => {
    stream.respond({ ':status': 500 });
    stream.end('broken');
  });
  expect(factsOf(await attempt(site(port), 'https://site.example/')).http?.excerpt).toBe('broken');
});
