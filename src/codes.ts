// The words for every code: what happened, in one sentence, and what to do about it.
// Adding a code is a line in `model.ts` and one here; the compiler says which is missing.

import type { CauseCode, Failure, FailureCode, FailureLayer } from './model.ts';

interface Words {
  /** Reads after "down at tls: " and alone; no full stop. */
  readonly sentence: string;
  readonly advice: string;
}

export const codes = {
  'local.no_route': {
    sentence: 'this machine has no route to the address',
    advice: 'Check this machine’s network: link, address and default route (`ip route`).',
  },
  'local.descriptors': {
    sentence: 'this machine ran out of file descriptors',
    advice: 'Raise the limit (`ulimit -n`) or lower --concurrency.',
  },
  'local.ports': {
    sentence: 'this machine ran out of local ports',
    advice: 'Wait for old connections to time out, or lower --concurrency.',
  },
  'local.denied': {
    sentence: 'this machine did not allow the connection',
    advice: 'Look for a local firewall or sandbox rule that forbids it.',
  },
  'local.stalled': {
    sentence: 'this machine was too busy to measure',
    advice: 'Run it again when the machine is less loaded, or lower --concurrency.',
  },
  'local.unmapped': {
    sentence: 'the internet in a box has no such address',
    advice: 'The simulated world knows only its own hosts; probe others with `whydown run`.',
  },
  'local.bug': {
    sentence: 'whydown itself failed',
    advice: 'Please report it with the detail shown.',
  },
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
    sentence: 'the name server only referred to others',
    advice: 'It does not resolve names for clients; use a recursive resolver.',
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
  'tcp.timeout': {
    sentence: 'no answer to the connection attempt',
    advice: 'The host is off, cut off, or a firewall drops packets.',
  },
  'tcp.refused': {
    sentence: 'the host refused the connection',
    advice: 'The host is up, but nothing listens on this port.',
  },
  'tcp.reset': {
    sentence: 'the connection was reset',
    advice: 'The host or something on the way ended it at once.',
  },
  'tcp.unreachable': {
    sentence: 'the network says that the host cannot be reached',
    advice: 'A router on the way has no path; try from another network.',
  },
  'tcp.fallback': {
    sentence: 'an address failed and another one answered',
    advice: 'Users may wait for the dead address first; mend it or take it out of DNS.',
  },
  'proxy.unreachable': { sentence: 'the proxy cannot be reached', advice: 'Check the proxy’s address.' },
  'proxy.refused': {
    sentence: 'the proxy refused to connect',
    advice: 'Ask whoever runs the proxy.',
  },
  'proxy.auth': {
    sentence: 'the proxy wants credentials',
    advice: 'Give the proxy’s user and password.',
  },
  'tls.timeout': {
    sentence: 'the TLS handshake got no answer in time',
    advice: 'The server is overloaded, or something on the way swallows the handshake.',
  },
  'tls.reset': {
    sentence: 'the connection was reset during the TLS handshake',
    advice: 'The server crashed, or something on the way filters by server name.',
  },
  'tls.closed': {
    sentence: 'the connection was closed during the TLS handshake',
    advice: 'The server gave up; look at its log.',
  },
  'tls.not_tls': {
    sentence: 'the port does not speak TLS',
    advice: 'Use the plain scheme (http://, tcp://) or another port.',
  },
  'tls.no_common': {
    sentence: 'no TLS version or cipher in common',
    advice: 'The server speaks only old protocols; it needs TLS 1.2 or newer.',
  },
  'tls.alert': {
    sentence: 'the server ended the TLS handshake with an alert',
    advice: 'The alert says why; look at the server’s log.',
  },
  'tls.alpn': {
    sentence: 'no application protocol in common (ALPN)',
    advice: 'The server offers neither HTTP/2 nor HTTP/1.1 on this port.',
  },
  'tls.expired': {
    sentence: 'the certificate has expired',
    advice: 'Renew the certificate. If every site says so, check this machine’s clock.',
  },
  'tls.not_yet_valid': {
    sentence: 'the certificate is not valid yet',
    advice: 'Check the clocks of this machine and of the issuer.',
  },
  'tls.name_mismatch': {
    sentence: 'the certificate is for another name',
    advice: 'Issue one that names this host, or ask the name it was issued for.',
  },
  'tls.no_san': {
    sentence: 'the certificate names its host only in the common name',
    advice: 'RFC 9110 4.3.4 asks for a subject alternative name; issue it anew.',
  },
  'tls.self_signed': {
    sentence: 'the certificate is signed by itself',
    advice: 'Give it as `ca:` if you trust it.',
  },
  'tls.unknown_root': {
    sentence: 'the certificate’s issuer is not trusted here',
    advice: 'Give your own root with `ca:` or --ca.',
  },
  'tls.chain_incomplete': {
    sentence: 'the server does not send its intermediate certificate',
    advice: 'Configure the full chain on the server.',
  },
  'tls.weak_key': {
    sentence: 'the certificate’s key is too weak',
    advice: 'Issue one with at least RSA 2048 or P-256.',
  },
  'tls.weak_signature': {
    sentence: 'a certificate is signed with a broken hash',
    advice: 'Issue the chain anew with SHA-256 or better.',
  },
  'tls.purpose': {
    sentence: 'the certificate is not meant for a server',
    advice: 'Issue one with the extended key usage serverAuth.',
  },
  'tls.revoked': { sentence: 'the certificate was revoked', advice: 'Replace it.' },
  'tls.client_certificate': {
    sentence: 'the server wants a client certificate',
    advice: 'This endpoint cannot be asked without one.',
  },
  'tls.invalid': {
    sentence: 'the certificate chain is not valid',
    advice: 'The detail says which rule it breaks.',
  },
  'tls.expires': { sentence: 'the certificate expires soon', advice: 'Renew it now.' },
  'tls.version': {
    sentence: 'the TLS version is not the expected one',
    advice: 'Look at the server’s TLS settings.',
  },
  'http.timeout': {
    sentence: 'no response in time',
    advice: 'The server took the request and did not answer; look at its load and its backends.',
  },
  'http.reset': {
    sentence: 'the connection was reset before the response',
    advice: 'The server process or a proxy in front of it died or refused the request.',
  },
  'http.closed': {
    sentence: 'the connection was closed without a response',
    advice: 'The server process or a proxy in front of it gave up; look at its log.',
  },
  'http.malformed': {
    sentence: 'the response breaks the rules of HTTP',
    advice: 'The detail says which; the server or a proxy is broken.',
  },
  'http.not_http': {
    sentence: 'the port does not speak HTTP',
    advice: 'Use tcp:// or tls://, or another port.',
  },
  'http.headers_too_large': {
    sentence: 'the response headers are larger than 16 KiB',
    advice: 'Look for a header that grows, often a cookie.',
  },
  'http.goaway': {
    sentence: 'the server closed the HTTP/2 connection before it answered (GOAWAY)',
    advice: 'It is shutting down or overloaded.',
  },
  'http.redirect_loop': {
    sentence: 'the redirects lead in a circle',
    advice: 'Look at the rewrite rules of the hosts shown.',
  },
  'http.redirect_limit': {
    sentence: 'too many redirects',
    advice: 'Raise `redirects:`, or ask the final URL.',
  },
  'http.redirect_invalid': {
    sentence: 'a redirect leads to something that is no HTTP URL',
    advice: 'The server sends a wrong Location.',
  },
  'http.redirect_downgrade': {
    sentence: 'a redirect leads from https to http',
    advice: 'The server must redirect to https.',
  },
  'http.status': {
    sentence: 'the status is not the expected one',
    advice: 'Look at the server’s log for this request.',
  },
  'http.header': {
    sentence: 'a header is not as expected',
    advice: 'Compare what the server sends with the list.',
  },
  'http.guarded': {
    sentence: 'a guard against robots answered in place of the service',
    advice: 'This says nothing about its health. Ask less often, or expect this status in the list.',
  },
  'content.timeout': {
    sentence: 'the body did not end in time',
    advice: 'The server sends too slowly, or never ends.',
  },
  'content.truncated': {
    sentence: 'the body was cut short',
    advice: 'The server or a proxy broke off in the middle.',
  },
  'content.too_large': {
    sentence: 'the body is larger than 1 MiB',
    advice: 'Ask a smaller page, or drop the expectation on its body.',
  },
  'content.encoding': {
    sentence: 'the body cannot be decoded',
    advice: 'It is not what its Content-Encoding says.',
  },
  'content.body': {
    sentence: 'the body is not as expected',
    advice: 'Compare what the server sends with the list.',
  },
  'content.json': {
    sentence: 'the JSON is not as expected',
    advice: 'Compare what the server sends with the list.',
  },
  'latency.slow': { sentence: 'slower than the warning limit', advice: 'Look at the slowest phase.' },
  'latency.limit': { sentence: 'slower than the limit', advice: 'Look at the slowest phase.' },
  'run.flaky': {
    sentence: 'failed at first and passed when asked again',
    advice: 'Watch it: a fault that comes and goes.',
  },
  'run.deadline': {
    sentence: 'the run’s deadline came first',
    advice: 'Raise --deadline or select fewer endpoints.',
  },
  'run.interrupted': { sentence: 'the run was interrupted', advice: 'Run it again.' },
} as const satisfies Record<CauseCode, Words>;

/** The layer of a failure is the first word of its code. */
export function layerOf(code: FailureCode): FailureLayer {
  return code.slice(0, code.indexOf('.')) as FailureLayer;
}

/** A failure in the words of its code. `message` sharpens the sentence, `detail` quotes the peer. */
export function failure(code: FailureCode, more: { message?: string; detail?: string } = {}): Failure {
  return {
    code,
    layer: layerOf(code),
    message: more.message ?? codes[code].sentence,
    ...(more.detail === undefined ? {} : { detail: more.detail }),
  };
}
