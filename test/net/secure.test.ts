import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { attempt, factsOf, failureOf, resultOf, type Written } from '../ask.ts';
import { produces } from '../produces.ts';
import { authorities, type Identity, identities, ofName, rootPem } from '../servers/certificates.ts';
import { listen } from '../servers/listen.ts';
import { site } from '../servers/network.ts';
import { authorityByOpenssl, byOpenssl, hasOpenssl, leafUnder, p256, stapleFor } from '../servers/openssl.ts';
import { type noHandshakes, openNoHandshake, openTls } from '../servers/tls.ts';

const url = 'tls://site.example:443';
const short: Written = { timeout: '300ms' };

async function failureWith(shape: keyof typeof identities) {
  return failureOf(site(await openTls(identities[shape])), url);
}

async function failureOn(behaviour: keyof typeof noHandshakes, written: Written = {}) {
  return failureOf(site(await openNoHandshake(behaviour)), url, written);
}

async function failureBy(identity: Identity) {
  return failureOf(site(await openTls(identity, { ciphers: 'DEFAULT:@SECLEVEL=0' })), url);
}

// Chains.
produces('tls.expired', 'the certificate', () => failureWith('expired'));
produces('tls.expired', 'an intermediate', () => failureWith('under an expired intermediate'));
produces('tls.not_yet_valid', 'valid from the day after tomorrow', () => failureWith('not yet valid'));
produces('tls.name_mismatch', 'a certificate for another name', () => failureWith('of another name'));
produces('tls.name_mismatch', 'a certificate for an address', () => failureWith('of an address'));
produces('tls.name_mismatch', 'a name with an escape sequence', () => failureWith('with hostile names'));
produces('tls.no_san', 'only a common name', () => failureWith('without a name'));
produces('tls.self_signed', 'signed by itself', () => failureWith('signed by itself'));
produces('tls.unknown_root', 'a whole chain under another root', () => failureWith('of a stranger'));
produces('tls.unknown_root', 'a whole chain with its root', () =>
  failureWith('of a stranger, with his root'),
);
produces('tls.unknown_root', 'a leaf alone that names no issuer', () => failureWith('of a stranger, alone'));
produces('tls.chain_incomplete', 'a leaf alone that names its issuer', () =>
  failureWith('alone, with the address of its issuer'),
);
produces(
  'tls.purpose',
  'a certificate for clients',
  () => failureBy(byOpenssl(p256, '-addext', 'extendedKeyUsage=clientAuth')),
  !hasOpenssl,
);
produces('tls.weak_signature', 'SHA-1', () => failureBy(byOpenssl(p256, '-sha1')), !hasOpenssl);
produces('tls.weak_key', 'RSA 1024', () => failureBy(byOpenssl('rsa:1024')), !hasOpenssl);
produces(
  'tls.invalid',
  'an authority for other names',
  () => {
    const limits = 'nameConstraints=critical,permitted;DNS:other.example';
    return failureBy(leafUnder(authorityByOpenssl(p256, '-addext', limits), p256));
  },
  !hasOpenssl,
);
produces(
  'tls.revoked',
  'the staple says so',
  async () => {
    const staple = stapleFor(identities.good, authorities.intermediate, { status: 'R' });
    return failureOf(site(await openTls(identities.good, {}, undefined, staple)), url);
  },
  !hasOpenssl,
);

// What was agreed on.
const agreed = async (port: number, tls: object) =>
  (await resultOf(site(port), url, { expect: { tls } })).cause;
produces('tls.version', 'TLS 1.2, where 1.3 is the least', async () =>
  agreed(await openTls(identities.good, { maxVersion: 'TLSv1.2' }), { version: { min: '1.3' } }),
);
produces('tls.cipher', 'a cipher that was not wanted', async () =>
  agreed(await openTls(identities.good, { maxVersion: 'TLSv1.3', ciphers: 'TLS_AES_128_GCM_SHA256' }), {
    cipher: { not: { contains: 'AES_128' } },
  }),
);
test('what was agreed on as wanted is fine', async () => {
  const port = await openTls(identities.good, { minVersion: 'TLSv1.3' });
  expect(await agreed(port, { version: { min: 1.2 }, cipher: { matches: '^TLS_' } })).toBeUndefined();
});

// Handshakes.
produces('tls.timeout', 'silence', () => failureOn('is silent', short));
produces('tls.timeout', 'a record that drips', () => failureOn('drips a record', short));
produces('tls.closed', 'closed on the ClientHello', () => failureOn('closes'));
produces('tls.closed', 'closed at once', () => failureOn('closes before it heard anything'));
produces('tls.reset', 'reset on the ClientHello', () => failureOn('resets'));
produces('tls.reset', 'reset at once', () => failureOn('resets before it heard anything'));
produces('tls.not_tls', 'plain HTTP', () => failureOn('speaks plain HTTP'));
produces('tls.not_tls', 'SSH', () => failureOn('speaks SSH'));
produces('tls.not_tls', 'SMTP', () => failureOn('speaks SMTP'));
produces('tls.not_tls', 'nonsense', () => failureOn('speaks nonsense'));
produces('tls.alert', 'internal_error', () => failureOn('alerts internal_error'));
produces('tls.alert', 'unrecognized_name', () => failureOn('alerts unrecognized_name'));
produces('tls.no_common', 'handshake_failure', () => failureOn('alerts handshake_failure'));
produces('tls.no_common', 'protocol_version', () => failureOn('alerts protocol_version'));
produces('tls.no_common', 'a server of TLS 1.1', async () => {
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  return failureOf(site(await openTls(identities.good, old)), url);
});
produces('tls.alpn', 'a server of another protocol', async () => {
  const port = await openTls(identities.good, { ALPNProtocols: ['smtp'] });
  return failureOf(site(port), 'https://site.example/');
});
const wantsOne = { requestCert: true, rejectUnauthorized: true } as const;
produces('tls.client_certificate', 'TLS 1.3, after the handshake', async () =>
  failureOf(site(await openTls(identities.good, wantsOne)), 'https://site.example/'),
);
produces('tls.client_certificate', 'TLS 1.2, in the handshake', async () =>
  failureOf(site(await openTls(identities.good, { ...wantsOne, maxVersion: 'TLSv1.2' })), url),
);

test('a good certificate is good, by name, by wildcard and by address', async () => {
  const network = {
    ...site(await openTls(identities.good)),
    hosts: new Map([['deep.site.example', ['192.0.2.1']]]),
  };
  expect(await failureOf(network, 'tls://deep.site.example:443')).toBeUndefined();
  expect(await failureOf(site(await openTls(identities.good)), url)).toBeUndefined();
  expect(
    await failureOf(site(await openTls(identities['of an address'])), 'tls://192.0.2.1:443'),
  ).toBeUndefined();
});

test('a wildcard covers one label and no more', async () => {
  const network = {
    ...site(await openTls(identities.good)),
    hosts: new Map([['a.b.site.example', ['192.0.2.1']]]),
  };
  expect((await failureOf(network, 'tls://a.b.site.example:443'))?.code).toBe('tls.name_mismatch');
});

test('the message says when it expired, the detail which names there are', async () => {
  expect((await failureWith('expired'))?.message).toMatch(/^the certificate expired 1 day ago \(\d{4}-/);
  expect((await failureWith('under an expired intermediate'))?.message).toMatch(
    /^the intermediate certificate "CN=test intermediate" expired/,
  );
  expect((await failureWith('of another name'))?.detail).toBe(
    'asked for site.example, the certificate names DNS:another.example',
  );
});

test.each([
  [
    'alone, with the address of its issuer',
    /^the certificate was issued by "CN=test intermediate", which the server did not send$/,
  ],
  [
    'of a stranger',
    /^"CN=stranger intermediate" was issued by "CN=stranger root", which is neither sent nor trusted here$/,
  ],
  [
    'of a stranger, alone',
    /^the certificate was issued by "CN=stranger intermediate", which is neither sent nor/,
  ],
  ['of a stranger, with his root', /^the chain ends in "CN=stranger root", a root that is not trusted here$/],
  ['signed by itself', /^the certificate is signed by itself: "CN=site.example"$/],
] as const)('the message names the missing link of a certificate %s', async (name, message) => {
  expect((await failureWith(name))?.message).toMatch(message);
});

test('the chain is told leaf first, with the days that are left', async () => {
  const { tls } = factsOf(await attempt(site(await openTls(identities['expires in 3 days'])), url));
  expect(tls?.chain.map(({ subject }) => subject)).toEqual([
    'CN=site.example',
    'CN=test intermediate',
    'CN=test root',
  ]);
  expect(tls?.chain[0]?.names).toEqual(['DNS:site.example', 'DNS:*.site.example', 'DNS:other.example']);
  expect(tls?.expiresInDays).toBeGreaterThan(2.99);
  expect(tls?.expiresInDays).toBeLessThan(3.01);
  expect(Math.round(tls?.lifetimeDays ?? 0)).toBe(90);
  expect(tls?.protocol).toBe('TLSv1.3');
});

test('the earliest expiry of the chain counts, not the leaf’s', async () => {
  const { tls } = factsOf(
    await attempt(site(await openTls(identities['under an expired intermediate'])), url),
  );
  expect(Math.round(tls?.expiresInDays ?? 0)).toBe(-2);
});

describe.runIf(hasOpenssl)('the words', () => {
  test.each<[string, Identity, RegExp]>([
    ['a weak key', byOpenssl('rsa:1024'), /^the key of the certificate is too weak: RSA 1024$/],
    [
      'a weak key above it',
      leafUnder(authorityByOpenssl('rsa:1024'), p256),
      /^the key of the intermediate certificate "CN=odd-intermediate" is too weak: RSA 1024$/,
    ],
    ['a weak hash', byOpenssl(p256, '-sha1'), /^the certificate is signed with SHA-1, which is broken$/],
    [
      'a link that is no authority',
      leafUnder(byOpenssl(p256), p256),
      /^the intermediate certificate "CN=site.example" is no authority, and vouches for another$/,
    ],
  ])('name what is wrong: %s', async (_, identity, words) => {
    expect((await failureBy(identity))?.message).toMatch(words);
  });

  test('say when it was revoked, and why', async () => {
    const said = { status: 'R', reason: ',keyCompromise' } as const;
    const staple = stapleFor(identities.good, authorities.intermediate, said);
    const told = await failureOf(site(await openTls(identities.good, {}, undefined, staple)), url);
    expect(told?.message).toMatch(/^the certificate was revoked 2 days ago \(20.*Z\): its key leaked$/);
  });
});

test('a name of 60 KB is cut', async () => {
  const port = await openTls(ofName('x'.repeat(60_000)));
  const observation = await attempt(site(port), url);
  expect(observation.failure?.detail?.length).toBeLessThan(400);
  expect(factsOf(observation).tls?.chain[0]?.names[0]?.length).toBeLessThan(400);
});

test('what has expired and is not needed does not count', async () => {
  const { tls } = factsOf(
    await attempt(site(await openTls(identities['with an old link above its root'])), url),
  );
  expect(tls?.chain.map(({ issuer }) => issuer)).toContain('CN=stranger root');
  expect(Math.round(tls?.expiresInDays ?? 0)).toBe(60);
});

test('an old server is told as such', async () => {
  expect((await failureOn('alerts protocol_version'))?.message).toBe(
    'the server speaks neither TLS 1.2 nor 1.3',
  );
});

test.each([
  'expired',
  'not yet valid',
  'of another name',
  'without a name',
  'signed by itself',
  'of a stranger',
  'of a stranger, alone',
  'alone, with the address of its issuer',
] as const)('of a certificate %s the evidence is kept', async (shape) => {
  const observation = await attempt(site(await openTls(identities[shape])), url);
  expect(observation.failure?.layer).toBe('tls');
  expect(factsOf(observation).tls?.chain[0]?.subject).toBe('CN=site.example');
});

test('a root given with `ca` is trusted in place of the system’s', async () => {
  const network = { ...site(await openTls(identities.good)), roots: null };
  expect((await failureOf(network, url))?.code).toBe('tls.unknown_root');
  expect(await failureOf(network, url, { ca: rootPem })).toBeUndefined();
});

test('the name is sent to the server, an address never', async () => {
  const hellos: string[] = [];
  const port = await listen(
    createServer((socket) => {
      socket.on('data', (chunk) => {
        hellos.push(chunk.toString('latin1'));
        socket.destroy();
      });
    }),
  );
  await failureOf(site(port), url);
  await failureOf(site(port), 'tls://192.0.2.1:443');
  expect(hellos.map((hello) => [hello.includes('site.example'), hello.includes('192.0.2.1')])).toEqual([
    [true, false],
    [false, false],
  ]);
});
