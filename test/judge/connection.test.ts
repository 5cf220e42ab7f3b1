import { describe, expect, test } from 'vitest';
import type { TlsFacts } from '../../src/model.ts';
import { judged, seen } from './sketch.ts';

describe('family', () => {
  const met = (address: string, wanted: unknown) =>
    judged(seen({ facts: { remote: { address, port: 443 } } }), { expect: { family: wanted } });

  test.each([
    ['192.0.2.7', 4, 'up'],
    ['192.0.2.7', 'ipv4', 'up'],
    ['192.0.2.7', 6, 'down'],
    ['2001:db8::7', 'IPv6', 'up'],
    ['2001:db8::7', '4', 'down'],
  ])('%s, where %s is expected, is %s', (address, wanted, status) => {
    expect(met(address, wanted).status).toBe(status);
  });

  test('a miss says which family it was', () => {
    expect(met('2001:db8::7', 4).cause).toMatchObject({
      code: 'tcp.family',
      layer: 'tcp',
      message: 'expected family 4, got IPv6',
    });
  });
});

describe('tls', () => {
  const agreed: TlsFacts = {
    protocol: 'TLSv1.2',
    cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
    alpn: 'http/1.1',
    chain: [],
    expiresInDays: 30,
    lifetimeDays: 90,
  };
  const met = (tls: unknown, facts: Partial<TlsFacts> = {}) =>
    judged(seen({ facts: { tls: { ...agreed, ...facts } } }), { expect: { tls } });

  test.each<[unknown, 'up' | 'down']>([
    [{ version: 1.2 }, 'up'],
    [{ version: 'TLSv1.2' }, 'up'],
    [{ version: '1.3' }, 'down'],
    [{ version: { min: '1.2' } }, 'up'],
    [{ version: { min: 1.3 } }, 'down'],
    [{ version: { max: 'TLS 1.1' } }, 'down'],
    [{ version: ['1.2', '1.3'] }, 'up'],
    [{ version: { not: 1.2 } }, 'down'],
    [{ alpn: 'http/1.1' }, 'up'],
    [{ alpn: 'h2' }, 'down'],
    [{ cipher: { contains: 'GCM' } }, 'up'],
    [{ cipher: { not: { matches: '^ECDHE' } } }, 'down'],
  ])('%j is %s', (wanted, status) => {
    expect(met(wanted).status).toBe(status);
  });

  test('versions are compared as an order, and those before 1.2 have their place in it', () => {
    expect(met({ version: { min: '1.1' } }, { protocol: 'TLSv1' }).cause?.message).toBe(
      'expected tls version at least 1.1, got 1.0',
    );
    expect(met({ version: { max: '1.0' } }, { protocol: 'TLSv1' }).status).toBe('up');
  });

  test.each([
    ['SSLv3', 'SSLv3'],
    ['DTLSv1.2', 'DTLSv1.2'],
    ['TLSv1.20', 'TLSv1.20'],
    [null, 'nothing'],
  ])('what is none of those versions has no place in their order: %s', (protocol, told) => {
    for (const limit of [{ min: '1.0' }, { max: 1.3 }]) {
      const { status, cause } = met({ version: limit }, { protocol });
      expect([status, cause?.message.split(', got ')[1]]).toEqual(['down', told]);
    }
  });

  test.each([
    ['version', '1.3', 'tls.version'],
    ['alpn', 'h2', 'tls.alpn'],
    ['cipher', 'TLS_AES_128_GCM_SHA256', 'tls.cipher'],
  ])('a miss of %s has a code of its own', (subject, wanted, code) => {
    expect(met({ [subject]: wanted }).cause).toMatchObject({ code, layer: 'tls' });
  });

  test('an answer without an application protocol has none', () => {
    expect(met({ alpn: 'h2' }, { alpn: null }).cause?.message).toBe('expected tls alpn h2, got nothing');
  });

  test('a redirect does not hide what an earlier hop agreed on', () => {
    const { hops, ...rest } = seen({ facts: { tls: { ...agreed, protocol: 'TLSv1.3' } } });
    const early = { url: 'https://site.example/', steps: [], facts: { tls: agreed } };
    const result = judged(
      { ...rest, hops: [early, ...hops] },
      { expect: { tls: { version: { min: 1.3 } } } },
    );
    expect(result.cause?.code).toBe('tls.version');
  });
});
