// `site.example` as an endpoint of a list, wherever it is.

import { rootPem } from '../servers/certificates.ts';
import type { Endpoint } from './fault.ts';

/** Whatever is asked on port 443 is asked here, and the root of the tests is trusted. */
export async function site(port: Promise<number>, more: Partial<Endpoint> = {}): Promise<Endpoint> {
  return { url: 'tls://site.example', connect: `:443:127.0.0.1:${await port}`, ca: rootPem, ...more };
}
