// A ready line that asks again, with tools everybody has, what an endpoint failed at. Pure.
// Peer text in it is quoted for the shell, and a secret is never in it: its name is.

import { concealText } from '../conceal.ts';
import type { CauseCode, Hop, Observation, Options, Secret } from '../model.ts';
import { connectLine, curlLine } from './curl.ts';
import { digLine } from './dig.ts';
import { opensslLine } from './openssl.ts';
import { quoter } from './quote.ts';
import { plainHost, type Seen } from './seen.ts';

/** What is known of an endpoint that was asked. */
interface Asked {
  readonly endpoint: { readonly options: Options };
  readonly attempts: readonly Observation[];
  readonly decidedBy: number | null;
  readonly status: string;
  readonly cause?: { readonly code: CauseCode };
}

/** A terminal hands a line that is pasted into it on up to 4095 bytes (termios(3)), and no reader looks through one. */
const longest = 4000;

/** One shell line; null for an endpoint that is up, or was not asked, or whose line nobody could run. */
export type Repeat = (asked: Asked) => string | null;

/** Made once for all endpoints of a run. */
export function repeater(secrets: readonly Secret[], version: string): Repeat {
  const quote = quoter(secrets);
  const conceal = concealText(secrets);
  return (asked) => {
    const seen = seenOf(asked);
    if (seen === null) return null;
    const line = lineFor({ ...seen, quote, version });
    // A secret in another form, such as escaped in a URL, has no variable; masked, the line would ask something else.
    return line.length <= longest && conceal(line) === line ? line : null;
  };
}

function seenOf({
  endpoint,
  attempts,
  decidedBy,
  status,
  cause,
}: Asked): Omit<Seen, 'quote' | 'version'> | null {
  const decided = decidedBy === null ? undefined : attempts[decidedBy];
  // What came and went is repeated where it went wrong.
  const flaky = cause?.code === 'run.flaky' ? attempts.find(({ failure }) => failure) : undefined;
  const attempt = flaky ?? decided;
  if (attempt === undefined || cause === undefined || status === 'up' || status === 'skipped') return null;
  // Nobody is handed a line that asks what was not to be asked.
  if (cause.code === 'local.forbidden') return null;
  const hop = endOf(attempt, cause.code);
  if (hop === undefined) return null;
  const url = new URL(hop.url);
  const code = flaky?.failure?.code ?? cause.code;
  return { attempt, hop, url, host: plainHost(url), code, options: endpoint.options };
}

/** The hop whose step failed, or whose certificate ends first where that is what matters, else the last one. */
function endOf({ hops }: Observation, code: CauseCode): Hop | undefined {
  if (code === 'tls.expires') {
    const days = ({ facts }: Hop) => facts.tls?.expiresInDays ?? Number.POSITIVE_INFINITY;
    return hops.toSorted((a, b) => days(a) - days(b))[0];
  }
  return hops.find(({ steps }) => steps.some(({ failure }) => failure)) ?? hops.at(-1);
}

/** By where it went wrong; what is no layer's own trouble by the topmost that was climbed. */
function lineFor(seen: Seen): string {
  const { url, hop, code } = seen;
  const failed = hop.steps.find(({ failure }) => failure)?.name;
  if (url.protocol === 'dns:' || code.startsWith('dns.') || failed === 'dns') return digLine(seen);
  if (url.protocol === 'tcp:' || code.startsWith('tcp.') || failed === 'tcp') return connectLine(seen);
  if (url.protocol === 'tls:' || code.startsWith('tls.') || failed === 'tls') return opensslLine(seen);
  return curlLine(seen);
}
