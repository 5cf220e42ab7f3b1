// What a DNS message means for the one question that was asked (RFC 1035 4.1.1, RFC 2308 2). Pure.

import { codes, failure } from '../../codes.ts';
import type { DnsExtendedError, DnsRecord, Failure, FailureCode } from '../../model.ts';
import { extendedErrors } from './extended.ts';
import type { Message, Question, RawRecord, RecordType } from './message.ts';
import { present } from './records.ts';

/** What a server said, whether it is what was hoped for or not. */
export interface Answer {
  /** As IANA names it. */
  readonly rcode: string;
  /** `aa`: the server speaks for the zone; `ad`: it has validated the answer (RFC 4035 3.2.3). */
  readonly flags: readonly ('aa' | 'ad')[];
  readonly extendedErrors: readonly DnsExtendedError[];
  /** The aliases on the way and the records asked for, at most `maxRecords`. */
  readonly records: readonly DnsRecord[];
  /** How many more there are. */
  readonly leftOut: number;
  /** The data of the records asked for. */
  readonly data: readonly string[];
  /** The zone that says so, where there is no such name or record (RFC 2308 3). */
  readonly zone?: string;
  /** Why it holds no record that was asked for. */
  readonly failure?: Failure;
}

/** More than this is kept by no resolver that means well, and shown by nobody. */
const maxRecords = 100;
const maxAliases = 16;

const byRcode: Readonly<Record<string, FailureCode>> = {
  FORMERR: 'dns.formerr',
  SERVFAIL: 'dns.servfail',
  NXDOMAIN: 'dns.nxdomain',
};

/** What the message tells of the question; `from` names the server for the words of a failure. */
export function interpret(packet: Message, question: Question, from: string): Answer {
  const { rcode, authoritative, authentic } = packet;
  const errors = extendedErrors(packet);
  const zone = packet.authorities.find(({ type }) => type === 'SOA')?.name;
  const said = {
    rcode,
    flags: [...(authoritative ? (['aa'] as const) : []), ...(authentic ? (['ad'] as const) : [])],
    extendedErrors: errors,
    records: [],
    leftOut: 0,
    data: [],
    ...(zone === undefined ? {} : { zone: zone.toLowerCase() }),
  };
  const failed = (code: FailureCode, detail?: string, sentence?: string): Answer => ({
    ...said,
    failure: explained(code, detail, errors, sentence),
  });
  // Whatever else a server may say (NOTIMP, REFUSED, …), it will not answer.
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') {
    const sentence = `the name server will not answer the question (${rcode})`;
    const known = byRcode[rcode] ?? (rcode === 'REFUSED' ? 'dns.refused' : null);
    return failed(known ?? 'dns.refused', `${rcode} from ${from}`, known === null ? sentence : undefined);
  }
  if (isLame(packet, question)) return failed('dns.lame', `${rcode} without authority from ${from}`);
  try {
    return { ...said, ...follow(packet, question, from, failed) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failed('dns.malformed', error.message);
  }
}

/** The aliases from the name on, and the records at their end. Throws a RangeError when one is not of its type. */
function follow(
  { rcode, answers }: Message,
  { name: asked, type, recursive }: Question,
  from: string,
  failed: (code: FailureCode, detail?: string, sentence?: string) => Answer,
): Partial<Answer> {
  const byName = aliasesOf(answers);
  const aliases: DnsRecord[] = [];
  let name = asked.toLowerCase();
  while (type !== 'CNAME') {
    const record = byName.get(name);
    if (!record) break;
    if (aliases.some((each) => each.name === name)) return failed('dns.cname_loop', last(aliases));
    if (aliases.length === maxAliases) return failed('dns.cname_loop', last(aliases), tooManyAliases);
    const alias = told('CNAME', record);
    aliases.push(alias);
    name = alias.data.toLowerCase();
  }
  const isAlias = aliases.length > 0;
  if (rcode === 'NXDOMAIN') {
    const sentence = `the name is an alias of ${name}, which does not exist`;
    const nobody = failed('dns.nxdomain', `NXDOMAIN from ${from}`, isAlias ? sentence : undefined);
    return { ...nobody, records: aliases };
  }
  const found = answers.filter((record) => record.type === type && record.name.toLowerCase() === name);
  const records = found.slice(0, maxRecords).map((record) => told(type, record));
  // A zone's own server need not know where its alias leads.
  if (found.length === 0 && (recursive || !isAlias)) {
    const nothing = failed('dns.nodata', isAlias ? `${asked} is an alias of ${name}` : undefined);
    return { ...nothing, records: aliases };
  }
  return {
    records: [...aliases, ...records],
    leftOut: found.length - records.length,
    data: records.map(({ data }) => data),
  };
}

const tooManyAliases = `the name is an alias of an alias, more than ${maxAliases} times`;

/** By name; where there are several the first. */
function aliasesOf(answers: readonly RawRecord[]): ReadonlyMap<string, RawRecord> {
  const aliases = answers.filter(({ type }) => type === 'CNAME');
  return new Map(aliases.reverse().map((record) => [record.name.toLowerCase(), record]));
}

function told(type: RecordType, record: RawRecord): DnsRecord {
  return { name: record.name.toLowerCase(), type, ttl: record.ttl, data: present(type, record) };
}

function last(aliases: readonly DnsRecord[]): string {
  const alias = aliases.at(-1);
  return alias ? `${alias.name} → ${alias.data}` : '';
}

/** It speaks for no such zone: a resolver that only refers to others, or a zone's server without authority. */
function isLame(packet: Message, { recursive }: Question): boolean {
  if (!recursive) return !packet.authoritative;
  return (
    packet.rcode === 'NOERROR' &&
    packet.answers.length === 0 &&
    !packet.authoritative &&
    !packet.recursion &&
    packet.authorities.some(({ type }) => type === 'NS')
  );
}

/** The failure, with what the server adds to it. */
function explained(
  code: FailureCode,
  detail: string | undefined,
  errors: readonly DnsExtendedError[],
  sentence: string = codes[code].sentence,
): Failure {
  const named = errors.map((error) => `${error.name} (EDE ${error.code})`);
  const told = errors.map(({ text }, index) => `${named[index]}${text === '' ? '' : `: ${text}`}`);
  const all = [...(detail === undefined ? [] : [detail]), ...told].join(': ');
  return failure(code, {
    message: [sentence, ...(named.length === 0 ? [] : [named.join(', ')])].join(': '),
    ...(all === '' ? {} : { detail: all }),
  });
}
