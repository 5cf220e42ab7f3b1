import { expect, test } from 'vitest';
import { parseResolver } from '../../src/config/address.ts';

test.each([
  ['9.9.9.9', '9.9.9.9'],
  ['9.9.9.9:53', '9.9.9.9'],
  ['9.9.9.9:5353', '9.9.9.9:5353'],
  ['udp://9.9.9.9', '9.9.9.9'],
  ['UDP://9.9.9.9:1', '9.9.9.9:1'],
  ['2620:FE::fe', '2620:fe::fe'],
  ['[2620:fe::fe]', '2620:fe::fe'],
  ['[2620:fe::fe]:5353', '[2620:fe::fe]:5353'],
  ['udp://[::1]:53', '::1'],
])('%s asks %s', (text, value) => {
  expect(parseResolver(text)).toEqual({ value });
});

test.each([
  '',
  'dns.example.com',
  'tcp://9.9.9.9',
  '9.9.9',
  '9.9.9.256',
  '9.9.9.9:0',
  '[::1',
  '::1::2',
  '1.1.1.1/x',
  '[9.9.9.9]',
])('%j is no resolver', (text) => {
  expect(parseResolver(text)).toMatchObject({ problem: expect.any(String) });
});
