import { beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/model.ts';
import { attemptOf, codeOf } from './found.ts';
import { haveParts } from './parts.mjs';
import { type Site, type Workshop, withSite, zone } from './site.ts';

const words = 'All is well. '.repeat(200);

/** What every port with TLS serves. */
const locations = `
  location = /ok { return 200 "all is well"; }
  location = /busy { return 503; }
  location = /missing { return 404; }
  location = /slow-down { return 429; }
  location = /nothing { return 444; }
  location = /empty { return 204; }
  location = /json { default_type application/json; return 200 '{"status":"ok","parts":[{"up":true}]}'; }
  location = /long { return 200 "${words}"; }
  location = /teapot { add_header x-brew coffee always; return 418; }
  location = /agent { return 200 $http_user_agent; }
  location = /method { return 200 $request_method; }
`;

function serverBlocks([h2, old, plain, client, other]: readonly number[], workshop: Workshop): string {
  const { leaf, root } = workshop;
  const certificate = leaf('site', { names: [`*.${zone}`] });
  const redirects = `
    location = /moved { return 301 https://other.${zone}:${other}/ok; }
    location = /twice { return 302 /moved; }
    location = /relative { return 307 ok; }
    location = /circle { return 302 /circle-back; }
    location = /circle-back { return 302 /circle; }
    location = /nowhere { return 302 "ftp://other.${zone}/file"; }
    location = /to-plain { return 302 http://plain.${zone}:${plain}/ok; }
    location = /to-broken { return 302 https://other.${zone}:${other}/busy; }
    location ~ ^/count/(.*)$ { return 302 /count/$1x; }
  `;
  const gzip = 'gzip on; gzip_types text/plain; gzip_min_length 1;';
  const named = `server_name *.${zone}; ${certificate}`;
  return `
server { listen 127.0.0.1:${h2} ssl http2; ${named} ${gzip} ${locations} ${redirects} }
server { listen 127.0.0.1:${old} ssl; ${named} ${gzip} ${locations} ${redirects} }
server { listen 127.0.0.1:${plain}; ${locations} location = /moved { return 301 https://other.${zone}:${other}/ok; } }
server { listen 127.0.0.1:${client} ssl; ${named} ssl_client_certificate ${root.folder}/own.pem; ssl_verify_client on; ${locations} }
server { listen 127.0.0.1:${other} ssl; ${named} ${locations} }`;
}

describe.runIf(haveParts('nginx', 'unbound', 'openssl'))('a real nginx with HTTP', () => {
  let site: Site;
  withSite({ ports: 5, blocks: serverBlocks }, (opened) => {
    site = opened;
  });

  const both = [
    ['a 200', '/ok', {}, 'up'],
    ['a 204', '/empty', {}, 'up'],
    ['a 503', '/busy', {}, 'http.status'],
    ['a 503 that is expected', '/busy', { expect: { status: 503 } }, 'up'],
    ['a 404', '/missing', {}, 'http.status'],
    ['a 429 that is not expected', '/slow-down', {}, 'http.guarded'],
    ['a redirect to another host', '/moved', {}, 'up'],
    ['a redirect to a redirect', '/twice', {}, 'up'],
    ['a relative redirect', '/relative', {}, 'up'],
    ['a redirect that is not followed', '/moved', { redirects: 0, expect: { status: 301 } }, 'up'],
    ['a redirect to a broken page', '/to-broken', {}, 'http.status'],
    ['redirects in a circle', '/circle', {}, 'http.redirect_loop'],
    ['redirects without an end', '/count/x', {}, 'http.redirect_limit'],
    ['a redirect to another protocol', '/nowhere', {}, 'http.redirect_invalid'],
    ['a header as expected', '/teapot', { expect: { status: 418, headers: { 'x-brew': 'coffee' } } }, 'up'],
    [
      'a header not as expected',
      '/teapot',
      { expect: { status: 418, headers: { 'x-brew': 'tea' } } },
      'http.header',
    ],
    ['a body as expected', '/ok', { expect: { body: { contains: 'well' } } }, 'up'],
    ['a body not as expected', '/ok', { expect: { body: { contains: 'ill' } } }, 'content.body'],
    [
      'a body that comes compressed',
      '/long',
      { headers: { 'accept-encoding': 'gzip' }, expect: { body: words } },
      'up',
    ],
    ['JSON as expected', '/json', { expect: { json: { '$.parts[0].up': true } } }, 'up'],
    ['JSON not as expected', '/json', { expect: { json: { '$.status': 'bad' } } }, 'content.json'],
    ['a method of one’s own', '/method', { method: 'POST', expect: { body: 'POST' } }, 'up'],
    [
      'a user agent of one’s own',
      '/agent',
      { headers: { 'User-Agent': 'me' }, expect: { body: 'me' } },
      'up',
    ],
  ] as const;

  describe.each([
    // Over HTTP/2 nginx has only the stream to end, and ends it with an error.
    ['HTTP/2', 0, '2', 'http.reset'],
    ['HTTP/1.1', 1, '1.1', 'http.closed'],
  ] as const)('over %s', (_, port, version, nothing) => {
    let found: Run;
    beforeAll(async () => {
      const url = (index: number, path: string) => site.url('https', port, `n${index}`, path);
      const endpoints = both.map(([name, path, more], index) => ({ name, url: url(index, path), ...more }));
      const close = { name: 'a close without an answer', url: url(both.length, '/nothing') };
      ({ run: found } = await site.probeList([...endpoints, close]));
    }, 60_000);

    test.each(both)('%s: %s', (name, _path, _more, code) => {
      expect(codeOf(found, name)).toBe(code);
    });

    test('the version of the answer is told', () => {
      expect(attemptOf(found, 'a 200').hops[0]?.facts).toMatchObject({
        tls: { alpn: version === '2' ? 'h2' : 'http/1.1' },
        http: { version, status: 200 },
      });
    });

    test('a redirect is a hop of its own, with its own steps', () => {
      const { hops } = attemptOf(found, 'a redirect to another host');
      expect(hops.map(({ facts, steps }) => [facts.http?.status, ...steps.map(({ name }) => name)])).toEqual([
        [301, 'dns', 'tcp', 'tls', 'ttfb'],
        [200, 'dns', 'tcp', 'tls', 'ttfb'],
      ]);
    });

    test('an end without an answer is a failed ttfb step', () => {
      const last = attemptOf(found, 'a close without an answer').hops[0]?.steps.at(-1);
      expect(last).toMatchObject({ name: 'ttfb', layer: 'http', failure: { code: nothing } });
    });
  });

  test.each([
    ['a plain 200', 'http', 2, '/ok', 'up', 0],
    ['a plain 503', 'http', 2, '/busy', 'http.status', 1],
    ['a plain close without an answer', 'http', 2, '/nothing', 'http.closed', 1],
    ['a redirect from http to https', 'http', 2, '/moved', 'up', 0],
    ['a redirect from https to http', 'https', 0, '/to-plain', 'http.redirect_downgrade', 1],
    ['http on a port for https', 'http', 0, '/ok', 'http.status', 1],
    ['https on a port for http', 'https', 2, '/ok', 'tls.not_tls', 1],
    ['a server that wants a client certificate', 'https', 3, '/ok', 'http.status', 1],
    ['a guard in front of the only endpoint', 'https', 0, '/slow-down', 'http.guarded', 3],
  ] as const)('%s (%s, port %i, %s) is %s and exits %i', async (_, scheme, port, path, code, exit) => {
    const ended = await site.probe(site.url(scheme, port, 'www', path));
    expect([ended.run.results[0]?.cause?.code ?? ended.run.results[0]?.status, ended.code]).toEqual([
      code,
      exit,
    ]);
  });

  test('the text of a compressed body is not shown compressed, and its coding is a fact', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const expectation = { body: { matches: '^All is well' }, headers: { 'content-encoding': 'gzip' } };
    const { code } = await site.probeList([
      { url: site.url('https', 0, 'www', '/long'), headers, expect: expectation },
    ]);
    expect(code).toBe(0);
  });
});
