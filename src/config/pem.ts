// Root certificates as PEM text: are they what they say? It judges neither dates nor chains.

import { X509Certificate } from 'node:crypto';
import type { Problem } from '../shape.ts';

const block = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The text itself when it holds one certificate or more and nothing that only looks like one. */
export function readPem(text: string): { readonly value: string } | Problem {
  const blocks = text.match(block) ?? [];
  if (blocks.length === 0) {
    const hint = 'the text begins with -----BEGIN CERTIFICATE-----';
    return { problem: 'there is no PEM certificate in it', hint };
  }
  for (const [index, pem] of blocks.entries()) {
    try {
      new X509Certificate(pem);
    } catch {
      const hint = 'copy it anew, from BEGIN to END';
      return {
        problem: `certificate ${index + 1} of ${blocks.length} in this PEM text cannot be read`,
        hint,
      };
    }
  }
  return { value: text };
}
