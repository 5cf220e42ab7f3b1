// The codes of HTTP, explained. What is wrong with a body stands in `content.ts`.

import type { http as codes } from '../codes/http.ts';
import { content } from './content.ts';
import type { Explanation } from './explanation.ts';

const headers = 'curl -sS -D - -o /dev/null URL';

export const http: Readonly<Record<keyof typeof codes, Explanation>> = {
  'http.timeout': {
    meaning:
      'The request was sent and no complete head of a response came back in time. Everything below HTTP works.',
    causes: [
      'The application is stuck: on its database, a lock, a full pool of threads or connections.',
      'A proxy accepted the request and waits for a backend that does not answer.',
      'The page is slow by nature and the timeout too short for it.',
    ],
    remedies: [
      'Look at the load and the backends of the server; compare with a static page of the same host.',
      'Raise `timeout:` if the page may take that long.',
    ],
    look: ['curl -v --max-time 60 URL', 'curl -sS -o /dev/null -w "%{time_starttransfer}\\n" URL'],
  },
  'http.reset': {
    meaning:
      'The connection, or the stream of HTTP/2, was reset before a response came; the message says whether the ' +
      'request had been sent.',
    causes: [
      'The process that served it crashed or was killed (out of memory).',
      'A proxy or firewall that refuses the request in this way.',
      'The server closes without reading the request to its end.',
    ],
    remedies: [
      'Look at the log of the server, and of the kernel for killed processes.',
      'Ask the backend directly, past the proxy.',
    ],
    look: ['curl -v URL', 'journalctl -k --grep "Out of memory"'],
  },
  'http.closed': {
    meaning:
      'The connection was closed in good order without a single byte of a response; the message says whether ' +
      'the request had been sent.',
    causes: [
      'A process that restarts or hands over while the request arrives.',
      'A proxy that finds no backend and gives up without an error page.',
      'A server that hangs up on requests it does not like.',
    ],
    remedies: [
      'Look at the log of the server and of the proxy.',
      'Ask again a few times: if it comes and goes, one of several backends does it.',
    ],
    look: ['curl -v URL', 'curl -v --http1.1 URL'],
  },
  'http.malformed': {
    meaning: 'The response breaks the rules of HTTP (RFC 9112, RFC 9113); the detail says which.',
    causes: [
      'Content-Length and Transfer-Encoding both given, or twice with different values.',
      'Bytes in a header that may not stand there, as of a script that writes its own.',
      'A proxy that mixes up two responses on one connection.',
      'Interim responses, or frames of HTTP/2 that bring nothing, without end.',
    ],
    remedies: [
      'Mend what writes the header named in the detail.',
      'Ask the backend directly to tell it from the proxy.',
    ],
    look: [
      'curl -v --http1.1 URL',
      'printf "GET / HTTP/1.1\\r\\nHost: HOST\\r\\nConnection: close\\r\\n\\r\\n" | nc HOST PORT | head -c 2000',
    ],
  },
  'http.not_http': {
    meaning: 'What came back is no HTTP: the port speaks another protocol.',
    causes: [
      'The wrong port: SSH, SMTP and databases greet first.',
      'http:// was asked on a port that speaks TLS.',
    ],
    remedies: ['Check the port, and use https://, tls:// or tcp://.'],
    look: ['nc HOST PORT </dev/null | head -c 200', 'openssl s_client -connect HOST:PORT </dev/null'],
  },
  'http.headers_too_large': {
    meaning: 'The head of the response is larger than the 16 KiB that are read.',
    causes: [
      'Cookies that grow with every answer, or very many of them.',
      'A content security policy or debug header that got out of hand.',
    ],
    remedies: [
      'Find the header that grows and cut it; many clients and proxies have limits of 8 to 16 KiB too.',
    ],
    look: [`${headers} | awk '{print length($0), $1}' | sort -rn | head`],
  },
  'http.goaway': {
    meaning: 'The server said GOAWAY on the HTTP/2 connection (RFC 9113 6.8) before it answered the request.',
    causes: [
      'The server is being restarted or drained.',
      'It protects itself: too many resets or too many streams (ENHANCE_YOUR_CALM).',
      'A bug in its HTTP/2.',
    ],
    remedies: ['Ask again; if it stays, look at the log of the server.', 'Compare with HTTP/1.1.'],
    look: ['curl -v --http2 URL', 'curl -v --http1.1 URL'],
  },
  'http.redirect_loop': {
    meaning: 'A redirect led to a URL that was already asked in the same attempt.',
    causes: [
      'Two rules against each other: one adds www. or a slash, another takes it away.',
      'TLS ends at a proxy, the backend sees http and redirects to https for ever.',
      'A page that redirects until a cookie is set; none are kept here.',
    ],
    remedies: [
      'Follow the hops one by one and mend the rule that leads back.',
      'Behind a proxy, let the backend trust X-Forwarded-Proto.',
    ],
    look: ['curl -sSIL --max-redirs 10 URL'],
  },
  'http.redirect_limit': {
    meaning: 'There were more redirects than `redirects:` allows.',
    causes: ['A long way through logins, languages and regions.', 'A loop whose URL changes at every turn.'],
    remedies: [
      'Ask the final URL, or raise `redirects:`.',
      'With `redirects: 0` the first answer is judged as it is.',
    ],
    look: ['curl -sSIL --max-redirs 30 URL | grep -i "^location"'],
  },
  'http.redirect_invalid': {
    meaning:
      'The Location of a redirect is no URL, is given twice and differs, or leads to something that is no HTTP.',
    causes: ['A template that was not filled in.', 'A redirect into an app: intent:, itms-apps:.'],
    remedies: [
      'Mend the Location that the server sends.',
      'If it is meant for apps, expect the redirect itself: `redirects: 0`, `status: 302`.',
    ],
    look: [headers],
  },
  'http.redirect_downgrade': {
    meaning:
      'A page asked by https redirected to http: whatever follows could be read and changed on the way.',
    causes: [
      'TLS ends at a proxy and the application builds its links from the plain side.',
      'An old absolute URL in the configuration.',
    ],
    remedies: [
      'Let the application build https links (X-Forwarded-Proto, its base URL).',
      'Send Strict-Transport-Security so that browsers refuse too.',
    ],
    look: [headers],
  },
  'http.status': {
    meaning: 'A whole response came, with another status than the list expects; 2xx if it says nothing.',
    causes: [
      '5xx: the application, or what stands behind the proxy, is broken. 502 and 504 are said by the proxy of its backend.',
      '404: the path moved; 401 and 403: it wants credentials, or does not let this client in.',
      '3xx with `redirects: 0`: the answer is a redirect.',
    ],
    remedies: [
      'Look up the request in the log of the server.',
      'If the status is right, write it into the list: `expect: {status: …}`.',
    ],
    look: ['curl -sS -i URL | head -50'],
  },
  'http.header': {
    meaning: 'A header of the response is missing or does not hold what the list expects.',
    causes: [
      'A changed proxy or CDN that drops, adds or renames headers.',
      'Another content type because of an error page.',
    ],
    remedies: ['Compare what the backend and what the proxy send.', 'Mend the list if the change is meant.'],
    look: [headers],
  },
  'http.guarded': {
    meaning:
      'A guard against robots answered in place of the service: 429, or a challenge such as that of Cloudflare (cf-mitigated). Whether the service is up was not seen, so the row is unknown, neither up nor down.',
    causes: [
      'Too many requests from this address, by this probe or by others behind the same NAT.',
      'The address is of a data centre or a CI runner, which guards distrust.',
    ],
    remedies: [
      'Ask less often, or from elsewhere; let the guard know the probe by its user agent or address if it is yours.',
      'Ask a path that is not guarded. If the status itself is what you expect, write it into the list.',
    ],
    look: [`${headers} | grep -i -e "^HTTP" -e cf-mitigated -e retry-after`],
  },
  ...content,
};
