// The codes of TLS handshakes, explained. What is wrong with a certificate stands in `certificates.ts`.

import type { tls as codes } from '../codes/tls.ts';
import { certificates } from './certificates.ts';
import type { Explanation } from './explanation.ts';

export const tls: Readonly<Record<keyof typeof codes, Explanation>> = {
  'tls.timeout': {
    meaning:
      'The connection was accepted, the ClientHello was sent, and the handshake did not come to its end in time.',
    causes: [
      'The server is overloaded: the kernel accepts, the process does not get to it.',
      'Large packets get lost (path MTU): small ones, as of TCP, pass, the certificate chain does not.',
      'A filter that looks at the server name (SNI) and drops what follows.',
      'The port does not speak TLS and waits for the client to say something else.',
    ],
    remedies: [
      'Try with another server name, and from another network, to tell a filter from a server.',
      'Look at the load of the server; check the MTU if a VPN or tunnel is in the way.',
    ],
    look: ['openssl s_client -connect HOST:PORT -servername HOST </dev/null', 'ping -M do -s 1400 HOST'],
  },
  'tls.reset': {
    meaning: 'The connection was reset (TCP RST) in the middle of the handshake, without a TLS alert.',
    causes: [
      'A filter on the way that reads the server name and resets what it forbids.',
      'A load balancer with no backend for that name.',
      'The server process crashed.',
    ],
    remedies: [
      'Compare with another server name at the same address, and from another network.',
      'Look at the log of the server and of what stands in front of it.',
    ],
    look: [
      'openssl s_client -connect HOST:PORT -servername HOST </dev/null',
      'openssl s_client -connect HOST:PORT -noservername </dev/null',
    ],
  },
  'tls.closed': {
    meaning:
      'The server closed the connection in good order in the middle of the handshake, without an alert.',
    causes: [
      'A server that does not know the name, or expects the PROXY protocol, and hangs up.',
      'A process that restarts, or a limit on connections.',
    ],
    remedies: [
      'Look at the log of the server.',
      'Check whether it wants the PROXY protocol or another server name.',
    ],
    look: ['openssl s_client -connect HOST:PORT -servername HOST </dev/null'],
  },
  'tls.not_tls': {
    meaning: 'What came back to the ClientHello is no TLS: the port speaks another protocol.',
    causes: [
      'https:// or tls:// was asked on a plain port: 80, 8080.',
      'A protocol that begins in plain text and turns to TLS later (STARTTLS): SMTP, IMAP, PostgreSQL.',
      'TLS was lost from the configuration of the server.',
    ],
    remedies: ['Ask with http:// or tcp://, or on the right port.', 'Mend the listener of the server.'],
    look: ['curl -v http://HOST:PORT/', 'openssl s_client -connect HOST:PORT </dev/null', 'nc HOST PORT'],
  },
  'tls.no_common': {
    meaning:
      'Client and server have no version of TLS or no cipher suite in common (alerts protocol_version, handshake_failure).',
    causes: [
      'The server speaks TLS 1.0 or 1.1 only, which RFC 8996 took out of use.',
      'Its ciphers were restricted beyond what clients offer.',
      'The certificate does not fit the ciphers: an RSA key and ECDSA suites only.',
      'There is no certificate for this server name; some servers and CDNs say handshake_failure then.',
    ],
    remedies: ['Switch TLS 1.2 and 1.3 on at the server, with the ciphers that its vendor recommends.'],
    look: [
      'openssl s_client -connect HOST:PORT -servername HOST -tls1_2 </dev/null',
      'nmap --script ssl-enum-ciphers -p PORT HOST',
    ],
  },
  'tls.alert': {
    meaning: 'The server ended the handshake with a TLS alert (RFC 8446 6.2); the detail names it.',
    causes: [
      'unrecognized_name: the server has no certificate for this server name.',
      'internal_error: the server has trouble of its own, often a key or certificate that did not load.',
      'handshake_failure, illegal_parameter: settings that do not fit.',
    ],
    remedies: ['Look up the alert in the log of the server.', 'Check which names it serves.'],
    look: ['openssl s_client -connect HOST:PORT -servername HOST -msg </dev/null'],
  },
  'tls.alpn': {
    meaning:
      'The application protocol (ALPN, RFC 7301) is not one that is wanted: the server accepted neither h2 nor http/1.1 and ended the handshake, or it chose another than the list expects.',
    causes: [
      'HTTP/2 is not switched on at the server, or at the load balancer that ends TLS, and the list expects h2.',
      'The port is for another protocol: a mail server, a message broker, a database.',
      'A proxy that was told to speak only h3 or only a protocol of its own.',
    ],
    remedies: [
      'Ask with tls:// if no HTTP is expected there.',
      'Add h2 or http/1.1 to the protocols of the server, or change the list if what it chose is fine.',
    ],
    look: ['openssl s_client -connect HOST:PORT -servername HOST -alpn h2,http/1.1 </dev/null'],
  },
  'tls.client_certificate': {
    meaning:
      'The server wants to see a certificate of the client (mutual TLS) and ended the handshake because there was none. A web server may also answer first, mostly with HTTP status 400: then it is `http.status`.',
    causes: [
      'The endpoint is for known clients only.',
      'Mutual TLS was switched on by a policy, for instance of a service mesh.',
    ],
    remedies: [
      'Ask an endpoint that needs none, such as a health port.',
      'To check that the port is up at all, ask it with tcp://.',
    ],
    look: [
      'openssl s_client -connect HOST:PORT -servername HOST </dev/null | grep -A5 "client certificate"',
      'curl -v --cert FILE --key FILE URL',
    ],
  },
  'tls.version': {
    meaning: 'The handshake succeeded, with another version of TLS than the list expects.',
    causes: [
      'The server, or a middlebox that ends TLS in between, is older or set lower than expected.',
      'A new load balancer with other defaults.',
    ],
    remedies: ['Set the versions at whatever ends TLS.', 'Change the list if the version is fine.'],
    look: [
      'openssl s_client -connect HOST:PORT -servername HOST -tls1_3 </dev/null',
      'curl -sv --tlsv1.3 -o /dev/null URL',
    ],
  },
  ...certificates,
  'tls.cipher': {
    meaning: 'The handshake succeeded, with another cipher suite than the list expects.',
    causes: ['Changed TLS settings, or a new load balancer.', 'Another TLS version, which has other suites.'],
    remedies: ['Set the suites at whatever ends TLS.', 'Change the list if the cipher is fine.'],
    look: ['openssl s_client -connect HOST:PORT -servername HOST </dev/null | grep Cipher'],
  },
};
