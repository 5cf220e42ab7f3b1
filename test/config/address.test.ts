import { expect, test } from 'vitest';
import { parseResolver } from '../../src/config/address.ts';
import { formatResolver, readResolver } from '../../src/resolver.ts';
import { isProblem } from '../../src/shape.ts';

const good = [
  ['9.9.9.9', '9.9.9.9'],
  ['9.9.9.9:53', '9.9.9.9'],
  ['9.9.9.9:5353', '9.9.9.9:5353'],
  ['udp://9.9.9.9', '9.9.9.9'],
  ['UDP://9.9.9.9:1', '9.9.9.9:1'],
  ['2620:FE::fe', '2620:fe::fe'],
  ['[2620:fe::fe]', '2620:fe::fe'],
  ['[2620:fe::fe]:5353', '[2620:fe::fe]:5353'],
  ['udp://[::1]:53', '::1'],
  ['tcp://9.9.9.9', 'tcp://9.9.9.9'],
  ['tcp://[::1]:54', 'tcp://[::1]:54'],
  ['tls://9.9.9.9', 'tls://9.9.9.9'],
  ['tls://DNS.example:853', 'tls://dns.example'],
  ['tls://[2620:fe::fe]:8853', 'tls://[2620:fe::fe]:8853'],
  ['https://dns.example', 'https://dns.example/dns-query'],
  ['https://DNS.example:443/Q?a=b', 'https://dns.example/Q?a=b'],
  ['https://[2620:fe::fe]:8443/q', 'https://[2620:fe::fe]:8443/q'],
  ['system', 'system'],
  ['os', 'os'],
  ['authoritative', 'authoritative'],
] as const;

test.each(good)('%s asks %s', (text, value) => {
  expect(parseResolver(text)).toEqual({ value });
});

test.each([...new Set(good.map(([, value]) => value)), 'authoritative ns1.example'])(
  'what a job holds, %s, is read as it was meant',
  (value) => {
    const resolver = readResolver(value);
    expect(isProblem(resolver) ? resolver : formatResolver(resolver)).toBe(value);
  },
);

test.each([
  '',
  'dns.example.com',
  'tcp://dns.example.com',
  'http://9.9.9.9',
  '9.9.9',
  '9.9.9.256',
  '9.9.9.9:0',
  'tls://dns.example:99999',
  'tls://dns.example/path',
  'https://user:word@dns.example/q',
  'https://dns.example/q#x',
  'https://',
  '[::1',
  '::1::2',
  '1.1.1.1/x',
  '[9.9.9.9]',
  'https://dns.example:0/',
  'https://dns.example:99999/',
  'authoritative ns1.example',
])('%j is no resolver', (text) => {
  expect(parseResolver(text)).toMatchObject({ problem: expect.any(String) });
});

test.each([
  ['sytem', 'did you mean system?'],
  ['authorative', 'did you mean authoritative?'],
  ['htps://dns.example/q', 'did you mean https://dns.example/q?'],
  ['dns.example', 'over udp it is given by its address; by name: tls://dns.example'],
])('%s: %s', (text, hint) => {
  expect(parseResolver(text)).toMatchObject({ hint });
});
