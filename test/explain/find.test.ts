import { expect, test } from 'vitest';
import { codes } from '../../src/codes.ts';
import { find } from '../../src/explain/find.ts';
import { tellAll, tellCode } from '../../src/explain/tell.ts';

test.each([
  ['tls.expired', ['tls.expired']],
  ['TLS.Expired', ['tls.expired']],
  ['slow', ['latency.slow']],
  ['FALLBACK', ['tcp.fallback']],
  ['nxdomain', ['dns.nxdomain']],
  ['timeout', ['dns.timeout', 'tcp.timeout', 'tls.timeout', 'http.timeout', 'content.timeout']],
])('%s means the codes %j', (word, wanted) => {
  expect(find(word)).toEqual({ kind: 'codes', codes: wanted });
});

test.each(['dns', 'TLS', 'latency', 'run'])('%s means a layer', (word) => {
  expect(find(word)).toEqual({ kind: 'layer', layer: word.toLowerCase() });
});

test.each([
  ['Unknown', 'unknown'],
  ['130', 'exit 130'],
  ['0', 'exit 0'],
])('%s means %s', (word, name) => {
  expect(find(word)).toMatchObject({ kind: 'outcome', name });
});

test.each(['', '.', 'tls.', '.expired', '4', 'constructor', '__proto__', 'expired soon'])(
  '%j means nothing',
  (word) => {
    expect(find(word)).toBeNull();
  },
);

test('a code is told in the width there is, commands whole', () => {
  for (const code of Object.keys(codes) as (keyof typeof codes)[]) {
    const text = tellCode(code, 40, String);
    const [prose = '', commands = ''] = text.split('To look further\n');
    expect(
      prose
        .split('\n')
        .slice(1)
        .filter((line) => line.length > 40),
      code,
    ).toEqual([]);
    expect(commands.trim(), code).not.toBe('');
  }
});

test('the list of all is told once each', () => {
  const lines = tellAll(200, String).split('\n');
  for (const code of Object.keys(codes)) {
    expect(
      lines.filter((line) => line.startsWith(`  ${code} `)),
      code,
    ).toHaveLength(1);
  }
});
