// The servers of test/servers/http.ts and frames.ts within TLS, as a list asks them.

import { rootPem } from '../servers/certificates.ts';
import { openFrames, type scripts } from '../servers/frames.ts';
import { behaviours } from '../servers/http.ts';
import { openRawHttps } from '../servers/tls.ts';
import type { Endpoint } from './fault.ts';

/** A server with the certificate of `site.example`. */
export function secured(port: number, more: object = {}): Endpoint {
  return { url: `https://127.0.0.1:${port}/`, sni: 'site.example', ca: rootPem, ...more };
}

/** HTTP/1.1 over TLS. */
export function within(behaviour: keyof typeof behaviours, more: object = {}): () => Promise<Endpoint> {
  return async () => secured(await openRawHttps(behaviours[behaviour]), more);
}

/** HTTP/2. */
export function framed(script: keyof typeof scripts, more: object = {}): () => Promise<Endpoint> {
  return async () => secured(await openFrames(script), more);
}
