import { expect, test } from 'vitest';
import { withFlagsForControls } from '../src/config/flags.ts';
import { hostOf } from '../src/host.ts';
import { endpointOf } from './ask.ts';

test.each([
  ['dns:bücher.example', 'xn--bcher-kva.example'],
  ['tcp://BÜCHER.example:1', 'xn--bcher-kva.example'],
  ['dns:_dmarc.example.com', '_dmarc.example.com'],
  ['tls://[2001:db8::1]:443', '2001:db8::1'],
])('the host of %s is %s', (url, host) => {
  expect(hostOf(new URL(url))).toBe(host);
});

test('--resolver holds for a control, but not for one that names its own', () => {
  const plain = endpointOf(['https://a.example/']);
  const own = endpointOf(['https://b.example/'], { resolver: '192.0.2.1' });
  const asked = withFlagsForControls([plain, own], { resolvers: ['192.0.2.9'] });
  expect(asked.map(({ options }) => options.resolvers)).toEqual([['192.0.2.9'], ['192.0.2.1']]);
});
