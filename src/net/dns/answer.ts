// What a DNS message means for the one question that was asked (RFC 1035 4.1.1, RFC 2308 2). Pure.

import type { Answer as CodecAnswer } from 'dns-packet';
import { codes, failure } from '../../codes.ts';
import type { DnsExtendedError, DnsRecord, Failure, FailureCode } from '../../model.ts';
import { extendedErrors } from './extended.ts';
import type { Message, Question } from './message.ts';
import { present, typeOfRecord } from './records.ts';

/** What a server said, whether it is what was hoped for or not. */
export interface Answer {
  /** As IANA names it. */
  readonly rcode: string;
  /** `aa`: the server speaks for the zone; `ad`: it has validated the answer (RFC 4035 3.2.3). */
  readonly flags: readonly ('aa' | 'ad')[];
  readonly extendedErrors: readonly DnsExtendedError[];
  /** The aliases on the way and the records asked for, at most `maxRecords`. */
  readonly records: readonly DnsRecord[];
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
  const rcode = rcodeOf(packet);
  const errors = extendedErrors(packet);
  const said = {
    rcode,
    flags: [...(packet.flag_aa ? (['aa'] as const) : []), ...(packet.flag_ad ? (['ad'] as const) : [])],
    extendedErrors: errors,
    records: [],
    data: [],
  };
  const zone = (packet.authorities ?? []).find(({ type }) => type === 'SOA')?.name;
  const failed = (code: FailureCode, detail?: string, sentence?: string): Answer => ({
    ...said,
    ...(zone === undefined ? {} : { zone: lower(zone) }),
    failure: explained(code, detail, errors, sentence),
  });
  // Whatever else a server may say (NOTIMP, REFUSED, …), it will not answer.
  if (rcode !== 'NOERROR' && rcode !== 'NXDOMAIN') {
    const sentence = `the name server will not answer the question (${rcode})`;
    const known = byRcode[rcode] ?? (rcode === 'REFUSED' ? 'dns.refused' : null);
    return failed(known ?? 'dns.refused', `${rcode} from ${from}`, known === null ? sentence : undefined);
  }
  if (isLame(packet, question)) return failed('dns.lame', `${rcode} without authority from ${from}`);
  if (rcode === 'NXDOMAIN') return failed('dns.nxdomain', `NXDOMAIN from ${from}`);
  try {
    return { ...said, ...follow(packet.answers ?? [], question, failed) };
  } catch (error) {
    return failed('dns.malformed', error instanceof Error ? error.message : String(error));
  }
}

/** The aliases from the name on, and the records at their end. Throws when the data of one is cut short. */
function follow(
  answers: readonly CodecAnswer[],
  { name: asked, type, recursive }: Question,
  failed: (code: FailureCode, detail?: string) => Answer,
): Partial<Answer> {
  const known = answers.flatMap((answer): DnsRecord[] => {
    const found = typeOfRecord(answer);
    if (found !== 'CNAME' && found !== type) return [];
    const ttl = 'ttl' in answer ? (answer.ttl ?? 0) : 0;
    return [{ name: lower(answer.name), type: found, ttl, data: present(answer) }];
  });
  const aliases: DnsRecord[] = [];
  let name = lower(asked);
  while (type !== 'CNAME') {
    const alias = known.find((record) => record.type === 'CNAME' && record.name === name);
    if (!alias) break;
    if (aliases.includes(alias) || aliases.length === maxAliases) {
      return failed('dns.cname_loop', `${alias.name} → ${alias.data}`);
    }
    aliases.push(alias);
    name = lower(alias.data);
  }
  const records = known.filter((record) => record.type === type && record.name === name);
  const kept = records.slice(0, maxRecords);
  // A zone's own server need not know where its alias leads.
  const whole = records.length > 0 || (!recursive && aliases.length > 0);
  if (whole) return { records: [...aliases, ...kept], data: kept.map((record) => record.data) };
  return {
    ...failed('dns.nodata', aliases.length > 0 ? `${asked} is an alias of ${name}` : undefined),
    records: aliases,
  };
}

/** It speaks for no such zone: a resolver that only refers to others, or a zone's server without authority. */
function isLame(packet: Message, { recursive }: Question): boolean {
  if (!recursive) return !packet.flag_aa;
  return (
    packet.rcode === 'NOERROR' &&
    (packet.answers ?? []).length === 0 &&
    !packet.flag_aa &&
    !packet.flag_ra &&
    (packet.authorities ?? []).some((authority) => authority.type === 'NS')
  );
}

/** The upper bits of the response code stand in the OPT record (RFC 6891 6.1.3). */
function rcodeOf({ rcode, additionals = [] }: Message): string {
  const [opt] = additionals.flatMap((record) => (record.type === 'OPT' ? [record] : []));
  const upper = opt?.extendedRcode ?? 0;
  if (upper === 0) return rcode;
  return upper === 1 && rcode === 'NOERROR' ? 'BADVERS' : 'RCODE_EXTENDED';
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

function lower(name: string): string {
  return name.toLowerCase().replace(/(?<=.)\.$/, '');
}
