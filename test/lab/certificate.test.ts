import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createAuthority } from '../../src/lab/authority.ts';
import { issue, makeKeys } from '../../src/lab/certificate.ts';
import { element, integer, namedBits, oid, time } from '../../src/lab/der.ts';
import { faults } from '../../src/lab/faults.ts';

const now = new Date();

test('openssl verifies a leaf through its intermediate to the root', () => {
  const authority = createAuthority(now);
  const { cert } = authority.identify('www.example.com', null);
  expect(verify(authority.roots, cert, '-verify_hostname', 'www.example.com')).toMatch(/: OK/);
  expect(verify(authority.roots, cert, '-verify_hostname', 'example.com')).toMatch(/hostname mismatch/i);
});

test('openssl verifies addresses of both families', () => {
  const authority = createAuthority(now);
  for (const address of ['192.0.2.1', '2001:db8::1', '::1', '2001:db8:1:2:3:4:5:6']) {
    const { cert } = authority.identify(address, null);
    expect(verify(authority.roots, cert, '-verify_ip', address)).toMatch(/: OK/);
  }
});

test('openssl finds what each fault promises', () => {
  const authority = createAuthority(now);
  const said = (fault: 'tls.expired' | 'tls.name_mismatch' | 'tls.unknown_root') => {
    const { cert } = authority.identify('www.example.com', faults[fault]);
    return verify(authority.roots, cert, '-verify_hostname', 'www.example.com');
  };
  expect(said('tls.expired')).toMatch(/certificate has expired/);
  expect(said('tls.name_mismatch')).toMatch(/hostname mismatch/i);
  expect(said('tls.unknown_root')).toMatch(/unable to get (local )?issuer certificate/);
});

test('a leaf says what a server certificate must say', () => {
  const { cert } = createAuthority(now).identify('www.example.com', null);
  const text = openssl(['x509', '-noout', '-text'], cert);
  for (const part of [
    /Version: 3/,
    /Signature Algorithm: ecdsa-with-SHA256/,
    /Issuer: CN = whydown lab intermediate/,
    /Subject: CN = www\.example\.com/,
    /NIST CURVE: P-256/,
    /Basic Constraints: critical\s+CA:FALSE/,
    /Key Usage: critical\s+Digital Signature\n/,
    /Subject Key Identifier/,
    /Authority Key Identifier/,
    /TLS Web Server Authentication\n/,
    /DNS:www\.example\.com\n/,
    /CA Issuers - URI:http:\/\/ca\.example/,
  ]) {
    expect(text).toMatch(part);
  }
});

test('an unknown root gives no hint where its issuer could be had', () => {
  const { cert } = createAuthority(now).identify('www.example.com', faults['tls.unknown_root']);
  expect(openssl(['x509', '-noout', '-text'], cert)).not.toMatch(/CA Issuers/);
});

test('a certificate can be self-signed, without subject and without names, far in the future', () => {
  const keys = makeKeys();
  const notBefore = new Date('2049-12-31T23:59:59Z');
  const notAfter = new Date('2050-01-01T00:00:00Z');
  const pem = issue({ publicKey: keys.publicKey, notBefore, notAfter }, { ...keys, subject: 'Grüße' });
  const text = openssl(['x509', '-noout', '-text', '-nameopt', 'utf8'], pem);
  expect(text).toMatch(/Not Before: Dec 31 23:59:59 2049 GMT\s+Not After : Jan {2}1 00:00:00 2050 GMT/);
  expect(text).toMatch(/Issuer: CN=Grüße/);
  expect(text).not.toMatch(/Alternative/);
});

test('DER lengths, integers, bits, identifiers and times', () => {
  expect(element(0x04, Buffer.alloc(127)).subarray(0, 2).toString('hex')).toBe('047f');
  expect(element(0x04, Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180');
  expect(element(0x04, Buffer.alloc(300)).subarray(0, 4).toString('hex')).toBe('0482012c');
  expect(integer(0n).toString('hex')).toBe('020100');
  expect(integer(127n).toString('hex')).toBe('02017f');
  expect(integer(128n).toString('hex')).toBe('02020080');
  expect(integer(256n).toString('hex')).toBe('02020100');
  expect(namedBits(0).toString('hex')).toBe('03020780');
  expect(namedBits(5, 6).toString('hex')).toBe('03020106');
  expect(oid('1.2.840.10045.4.3.2').toString('hex')).toBe('06082a8648ce3d040302');
  expect(time(new Date('2049-12-31T23:59:59.9Z')).subarray(2).toString()).toBe('491231235959Z');
  expect(time(new Date('2050-01-01T00:00:00Z')).subarray(2).toString()).toBe('20500101000000Z');
});

/** What `openssl verify` says of a leaf with its intermediate. */
function verify(root: string, chain: string, ...more: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [rootFile, chainFile] = [join(folder, 'root.pem'), join(folder, 'chain.pem')];
  writeFileSync(rootFile, root);
  writeFileSync(chainFile, chain);
  const files = ['-CAfile', rootFile, '-untrusted', chainFile, chainFile];
  return openssl(['verify', '-x509_strict', '-purpose', 'sslserver', ...more, ...files]);
}

function openssl(options: readonly string[], input = ''): string {
  try {
    return execFileSync('openssl', options, { input, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    if (error instanceof Error && 'stderr' in error) return String(error.stderr);
    throw error;
  }
}
