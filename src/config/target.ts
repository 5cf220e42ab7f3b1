// A target given on the command line that no list knows: one endpoint with nothing but built-in settings.

import { kindOf } from '../kinds/index.ts';
import type { Endpoint, Secret } from '../model.ts';
import { isProblem, type Problem } from '../shape.ts';
import { isIpv4, isIpv6 } from './address.ts';
import { builtInOptions, implicitExpectations } from './builtin.ts';
import { tokensIn } from './literal.ts';
import { readUrl } from './url.ts';
import { takeUserInfo } from './user-info.ts';

/** The endpoint a word stands for; null when it does not look like a target. */
export function adHoc(word: string): Endpoint | Problem | null {
  const written = urlOf(word);
  if (written === null || typeof written === 'object') return written;
  const taken = takeUserInfo(written);
  const text = taken?.url ?? written;
  const parsed = readUrl(text);
  if (isProblem(parsed)) return parsed;
  const { authorization = null } = taken ?? {};
  return {
    name: taken?.url ?? word,
    service: null,
    component: null,
    provider: null,
    edge: null,
    tags: [],
    urls: [text],
    atLeast: 1,
    source: null,
    options: authorization === null ? builtInOptions : { ...builtInOptions, headers: { authorization } },
    expect: implicitExpectations(parsed.value.kind, null),
  };
}

/** What of the words of a command line must not get out: user and password of a URL, and tokens. */
export function secretsInWords(words: readonly string[]): readonly Secret[] {
  return words.flatMap((word) => {
    const url = word.slice(word.indexOf('=') + 1);
    const taken = [word, `https://${word}`, url].flatMap((text) => takeUserInfo(text)?.secrets ?? []);
    return [...taken, ...tokensIn(word)];
  });
}

const hostAndPort = /^(?:\[[0-9a-f:.]+\]|[^\s/:?#[\]@]+):\d{1,5}$/i;

/** The word as a URL, spelled out. */
function urlOf(word: string): string | Problem | null {
  const protocol = /^[a-z][a-z0-9+.-]*:/i.exec(word)?.[0].toLowerCase();
  if (protocol !== undefined && (kindOf(protocol) !== undefined || word.includes('://'))) return word;
  if (/^\.{0,2}\//.test(word) || /\.ya?ml$/i.test(word)) {
    return { problem: `\`${word}\` looks like a file, not a target`, hint: `did you mean --config ${word}?` };
  }
  if (isIpv6(word)) return `https://[${word}]/`;
  if (hostAndPort.test(word)) return `tcp://${word}`;
  if (isIpv4(word) || /[./:]/.test(word)) return `https://${word}`;
  return null;
}
