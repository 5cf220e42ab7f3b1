// Servers that ask for a certificate of the client, and what they say when there is none.

import { describe, expect, test } from 'vitest';
import { attempt, failureOf } from '../ask.ts';
import { identities } from '../servers/certificates.ts';
import { site } from '../servers/network.ts';
import { openTls } from '../servers/tls.ts';

const url = 'tls://site.example:443';

describe('a server that asks for a certificate', () => {
  const asks = { requestCert: true, rejectUnauthorized: false } as const;

  test('and takes us without one is up, and no phase counts the wait', async () => {
    const { failure, hops, ms } = await attempt(site(await openTls(identities.good, asks)), url);
    expect(failure).toBeUndefined();
    expect(hops[0]?.steps.map(({ name }) => name)).toEqual(['dns', 'tcp', 'tls']);
    const last = hops[0]?.steps.at(-1);
    expect(ms - ((last?.at ?? 0) + (last?.ms ?? 0))).toBeLessThan(50);
  });

  test('and closes without a word has refused us', async () => {
    const port = await openTls(identities.good, asks, (_, reset) => reset());
    expect((await failureOf(site(port), url))?.code).toBe('tls.client_certificate');
  });
});

test('a server that asks for nothing and closes after the handshake is up', async () => {
  const port = await openTls(identities.good, {}, (_, reset) => reset());
  expect(await failureOf(site(port), url)).toBeUndefined();
});
