// The words for the codes of TLS and certificates.

import type { Words } from './words.ts';

export const tls = {
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
    sentence: 'the wanted application protocol was not agreed on (ALPN)',
    advice: 'Look at which protocols the server offers on this port: h2, http/1.1 or its own.',
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
  'tls.cipher': {
    sentence: 'the cipher is not the expected one',
    advice: 'Look at the server’s TLS settings.',
  },
} as const satisfies Record<string, Words>;
