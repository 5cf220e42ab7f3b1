// Extended DNS errors (RFC 8914): why a server could not, or would not, answer.

import type { DnsExtendedError } from '../../model.ts';
import type { Message, Option } from './message.ts';

/** IANA's registry of extended DNS error codes, by number. */
const names = [
  'Other',
  'Unsupported DNSKEY Algorithm',
  'Unsupported DS Digest Type',
  'Stale Answer',
  'Forged Answer',
  'DNSSEC Indeterminate',
  'DNSSEC Bogus',
  'Signature Expired',
  'Signature Not Yet Valid',
  'DNSKEY Missing',
  'RRSIGs Missing',
  'No Zone Key Bit Set',
  'NSEC Missing',
  'Cached Error',
  'Not Ready',
  'Blocked',
  'Censored',
  'Filtered',
  'Prohibited',
  'Stale NXDOMAIN Answer',
  'Not Authoritative',
  'Not Supported',
  'No Reachable Authority',
  'Network Error',
  'Invalid Data',
  'Signature Expired before Valid',
  'Too Early',
  'Unsupported NSEC3 Iterations Value',
  'Unable to conform to policy',
  'Synthesized',
  'Invalid Query Type',
];

const optionCode = 15;
/** A server has no reason to send more, and nobody to read them. */
const maxErrors = 5;
const maxText = 200;

/** The extended errors of an answer, in the order in which they stand there. */
export function extendedErrors({ options }: Message): readonly DnsExtendedError[] {
  const errors = options.filter(({ code, data }) => code === optionCode && data.length >= 2);
  return errors.slice(0, maxErrors).map(readError);
}

function readError({ data }: Option): DnsExtendedError {
  const code = data.readUInt16BE(0);
  // Four bytes a character at most. RFC 8914 2: the text may end with a NUL.
  const text = data
    .toString('utf8', 2, 2 + 4 * maxText)
    .slice(0, maxText)
    .replace(/(?<!\0)\0+$/, '');
  return { code, name: names[code] ?? 'Unassigned', text };
}
