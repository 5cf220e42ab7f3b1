// A stapled OCSP response (RFC 6960 4.2.1) that says of a certificate that it was revoked.

import { createHash, sign, X509Certificate } from 'node:crypto';
import { ecdsaWithSha256, type Issuer, keyId, nameOf } from './certificate.ts';
import * as der from './der.ts';

const sha1 = der.sequence(der.oid('1.3.14.3.2.26'), der.element(0x05));
const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const keyCompromise = 1;
const dayMs = 86_400_000;

/** Revoked yesterday, said today by the issuer itself. */
export function revokedStaple(leafPem: string, issuer: Issuer, now: Date): Buffer {
  const serial = BigInt(`0x${new X509Certificate(leafPem).serialNumber}`);
  const certId = der.sequence(
    sha1,
    der.octets(createHash('sha1').update(nameOf(issuer.subject)).digest()),
    der.octets(keyId(issuer.publicKey)),
    der.integer(serial),
  );
  const at = (days: number) => der.generalizedTime(new Date(now.getTime() + days * dayMs));
  const revoked = der.explicit(1, at(-1), der.explicit(0, der.element(0x0a, Uint8Array.of(keyCompromise))));
  const answer = der.sequence(certId, revoked, at(-0.1), der.explicit(0, at(1)));
  const responder = der.explicit(2, der.octets(keyId(issuer.publicKey)));
  const data = der.sequence(responder, at(-0.1), der.sequence(answer));
  const signature = sign('sha256', data, issuer.privateKey);
  const basic = der.sequence(data, ecdsaWithSha256, der.bits(signature));
  return der.sequence(
    der.element(0x0a, Uint8Array.of(0)),
    der.explicit(0, der.sequence(der.oid(basicResponse), der.octets(basic))),
  );
}
