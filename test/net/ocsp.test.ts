import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { revocationIn } from '../../src/net/ocsp.ts';
import { authorities, type Identity, identities } from '../servers/certificates.ts';
import { hasOpenssl, speakerUnder, stapleFor } from '../servers/openssl.ts';

const { intermediate, stranger } = authorities;
const day = 86_400_000;
const leaf = new X509Certificate(identities.good.cert);
const issuer = new X509Certificate(intermediate.cert);

const read = (staple: Buffer, at = Date.now()) => revocationIn(staple, leaf, issuer, at);
const revokedBy = (by?: Identity, options: readonly string[] = []) =>
  stapleFor(identities.good, intermediate, { status: 'R', ...(by ? { by } : {}), options });

describe.runIf(hasOpenssl)('an OCSP response of openssl', () => {
  const revoked = revokedBy();

  test('says when and why', () => {
    const staple = stapleFor(identities.good, intermediate, { status: 'R', reason: ',superseded' });
    const told = read(staple);
    expect(told?.reason).toBe('superseded');
    expect(Math.abs((told?.at ?? 0) - (Date.now() - 2 * day))).toBeLessThan(day / 2);
    expect(read(revoked)?.reason).toBeNull();
  });

  test('may name the certificate by SHA-256', () => {
    expect(read(revokedBy(intermediate, ['-sha256']))).not.toBeNull();
  });

  test('may be signed by whom the issuer lets speak', () => {
    expect(read(revokedBy(speakerUnder(intermediate, 'OCSPSigning')))).not.toBeNull();
  });

  test.each([
    ['signed by a stranger', () => revokedBy(stranger)],
    ['signed by a speaker of a stranger', () => revokedBy(speakerUnder(stranger, 'OCSPSigning'))],
    ['signed by a server of the same issuer', () => revokedBy(speakerUnder(intermediate, 'serverAuth'))],
    ['that all is well', () => stapleFor(identities.good, intermediate, { status: 'V' })],
    [
      'of another certificate of the same issuer',
      () => stapleFor(identities['of another name'], intermediate, { status: 'R' }),
    ],
    ['of tryLater (RFC 6960 4.2.1)', () => Buffer.from('30030a0103', 'hex')],
    ['of no bytes', () => Buffer.alloc(0)],
  ])('is not believed: %s', (_, make) => {
    expect(read(make())).toBeNull();
  });

  test('holds from its beginning to its end', () => {
    expect(read(revoked, Date.now() + 0.9 * day)).not.toBeNull();
    expect(read(revoked, Date.now() + 1.1 * day)).toBeNull();
    expect(read(revoked, Date.now() - day / 4)).toBeNull();
  });

  test('with one byte changed is not believed, unless the byte means nothing', () => {
    const certainty = read(revoked);
    fc.assert(
      fc.property(fc.nat(revoked.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(revoked);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        // The certificates that come along are not signed, nor needed here.
        const told = read(bytes);
        if (told !== null) expect(told).toEqual(certainty);
      }),
      { numRuns: 500 },
    );
  });

  test('cut short says nothing', () => {
    for (let length = 0; length < revoked.length; length += 1) {
      expect(read(revoked.subarray(0, length))).toBeNull();
    }
  });
});

test('bytes of any kind are read without an error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(read(Buffer.from(bytes))).toBeNull();
    }),
  );
});
