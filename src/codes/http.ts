// The words for the codes of HTTP and bodies.

import type { Words } from './words.ts';

export const http = {
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
} as const satisfies Record<string, Words>;
