// Name servers that misbehave over UDP, and what is told of them.

import { openNameServer } from '../servers/dns.ts';
import { lies } from '../servers/dns-lies.ts';
import type { Id } from './catalogue.ts';
import type { PeerFault } from './fault.ts';

type Lie = keyof typeof lies;

function row(id: Id, lie: Lie, told: string, more: Partial<PeerFault> = {}): PeerFault {
  const open = async () => ({
    url: 'dns:site.example',
    resolver: `127.0.0.1:${(await openNameServer(lies[lie])).udp}`,
  });
  return { ids: [id], fault: `a name server that ${lie}`, told, open, ...more };
}

const patient = { silent: true } as const;
const floods = { floods: true } as const;
const silence = 'down dns.timeout';
const unreadable = 'down dns.malformed';

export const dns: readonly PeerFault[] = [
  { ...row('D1', 'is silent', silence, { ...patient, ...floods }), ids: ['D1', 'D3'] },

  row('D5', 'has two aliases in a circle', 'down dns.cname_loop'),
  row('D5', 'has an alias of itself', 'down dns.cname_loop'),
  row('D5', 'has an alias of a name without records', 'down dns.nodata'),
  row('D5', 'has an alias of a name that does not exist', 'down dns.nxdomain'),
  row('D5', 'has 16 aliases in a row', 'up'),
  row('D5', 'has 17 aliases in a row', 'down dns.cname_loop'),

  row('D7', 'says NXDOMAIN', 'down dns.nxdomain'),
  row('D7', 'has no such record', 'down dns.nodata'),
  row('D7', 'says SERVFAIL', 'down dns.servfail'),
  row('D7', 'says REFUSED', 'down dns.refused'),
  row('D7', 'says FORMERR', 'down dns.formerr'),
  row('D7', 'says NOTIMP', 'down dns.refused'),
  row('D7', 'says a code that has no name', 'down dns.refused'),
  row('D7', 'refers to other servers', 'down dns.lame'),
  row('D7', 'knows no EDNS (FORMERR)', 'up'),
  row('D7', 'knows no EDNS (NOTIMP)', 'up'),

  row('D8', 'answers with another id', silence, patient),
  row('D8', 'answers another question', silence, patient),
  row('D8', 'answers for another type', silence, patient),
  row('D8', 'answers without the question', silence, patient),
  row('D8', 'sends what is marked as a question', silence, patient),
  row('D8', 'sends the question back', silence, patient),
  row('D8', 'answers with another opcode', silence, patient),
  row('D8', 'answers from another port', silence, patient),
  row('D8', 'answers from another address', silence, patient),
  row('D8', 'floods with answers to another question', unreadable, floods),
  row('D8', 'floods with answers with other ids', unreadable, floods),
  row('D8', 'has records of another name', 'down dns.nodata'),
  row('D8', 'sends four wrong answers, then the right one', 'up'),

  row('D10', 'sends less than a header', silence, patient),
  row('D10', 'cuts a record in the middle', unreadable),
  row('D10', 'claims 65,535 records and has one', unreadable),
  row('D10', 'says that an address has three bytes', unreadable),
  row('D10', 'says that an address has five bytes', unreadable),
  row('D10', 'says that a record is longer than the message', unreadable),
  row('D10', 'points a name to itself', unreadable),
  row('D10', 'points two names to each other', unreadable),
  row('D10', 'points a name beyond the end', unreadable),
  row('D10', 'ends in half a pointer', unreadable),
  row('D10', 'has a name of 260 bytes', unreadable),
  row('D10', 'has a label of an unknown kind', unreadable),
  row('D10', 'says junk after the message', 'up'),
  row('D10', 'has records of unknown types and classes', 'up'),
  row('D10', 'has two OPT records', 'up'),
  row('D10', 'has an EDNS option that is cut short', 'up'),
  row('D10', 'repeats the question in capitals', 'up'),
];
