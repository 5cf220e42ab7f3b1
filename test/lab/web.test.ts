import { get } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { addressOf, getHttp1, getHttp2, openBox, placeOf, shake } from './box.ts';

const clients = [
  ['HTTP/1.1', getHttp1],
  ['HTTP/2', getHttp2],
] as const;

describe.each(clients)('%s', (_, fetch) => {
  test('the longest prefix answers', async () => {
    const lab = await openBox();
    expect(await fetch(lab, 'https://web.example/any/where')).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html', 'content-length': '14' },
      body: '<p>Grüße</p>',
    });
    const old = await fetch(lab, 'https://web.example/old');
    expect([old.status, old.headers.location]).toEqual([301, 'https://www.example/']);
    const kept = await fetch(lab, 'https://web.example/old/kept');
    expect([kept.status, kept.body, kept.headers['content-length']]).toEqual([204, '', undefined]);
  });

  test('a status as fault is the answer to everything', async () => {
    const lab = await openBox('*.example=503');
    expect((await fetch(lab, 'https://web.example/old')).status).toBe(503);
  });
});

test('HEAD gives the length and no body', async () => {
  const lab = await openBox();
  const one = await getHttp1(lab, 'https://web.example/', { method: 'HEAD' });
  const two = await getHttp2(lab, 'https://web.example/', 'HEAD');
  expect([one.status, one.headers['content-length'], one.body]).toEqual([200, '14', '']);
  expect([two.status, two.headers['content-length'], two.body]).toEqual([200, '14', '']);
});

test('a large POST is read and answered', async () => {
  const got = await getHttp1(await openBox(), 'https://web.example/', { method: 'POST' });
  expect(got.status).toBe(200);
});

test('plain HTTP answers on its port', async () => {
  const lab = await openBox();
  const to = placeOf(lab, 'tcp', await addressOf(lab, 'www.example'), 80);
  const status = await new Promise((resolve) => {
    get({ ...to, agent: false }, (response) => resolve(response.resume().statusCode));
  });
  expect(status).toBe(200);
});

describe('TLS', () => {
  test('names and addresses have certificates that the box trusts, 60 days before they end', async () => {
    const lab = await openBox();
    for (const [host, san] of [
      ['web.example', 'DNS:web.example'],
      ['192.0.2.53', 'IP Address:192.0.2.53'],
      ['2001:db8::53', 'IP Address:2001:DB8:0:0:0:0:0:53'],
    ] as const) {
      const socket = await shake(lab, host);
      expect([socket.authorized, socket.authorizationError]).toEqual([true, null]);
      const certificate = socket.getPeerCertificate(true);
      expect(certificate.subjectaltname).toBe(san);
      const days = (Date.parse(certificate.valid_to) - Date.now()) / 86_400_000;
      expect(Math.round(days)).toBe(60);
      expect(certificate.issuerCertificate.subject.CN).toBe('whydown lab intermediate');
    }
  });

  test('ALPN chooses h2, http/1.1 or nothing', async () => {
    const lab = await openBox();
    expect((await shake(lab, 'web.example', ['h2', 'http/1.1'])).alpnProtocol).toBe('h2');
    expect((await shake(lab, 'web.example', ['http/1.1'])).alpnProtocol).toBe('http/1.1');
    expect((await shake(lab, 'web.example')).alpnProtocol).toBe(false);
  });

  test('a tls port shakes hands and says nothing', async () => {
    const socket = await shake(await openBox(), 'chat.example');
    const said: unknown[] = [];
    socket.on('data', (chunk) => said.push(chunk)).on('end', () => said.push('end'));
    socket.write('hello?');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([socket.authorized, said]).toEqual([true, []]);
  });

  test.each([
    ['tls.expired', 'CERT_HAS_EXPIRED'],
    ['tls.name_mismatch', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['tls.unknown_root', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  ])('%s on one host', async (fault, error) => {
    const lab = await openBox(`web.example=${fault}`);
    const broken = await shake(lab, 'web.example');
    expect(errorOf(broken.authorizationError)).toBe(error);
    expect((await shake(lab, 'www.example')).authorized).toBe(true);
  });
});

test('what is no HTTP and connections that break off harm nobody', async () => {
  const lab = await openBox();
  const web = await addressOf(lab, 'web.example');
  for (const port of [80, 443]) {
    for (const bytes of ['', 'GET / HTTP/1.1\r\nHost', 'SSH-2.0-x\r\n\r\n', '\x16\x03\x01\x02\x00\x01']) {
      const socket = connect(placeOf(lab, 'tcp', web, port)).on('error', () => {});
      await new Promise((resolve) => socket.write(bytes, resolve));
      await pause(10);
      socket.resetAndDestroy();
    }
  }
  for (const alpn of ['h2', 'http/1.1']) {
    const socket = await shake(lab, 'web.example', [alpn]);
    socket.write('\0'.repeat(100));
    await pause(10);
    socket.destroy();
  }
  expect((await getHttp2(lab, 'https://web.example/')).status).toBe(200);
  expect((await getHttp1(lab, 'https://web.example/')).status).toBe(200);
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function errorOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : error;
}
