import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/config/diagnostic.ts';
import { parseBreak } from '../../src/lab/index.ts';
import { matches } from '../../src/lab/pattern.ts';
import { world } from './box.ts';

test.each([
  ['web.example=503', { host: 'web.example', fault: 503 }],
  ['WEB.Example.=TLS.expired', { host: 'web.example', fault: 'tls.expired' }],
  ['*.example=tcp.timeout', { host: '*.example', fault: 'tcp.timeout' }],
  ['*=dns.timeout', { host: '*', fault: 'dns.timeout' }],
  ['192.0.2.53=dns.servfail', { host: '192.0.2.53', fault: 'dns.servfail' }],
  ['[2001:0db8::53]=tcp.refused', { host: '2001:db8::53', fault: 'tcp.refused' }],
  ['198.18.0.53=dns.timeout', { host: '198.18.0.53', fault: 'dns.timeout' }],
])('%s', (text, expected) => {
  expect(parseBreak(text, world)).toEqual(expected);
});

describe('refused', () => {
  test.each([
    ['web.example', /not HOST=FAULT/, /www\.example\.com=503/],
    ['=503', /not HOST=FAULT/, /for example/],
    ['web.example=tls.expird', /unknown fault `tls\.expird`/, /did you mean `tls\.expired`\?.*dns\.timeout/],
    ['web.example=42', /unknown fault `42`/, /HTTP status/],
    ['web.example=100', /unknown fault `100`/, /200 to 599/],
    ['web.example=constructor', /unknown fault/, /Faults are/],
    ['web.exampel=503', /no host .* `web\.exampel`/, /did you mean `web\.example`\?/],
    ['*.nowhere=503', /no host/, /\*\.name/],
    ['web.*=503', /no host/, /web\.example|\*\.name/],
    ['records.example=tcp.timeout', /change nothing.*nothing listens/, null],
    ['chat.example=503', /change nothing.*HTTP/, null],
    ['198.18.0.53=tls.expired', /change nothing.*TLS/, null],
  ])('%s', (text, message, hint) => {
    const error = catchError(() => parseBreak(text, world));
    expect(error).toBeInstanceOf(UserError);
    const [mistake] = (error as UserError).mistakes;
    expect(mistake?.message).toMatch(message);
    if (hint) expect(mistake?.hint).toMatch(hint);
  });
});

test('*.name means what is below the name, at any depth, and no address', () => {
  expect(matches('*.example', 'a.b.example')).toBe(true);
  expect(matches('*.example', 'example')).toBe(false);
  expect(matches('*.example', 'badexample')).toBe(false);
  expect(matches('*.53', '192.0.2.53')).toBe(false);
  expect(matches('*', '192.0.2.53')).toBe(true);
});

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}
