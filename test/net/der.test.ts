import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as written from '../../src/lab/der.ts';
import { certificatePartsOf, elementIn, elementsOf, oidOf, timeOf } from '../../src/net/der.ts';
import { identities } from '../servers/certificates.ts';

test('what the lab writes is read back', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 5 }), (contents) => {
      const bytes = written.sequence(...contents.map(written.octets));
      const read = elementsOf(elementIn(bytes, 0)?.content);
      expect(read.map(({ content }) => Uint8Array.from(content))).toEqual(contents);
    }),
  );
});

test.each(['1.2.840.113549.1.1.11', '2.16.840.1.101.3.4.2.1', '0.9.2342', '2.5.29.17', '2.999.3'])(
  'the object identifier %s',
  (dotted) => {
    if (dotted !== '2.999.3') expect(oidOf(elementIn(written.oid(dotted), 0))).toBe(dotted);
    else expect(oidOf(elementIn(Buffer.from('0603883703', 'hex'), 0))).toBe(dotted);
  },
);

test('a time', () => {
  expect(timeOf(elementIn(written.element(0x18, Buffer.from('20261120093005Z')), 0))).toBe(
    Date.UTC(2026, 10, 20, 9, 30, 5),
  );
  expect(timeOf(elementIn(written.element(0x18, Buffer.from('20261120093005+0100')), 0))).toBeNaN();
  expect(timeOf(undefined)).toBeNaN();
});

test('the parts of a certificate', () => {
  const certificate = new X509Certificate(identities.good.cert);
  const { serial, signatureAlgorithm, key } = certificatePartsOf(certificate.raw);
  expect(serial?.toString('hex').toUpperCase()).toBe(certificate.serialNumber);
  expect(signatureAlgorithm).toBe('1.2.840.10045.4.3.2');
  expect(key).toEqual(certificate.publicKey.export({ type: 'spki', format: 'der' }).subarray(-65));
});

test.each([
  ['a length that goes beyond the end', '3003020100ff0405'],
  ['a length without an end', '30800000'],
  ['a tag of several bytes', '3f810100'],
  ['a length of five bytes', '30850000000001ff'],
  ['a tag alone', '30'],
])('%s is nothing', (_, hex) => {
  expect(elementsOf(Buffer.from(hex, 'hex'))).toEqual([]);
});
