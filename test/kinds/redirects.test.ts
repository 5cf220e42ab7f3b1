import { expect, test } from 'vitest';
import { attempt, factsOf, failureOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { openCollector } from '../servers/collector.ts';
import { openRedirect } from '../servers/http.ts';
import { pause } from '../servers/listen.ts';
import { networkOf, site } from '../servers/network.ts';
import { openHttps } from '../servers/tls.ts';

const url = 'http://site.example/';

async function failureOn(location: string, written: Written = {}) {
  return failureOf(site(await openRedirect(location)), url, written);
}

// What else goes wrong, and what goes along, stands in test/faults/redirects.ts.
produces('http.redirect_loop', 'to itself', () => failureOn('/'));
produces('http.redirect_limit', 'one more than allowed', async () => {
  const { port } = await openCollector((_, count) => ({ status: 302, headers: { location: `/${count}` } }));
  return failureOf(site(port), url, { redirects: 3 });
});
produces('http.redirect_invalid', 'no URL', () => failureOn('http://[oops'));
produces('http.redirect_downgrade', 'from https to http', async () => {
  const port = await openHttps((_, response) =>
    response.writeHead(301, { location: 'http://site.example/' }).end(),
  );
  return failureOf(site(port), 'https://site.example/');
});

test('each redirect is a hop with steps and facts of its own', async () => {
  const first = await openRedirect('http://other.example:8080/there?q=1#part', 301);
  const second = await openCollector();
  const network = networkOf({
    hosts: { 'site.example': ['192.0.2.1'], 'other.example': ['192.0.2.2'] },
    tcp: { '192.0.2.1:80': first, '192.0.2.2:8080': second.port },
  });
  const observation = await attempt(network, url);
  expect(observation.failure).toBeUndefined();
  expect(observation.hops.map((hop) => [hop.url, hop.facts.remote?.address, hop.facts.http?.status])).toEqual(
    [
      [url, '192.0.2.1', 301],
      ['http://other.example:8080/there?q=1', '192.0.2.2', 200],
    ],
  );
  for (const { steps } of observation.hops)
    expect(steps.map(({ name }) => name)).toEqual(['dns', 'tcp', 'ttfb']);
  expect(second.got[0]).toMatchObject({ path: '/there?q=1', headers: { host: 'other.example:8080' } });
});

test('many redirects leave no listeners behind, of which Node would warn', async () => {
  const warned: Error[] = [];
  const note = (warning: Error) => void warned.push(warning);
  process.on('warning', note);
  const { port } = await openCollector((_, count) => ({ status: 302, headers: { location: `/${count}` } }));
  await failureOf(site(port), url, { redirects: 20 });
  await pause(1);
  process.off('warning', note);
  expect(warned).toEqual([]);
});

test('as many redirects as allowed are followed', async () => {
  const { port, got } = await openCollector(({ path }) =>
    path === '/3' ? { status: 200 } : { status: 302, headers: { location: `/${Number(path.slice(1)) + 1}` } },
  );
  expect(await failureOf(site(port), url, { redirects: 3 })).toBeUndefined();
  expect(got.map(({ path }) => path)).toEqual(['/', '/1', '/2', '/3']);
});

test('with `redirects: 0` the first answer is judged, and its body read', async () => {
  const { port } = await openCollector(() => ({ status: 302, headers: { location: '/' }, body: 'moved' }));
  const written = { redirects: 0, expect: { status: 302, body: 'moved' } };
  const { http } = factsOf(await attempt(site(port), url, written));
  expect([http?.status, http?.body]).toEqual([302, 'moved']);
});

test.each([300, 304, 302])('a %i without a Location is an answer', async (status) => {
  const { port } = await openCollector(() => ({ status }));
  const { http } = factsOf(await attempt(site(port), url));
  expect(http?.status).toBe(status);
});

test.each([
  [301, 'POST', 'GET'],
  [302, 'POST', 'GET'],
  [303, 'POST', 'GET'],
  [303, 'PUT', 'GET'],
  [303, 'HEAD', 'HEAD'],
  [302, 'HEAD', 'HEAD'],
  [307, 'POST', 'POST'],
  [308, 'POST', 'POST'],
])('%i makes %s a %s', async (status, before, after) => {
  const { port, got } = await openCollector((_, count) =>
    count === 1 ? { status, headers: { location: '/next' } } : { status: 200 },
  );
  await attempt(site(port), url, { method: before });
  expect(got.map(({ method }) => method)).toEqual([before, after]);
});

test('a redirect to a host that does not answer is told at its own hop', async () => {
  const network = site(await openRedirect('http://192.0.2.99/'));
  const observation = await attempt(network, url);
  expect(observation.failure?.code).toBe('local.unmapped');
  expect(observation.hops.at(-1)).toMatchObject({ url: 'http://192.0.2.99/', steps: [{ name: 'tcp' }] });
});
