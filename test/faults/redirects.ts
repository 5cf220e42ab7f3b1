// Redirects that lead astray, and what goes along.

import type { RequestListener } from 'node:http';
import { machineNetwork } from '../../src/net/machine.ts';
import { runOf } from '../ask.ts';
import { openCollector } from '../servers/collector.ts';
import { openRedirect } from '../servers/http.ts';
import { pause } from '../servers/listen.ts';
import { networkOf } from '../servers/network.ts';
import { openHttps } from '../servers/tls.ts';
import { asked, type CaseFault, type Endpoint, type PeerFault, peer, toldOf } from './fault.ts';
import { secured } from './within.ts';

/** A server that redirects there. */
const to =
  (location: string, more: object = {}) =>
  async (): Promise<Endpoint> => ({
    url: `http://127.0.0.1:${await openRedirect(location)}/`,
    ...more,
  });

/** A server that answers each path in its own way. */
const leading =
  (location: (path: string) => string, more: object = {}) =>
  async (): Promise<Endpoint> => {
    const { port } = await openCollector(({ path }) => ({
      status: 302,
      headers: { location: location(path) },
    }));
    return { url: `http://127.0.0.1:${port}/0`, ...more };
  };

/** Two redirects that take their time, and a page that never comes: one time limit holds for them all. */
async function slowly(): Promise<Endpoint> {
  const port = await openHttps(async ({ url = '' }, response) => {
    if (url.length > 2) return;
    await pause(100);
    response.writeHead(302, { location: `${url}1` }).end();
  });
  return secured(port);
}

const next = (path: string): string => `/${Number(path.slice(1)) + 1}`;
const loop = 'down http.redirect_loop';
const limit = 'down http.redirect_limit';
const invalid = 'down http.redirect_invalid';

export const astray: readonly PeerFault[] = [
  peer('H17', 'a redirect to itself', loop, to('/')),
  peer('H17', 'a redirect to itself, in other words', loop, to('./a/..//../?#here', { redirects: 3 })),
  peer('H17', 'an empty Location', loop, to('')),
  peer(
    'H17',
    'redirects in a circle',
    loop,
    leading((path) => (path === '/0' ? '/1' : '/0')),
  ),
  peer('H17', 'redirects without end', limit, leading(next)),
  peer('H17', 'one redirect more than the list allows', limit, leading(next, { redirects: 1 })),
  peer('H17', 'slow redirects, then silence', 'down http.timeout', slowly, { silent: true }),
  peer('H17', '302 without a Location', 'down http.status', async () => {
    const { port } = await openCollector(() => ({ status: 302 }));
    return { url: `http://127.0.0.1:${port}/` };
  }),
  peer('H17', 'a Location that is no URL', invalid, to('http://[oops'), { words: '[oops' }),
  peer('H17', 'a Location without a host', invalid, to('http:///')),
  peer('H17', 'a Location with port 0', invalid, to('http://127.0.0.1:0/')),
  peer('H17', 'a Location with port 65536', invalid, to('http://127.0.0.1:65536/')),
  peer('H17', 'a Location to file:', invalid, to('file:///etc/passwd'), { words: 'file:///etc/passwd' }),
  peer('H17', 'a Location to data:', invalid, to('data:text/plain,hello')),
  peer('H17', 'a Location to ftp:', invalid, to('ftp://127.0.0.1/')),
  peer('H17', 'a Location to javascript:', invalid, to('javascript:alert(1)')),
  peer('H17', 'a Location to an app', invalid, to('whatsapp://send')),
  peer('H17', 'two Locations that differ', invalid, to('/a\r\nLocation: /b')),
  peer('H17', 'one Location twice', loop, to('/\r\nLocation: /')),
  peer('H17', 'a Location of 20 kB', 'down http.headers_too_large', to(`/${'a'.repeat(20_000)}`)),
  peer('H17', 'a Location with control characters', 'down http.malformed', to('/\x1b[31m\x00')),
  peer('H17', 'a redirect from https to http', 'down http.redirect_downgrade', async () =>
    secured(
      await openHttps((_, response) => response.writeHead(301, { location: 'http://127.0.0.1/' }).end()),
    ),
  ),
];

const secrets = {
  authorization: 'Bearer s3cret',
  cookie: 'id=s3cret',
  'X-Api-Key': 's3cret',
  referer: '/s3cret',
};
const sent = { ...secrets, accept: 'text/html' };
const others = { 'other.example': ['192.0.2.2'], 'api.site.example': ['192.0.2.2'] };

/** What is told of `site.example`, which redirects to `location`, and what of the request came there. */
async function along(location: string): Promise<string> {
  const there: object[] = [];
  const plain = await openCollector((asked) => {
    there.push(asked.headers);
    return { status: 200 };
  });
  const listener: RequestListener = ({ headers }, response) => {
    there.push(headers);
    response.end();
  };
  const first = await openCollector((_, count) =>
    count === 1 ? { status: 302, headers: { location } } : { status: 200 },
  );
  const network = networkOf({
    hosts: { 'site.example': ['192.0.2.1'], ...others },
    tcp: {
      '192.0.2.1:80': first.port,
      '192.0.2.1:443': await openHttps(listener),
      '192.0.2.1:81': plain.port,
      '192.0.2.2': plain.port,
    },
  });
  const list = { endpoints: [asked({ url: 'http://site.example/', headers: sent }, '5s')] };
  const run = await runOf(network, list);
  const came = [...there, ...first.got.slice(1).map(({ headers }) => headers)];
  return `${toldOf(run.results[0])}; ${carried(came)}`;
}

/** Of all that came: the names of what the request was given, and whether any secret is in it. */
function carried(came: readonly object[]): string {
  const given = new Set(Object.keys(sent).map((name) => name.toLowerCase()));
  const names = came.flatMap((headers) => Object.keys(headers)).filter((name) => given.has(name));
  const secret = /s3cret|password/.test(JSON.stringify(came)) ? 'secrets' : 'no secret';
  return `with ${secret}: ${names.sort().join(', ')}`;
}

/** There and back again: what comes home. */
async function home(): Promise<string> {
  const { port, got } = await openCollector((_, count) =>
    count === 1 ? { status: 302, headers: { location: 'http://other.example/' } } : { status: 200 },
  );
  const network = networkOf({
    hosts: { 'site.example': ['192.0.2.1'], ...others },
    tcp: { '192.0.2.1': port, '192.0.2.2': await openRedirect('http://site.example/back') },
  });
  const list = { endpoints: [asked({ url: 'http://site.example/', headers: sent }, '5s')] };
  const run = await runOf(network, list);
  return `${toldOf(run.results[0])}; ${carried(got.slice(1).map(({ headers }) => headers))}`;
}

/** A client that were to add a Referer would tell the user information of the first URL. */
async function fromUser(): Promise<string> {
  const { port, got } = await openCollector(({ path }) =>
    path === '/' ? { status: 302, headers: { location: '/there' } } : { status: 200 },
  );
  const list = { endpoints: [asked({ url: `http://127.0.0.1:${port}/`, redirects: 1 }, '5s')] };
  const run = await runOf(machineNetwork(), list);
  return `${toldOf(run.results[0])}; ${got.map(({ headers }) => headers.referer ?? 'no Referer').join(', ')}`;
}

const nothing = 'up; with no secret: accept';
const row = (fault: string, told: string, show: () => Promise<string>): CaseFault => ({
  ids: ['H18'],
  fault,
  told,
  show,
});

export const redirects: readonly CaseFault[] = [
  row('a redirect to another host', nothing, () => along('http://other.example/')),
  row('a redirect to another port', nothing, () => along('http://site.example:81/')),
  row('a redirect to a host below', nothing, () => along('http://api.site.example/')),
  row('a redirect to the same host by https', nothing, () => along('https://site.example/')),
  row('a redirect to another host, with a password', nothing, () =>
    along('http://user:password@other.example/'),
  ),
  row('a redirect to another host, and back again', nothing, home),
  row(
    'a redirect within its origin',
    'up; with secrets: accept, authorization, cookie, referer, x-api-key',
    () => along('/next'),
  ),
  row('a redirect adds no Referer', 'up; no Referer, no Referer', fromUser),
];
