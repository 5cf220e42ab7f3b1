// The codes of names, explained.

import type { dns as codes } from '../codes/dns.ts';
import type { Explanation } from './explanation.ts';

export const dns: Readonly<Record<keyof typeof codes, Explanation>> = {
  'dns.timeout': {
    meaning:
      'The question was sent, again after a pause and to each server there is, and no answer came back in time. It is silence, not a refusal.',
    causes: [
      'The resolver is down or overloaded, or the way to it loses packets.',
      'A firewall drops UDP port 53, as many do for all resolvers but their own.',
      'The resolver is well, but the servers of the zone do not answer it.',
    ],
    remedies: [
      'Ask another resolver: if that works the first one is the trouble, if not it is the zone.',
      'Ask over TCP: if only UDP is silent, a firewall or packet loss is the cause.',
    ],
    look: ['dig NAME @9.9.9.9', 'dig +tcp NAME', 'dig +trace NAME'],
  },
  'dns.unreachable': {
    meaning:
      'The name server could not be talked to: its host answered that nothing listens on the port (ICMP port unreachable), or a router that the host cannot be reached. Over TCP, TLS and HTTPS: there was no connection, or the server closed it without an answer.',
    causes: [
      'A local forwarder (systemd-resolved, dnsmasq, unbound) is not running while /etc/resolv.conf points at it.',
      'An address in /etc/resolv.conf that belongs to a network you have left, or to a VPN that is down.',
    ],
    remedies: [
      'Start the forwarder, or point resolv.conf at a server that exists.',
      'Check the address given with --resolver or `resolver:`.',
    ],
    look: ['cat /etc/resolv.conf', 'resolvectl status', 'ss -lunp sport = :53'],
  },
  'dns.nxdomain': {
    meaning:
      'The answer was NXDOMAIN (RFC 1035, RFC 8020): the name does not exist, with any type, and neither does anything below it.',
    causes: [
      'A typing error, or a name that only an internal resolver knows.',
      'The record was deleted, or the domain expired and was taken out of its parent zone.',
      'A filtering resolver that says NXDOMAIN for names it blocks.',
    ],
    remedies: [
      'Compare with the zone’s own servers; if they have the name, the resolver has an old or a filtered answer.',
      'Check that the domain is registered and delegated; a negative answer stays in caches for the SOA minimum.',
    ],
    look: ['dig NAME', 'dig +trace NAME', 'whois NAME'],
  },
  'dns.nodata': {
    meaning:
      'The name exists and has no record of the type asked for: NOERROR with an empty answer (RFC 2308).',
    causes: [
      'Only an A record exists and AAAA was asked, or the reverse.',
      'The record is at another name: www. or the bare domain.',
      'Records were lost in a zone change; a CNAME may point to a name without addresses.',
    ],
    remedies: [
      'Look at which records the name has, and add what is missing.',
      'Ask for the type that exists.',
    ],
    look: ['dig NAME A', 'dig NAME AAAA', 'dig NAME CNAME'],
  },
  'dns.servfail': {
    meaning:
      'The resolver gave up (SERVFAIL): it could not get an answer from the zone’s servers, or not one that it may believe.',
    causes: [
      'DNSSEC does not validate: expired signatures, or a DS record in the parent that no key matches.',
      'All of the zone’s name servers are down, unreachable or lame.',
      'The resolver itself is in trouble.',
    ],
    remedies: [
      'Ask with checking disabled: if that answers, DNSSEC is broken and the zone’s owner must sign anew or mend the DS.',
      'Ask each of the zone’s servers directly.',
      'Read the extended error (RFC 8914) in the answer if there is one.',
    ],
    look: ['dig +cd NAME', 'dig +dnssec NAME', 'delv NAME', 'dig +nssearch NAME'],
  },
  'dns.refused': {
    meaning:
      'The server answered that it will not answer. REFUSED: by its policy it does not serve this client, or it is not responsible for the name; NOTIMP: it does not know how to answer such a question. The message names the code.',
    causes: [
      'A resolver that serves only its own network was asked from outside it.',
      'An authoritative server was asked for a zone that it does not, or no longer, hold.',
      'A limit on the rate of questions.',
    ],
    remedies: [
      'Use a resolver that serves this network.',
      'For your own server: check its access list (allow-query, access-control) and its zones.',
    ],
    look: ['dig NAME @ADDRESS', 'dig NAME NS'],
  },
  'dns.formerr': {
    meaning: 'The server answered FORMERR: it could not read the question.',
    causes: [
      'A very old server, or a middlebox, that does not know EDNS (RFC 6891).',
      'Something on the way changes the question.',
    ],
    remedies: ['Ask without EDNS to find out which it is.', 'Update the server, or use another.'],
    look: ['dig +noedns NAME @ADDRESS', 'dig +edns=0 NAME @ADDRESS'],
  },
  'dns.lame': {
    meaning:
      'The server answered with a referral to others instead of an answer: it was asked as a resolver and is none, or it is not authoritative for what was delegated to it (a lame delegation).',
    causes: [
      'The address of an authoritative server was given as `resolver:`.',
      'Recursion is switched off, or not allowed for this client.',
      'The parent zone names a server that no longer holds the zone.',
    ],
    remedies: [
      'Use a recursive resolver.',
      'If it should resolve, allow recursion for this client; if it should hold the zone, mend it or the delegation.',
    ],
    look: ['dig NAME @ADDRESS', 'dig +norecurse NAME SOA @ADDRESS', 'dig +trace NAME NS'],
  },
  'dns.malformed': {
    meaning: 'An answer came back that is not a DNS message, or that breaks the rules of one.',
    causes: [
      'Something other than DNS listens on that port.',
      'A middlebox that rewrites answers.',
      'Truncation in the wrong place by a broken forwarder.',
    ],
    remedies: [
      'Ask another server, and the same one over TCP.',
      'Update or replace the forwarder in between.',
    ],
    look: ['dig NAME @ADDRESS', 'dig +tcp NAME @ADDRESS', 'tcpdump -n -vv port 53'],
  },
  'dns.truncated': {
    meaning:
      'The answer did not fit into UDP (the TC bit), and asking again over TCP, as RFC 7766 wants it, failed, or gave an answer that was cut as well.',
    causes: [
      'A firewall allows port 53 for UDP only.',
      'The server does not listen on TCP, although every server must.',
    ],
    remedies: ['Allow TCP port 53 to the server.', 'Switch TCP on at the server.'],
    look: ['dig +tcp NAME @ADDRESS', 'dig +ignore +bufsize=1232 NAME @ADDRESS'],
  },
  'dns.cname_loop': {
    meaning:
      'Following the aliases (CNAME) of the name leads back to one of them, or on through more than 16: there is no address at the end.',
    causes: [
      'Two names were made aliases of each other, often by moving to or from a CDN.',
      'A wildcard CNAME that catches its own target.',
    ],
    remedies: ['Give one of the names its addresses, or point it at the host itself.'],
    look: ['dig +noall +answer NAME', 'dig +trace NAME CNAME'],
  },
  'dns.records': {
    meaning: 'The name was resolved, and the records are others than those that the list expects.',
    causes: [
      'The zone was changed and the list was not.',
      'A resolver still has the old records in its cache.',
      'Somebody changed the zone who should not have.',
    ],
    remedies: [
      'Compare with the zone’s own servers; wait one TTL if only the resolver differs.',
      'Mend whichever of zone and list is wrong.',
    ],
    look: ['dig +noall +answer NAME', 'dig +nssearch NAME', 'dig NAME @9.9.9.9'],
  },
  'dns.disagree': {
    meaning:
      'Resolvers, or the resolver and the system’s own way to resolve, gave different answers for one name.',
    causes: [
      'A change of the zone that has not reached all caches.',
      'Split DNS: the inside and the outside of a network are told different things on purpose.',
      'Answers by location (CDN, GeoDNS), or a resolver that filters or redirects.',
      'An entry in /etc/hosts, which only the system’s own way reads.',
    ],
    remedies: [
      'Look at the answers side by side, with their TTL; after one TTL a change has reached everybody.',
      'Compare with the zone’s own servers: who differs from them is stale or filtered.',
    ],
    look: ['getent ahosts NAME', 'dig NAME', 'dig NAME @9.9.9.9', 'grep NAME /etc/hosts'],
  },
};
