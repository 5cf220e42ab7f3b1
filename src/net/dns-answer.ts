// What a DNS message means for the one question that was asked (RFC 1035 4.1.1, RFC 2308 2). Pure.

import { failure } from '../codes.ts';
import type { DnsRecord, Failure, FailureCode } from '../model.ts';
import type { Message, Question } from './dns.ts';

export interface Answer {
  readonly rcode: string;
  /** The aliases on the way and the records asked for, at most `maxRecords`. */
  readonly records: readonly DnsRecord[];
  /** The data of the records asked for. */
  readonly data: readonly string[];
}

/** More than this is kept by no resolver that means well, and shown by nobody. */
const maxRecords = 100;
const maxAliases = 16;

const byRcode: Readonly<Record<string, FailureCode>> = {
  FORMERR: 'dns.formerr',
  SERVFAIL: 'dns.servfail',
  NXDOMAIN: 'dns.nxdomain',
};

/** The records that answer the question, or the code that says why there are none. */
export function interpret(packet: Message, question: Question): { value: Answer } | { failure: Failure } {
  const rcode = packet.rcode;
  // Whatever else a server may say (NOTIMP, REFUSED, …), it will not answer.
  if (rcode !== 'NOERROR') return { failure: failure(byRcode[rcode] ?? 'dns.refused', { detail: rcode }) };

  const known = (packet.answers ?? []).flatMap((answer): DnsRecord[] => {
    if (answer.type !== 'CNAME' && answer.type !== question.type) return [];
    if (typeof answer.data !== 'string') return [];
    return [{ name: lower(answer.name), type: answer.type, ttl: answer.ttl ?? 0, data: answer.data }];
  });
  const aliases: DnsRecord[] = [];
  let name = lower(question.name);
  for (;;) {
    const alias = known.find((record) => record.type === 'CNAME' && record.name === name);
    if (!alias) break;
    if (aliases.includes(alias) || aliases.length === maxAliases) {
      return { failure: failure('dns.cname_loop', { detail: `${alias.name} → ${alias.data}` }) };
    }
    aliases.push(alias);
    name = lower(alias.data);
  }
  const records = known.filter((record) => record.type === question.type && record.name === name);
  if (records.length > 0) {
    const kept = records.slice(0, maxRecords);
    return { value: { rcode, records: [...aliases, ...kept], data: kept.map((record) => record.data) } };
  }
  const referral =
    known.length === 0 &&
    !packet.flag_aa &&
    !packet.flag_ra &&
    (packet.authorities ?? []).some((authority) => authority.type === 'NS');
  if (referral) return { failure: failure('dns.lame') };
  const end = aliases.length > 0 ? `${question.name} is an alias of ${name}` : undefined;
  return { failure: failure('dns.nodata', end === undefined ? {} : { detail: end }) };
}

function lower(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
