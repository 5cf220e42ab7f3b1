// The data of a record as people write it in a zone (RFC 1035 5, and the RFC of each type): names without
// the dot at their end, a text without its quotation marks.

import type { Answer } from 'dns-packet';
import { codecType, type RecordType, recordTypes } from './message.ts';
import { presentSvcb } from './svcb.ts';

/** The type of a record, if it is one that can be asked for. */
export function typeOfRecord(answer: Answer): RecordType | null {
  return recordTypes.find((type) => codecType(type) === answer.type) ?? null;
}

/** The data of a record, `10 mail.example` of an MX. Throws when it is cut short or not of its type. */
export function present(answer: Answer): string {
  switch (answer.type) {
    case 'A':
    case 'AAAA':
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return answer.data;
    case 'MX':
      return `${answer.data.preference ?? 0} ${answer.data.exchange}`;
    case 'TXT':
      return [answer.data].flat().map(String).join('');
    case 'SRV': {
      // RFC 2782
      const { priority = 0, weight = 0, port, target } = answer.data;
      return `${priority} ${weight} ${port} ${target}`;
    }
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = answer.data;
      return [mname, rname, serial, refresh, retry, expire, minimum].join(' ');
    }
    case 'CAA': {
      // RFC 8659 4.1.1
      const { flags = 0, tag, value } = answer.data;
      return `${flags} ${tag} "${value}"`;
    }
    default:
      if ('data' in answer && Buffer.isBuffer(answer.data)) return presentSvcb(answer.data);
      throw new Error(`a record of type ${answer.type}`);
  }
}
