// The words for the codes of names.

import type { Words } from './words.ts';

export const dns = {
  'dns.timeout': {
    sentence: 'no name server answered in time',
    advice: 'Ask another resolver (--resolver 9.9.9.9). If that works, yours is the trouble.',
  },
  'dns.unreachable': {
    sentence: 'the name server cannot be reached',
    advice: 'Check the resolver’s address in /etc/resolv.conf or `resolver:`.',
  },
  'dns.nxdomain': {
    sentence: 'the name does not exist',
    advice: 'Check the spelling; if it is right, ask the owner of the zone.',
  },
  'dns.nodata': {
    sentence: 'the name exists but has no record of this type',
    advice: 'Check which records the name should have.',
  },
  'dns.servfail': {
    sentence: 'the name server could not find the answer (SERVFAIL)',
    advice: 'The zone’s own servers may be down or its DNSSEC broken; ask another resolver to compare.',
  },
  'dns.refused': {
    sentence: 'the name server refused the question (REFUSED)',
    advice: 'This resolver does not serve you or this zone; use another.',
  },
  'dns.formerr': {
    sentence: 'the name server did not understand the question (FORMERR)',
    advice: 'The server is broken or very old; use another.',
  },
  'dns.lame': {
    sentence: 'the name server does not speak for this name',
    advice: 'A server of the zone must be set up to serve it; as a resolver use one that asks others.',
  },
  'dns.malformed': {
    sentence: 'the name server’s answer could not be read',
    advice: 'Something on the way, or the server, breaks DNS messages; use another resolver.',
  },
  'dns.truncated': {
    sentence: 'the answer was cut and could not be had over TCP',
    advice: 'DNS over TCP (port 53) is blocked or not served; allow it.',
  },
  'dns.cname_loop': {
    sentence: 'the name is an alias that leads back to itself',
    advice: 'The owner of the zone must mend its CNAME records.',
  },
  'dns.records': {
    sentence: 'the records are not the expected ones',
    advice: 'Compare the zone with the list.',
  },
  'dns.disagree': {
    sentence: 'the resolvers disagree',
    advice: 'One of them may be stale, filtered or lying.',
  },
} as const satisfies Record<string, Words>;
