// The codes of bodies, explained.

import type { http } from '../codes/http.ts';
import type { Explanation } from './explanation.ts';

type Code = Extract<keyof typeof http, `content.${string}`>;

export const content: Readonly<Record<Code, Explanation>> = {
  'content.timeout': {
    meaning: 'The head of the response came, the body did not come to its end in time.',
    causes: [
      'A stream that never ends by nature: events, video, long polling.',
      'A slow backend, or a narrow or lossy way.',
      'A wrong Content-Length: the client waits for bytes that nobody sends.',
    ],
    remedies: [
      'Ask a page that ends, or raise `timeout:`.',
      'Drop the expectation on the body: then it is not read.',
    ],
    look: ['curl -sS -o /dev/null -w "%{size_download} bytes in %{time_total} s\\n" URL'],
  },
  'content.truncated': {
    meaning: 'The connection ended before the body did, by its Content-Length or its chunks.',
    causes: [
      'The process died, or a proxy reached a timeout of its own, in the middle of the answer.',
      'A Content-Length that was computed before compression.',
      'A full disk where a proxy buffers.',
    ],
    remedies: [
      'Look at the logs of the proxy and of the server at that moment.',
      'Compare the length announced with that received.',
    ],
    look: ['curl -sS -o /dev/null -D - -w "%{size_download}\\n" URL'],
  },
  'content.too_large': {
    meaning:
      'The body is larger than the 1 MiB that is read, so what the list expects of it could not be judged.',
    causes: ['A page that grew, or a download in the place of a page.'],
    remedies: [
      'Ask a smaller page made for checks.',
      'Drop the expectation on the body and look at status and headers.',
    ],
    look: ['curl -sSI URL | grep -i content-length'],
  },
  'content.encoding': {
    meaning:
      'The body could not be decoded: it is not what its Content-Encoding says, or in a coding that is not known here.',
    causes: [
      'A file that was compressed before is announced wrongly, or compressed twice.',
      'A server or cache that compresses although `accept-encoding: identity` was sent.',
    ],
    remedies: ['Mend the Content-Encoding at the server, or the key of the cache (Vary: Accept-Encoding).'],
    look: ['curl -sS -H "accept-encoding: identity" -D - URL | head -c 500'],
  },
  'content.body': {
    meaning: 'The body came whole, and does not hold what the list expects.',
    causes: [
      'An error or maintenance page with status 200.',
      'A portal or a filter that answers in place of the server.',
      'The page was changed and the list was not.',
    ],
    remedies: [
      'Read what came.',
      'Expect something that belongs to the function of the page, not to its looks.',
    ],
    look: ['curl -sS URL | head -c 2000'],
  },
  'content.json': {
    meaning:
      'The body is not JSON, or what the path (RFC 9535) selects is not what the list expects. A path that selects nothing passes only `not`.',
    causes: [
      'The service says itself that it is not well: its health page names the part.',
      'An HTML error page in place of JSON.',
      'A changed field name or type: the number 1 is not the text "1".',
    ],
    remedies: ['Look at what the path selects.', 'If the API changed, change the path.'],
    look: ['curl -sS URL | jq .', 'curl -sSI URL | grep -i content-type'],
  },
};
