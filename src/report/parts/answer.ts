// What a server answered: its status line, the headers that tell who spoke and why, the head of the body.

import type { HttpFacts } from '../../model.ts';
import { truncateEnd } from '../../text.ts';
import type { Screen } from '../table/screen.ts';

/** In the order in which they are shown: what it is, who says so, what to do about it. */
const telling = [
  'content-type',
  'location',
  'retry-after',
  'www-authenticate',
  'server',
  'via',
  'x-cache',
  'cf-mitigated',
  'cf-ray',
  'x-amz-cf-id',
  'x-request-id',
];
const mostLines = 5;
const mostCharacters = 400;

/** `HTTP/1.1 503 Service Unavailable` */
export function statusLine({ version, status, reason }: HttpFacts): string {
  return `HTTP/${version} ${status}${reason === null ? '' : ` ${reason}`}`;
}

/** `server: nginx`, one a line, each cut to `width`. */
export function headerLines({ signs }: Screen, { headers }: HttpFacts, width: number): string[] {
  return telling.flatMap((name) => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return value === undefined ? [] : [truncateEnd(`${name}: ${value}`, width, signs.ellipsis)];
  });
}

/**
 * The first lines of a body behind a bar, so that none passes for one of ours. The text was made safe: its line
 * ends stand there as `\x0a`.
 */
export function bodyHead({ signs }: Screen, { body, excerpt }: HttpFacts, width: number): string[] {
  const text = body ?? excerpt ?? '';
  const head = text.slice(0, mostCharacters);
  const lines = head
    .split(/(?:\\x0d|\\x0a)+/)
    .map((line) => line.replaceAll('\\x09', ' ').trim())
    .filter((line) => line !== '');
  const cut = head.length < text.length || lines.length > mostLines;
  return lines
    .slice(0, mostLines)
    .map((line, index, shown) => (cut && index === shown.length - 1 ? `${line}${signs.ellipsis}` : line))
    .map((line) => `| ${truncateEnd(line, width - 2, signs.ellipsis)}`);
}
