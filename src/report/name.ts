// What a row is called: its endpoint and, where the addresses of that differ, the address it is about.

import type { ReportedResult } from '../model.ts';

/** `api`, or `api @ 192.0.2.7`. */
export function rowName({ endpoint, address }: ReportedResult): string {
  return address === undefined ? endpoint.name : `${endpoint.name} @ ${address}`;
}
