// How to mend a word that a list does not know: a near one, or what a list calls the thing that another tool
// calls so.

import { didYouMean } from './diagnostic.ts';

/** How a key that is in no table is explained, where there is more to say than a near word. */
export type Explain = (key: string) => string | undefined;

const words: readonly { readonly said: readonly string[]; readonly hint: string }[] = [
  {
    said: ['retries', 'attempts', 'tries', 'max_retries'],
    hint: 'how often it is asked again: retry: {times: 3}',
  },
  {
    said: ['follow_redirects', 'followRedirects', 'maxRedirects', 'max_redirects', 'location'],
    hint: 'how many are followed: redirects: 10; with 0 the first answer is judged',
  },
  {
    said: ['host', 'hostname', 'address', 'target', 'endpoint', 'uri', 'link'],
    hint: 'what is asked is a URL: url: https://example.com',
  },
  { said: ['port'], hint: 'a port stands in the URL: url: tcp://HOST:PORT' },
  {
    said: ['type', 'kind', 'protocol', 'module', 'prober'],
    hint: 'the scheme of the URL says what is asked: https, tls, tcp, dns',
  },
  {
    said: ['assert', 'asserts', 'assertions', 'conditions', 'checks'],
    hint: 'what must hold stands under `expect:`',
  },
  { said: ['nameserver', 'dns_server', 'dnsServer'], hint: 'the name server to ask: resolver: 9.9.9.9' },
  {
    said: ['insecure', 'verify', 'insecure_skip_verify', 'tls_config', 'skipVerify'],
    hint: 'a certificate is always verified; for roots of your own there is `ca`',
  },
  { said: ['interval', 'schedule', 'cron', 'every'], hint: 'whydown asks once; cron or CI calls it again' },
  { said: ['id', 'title', 'label', 'alias'], hint: 'what the row is called: name: api' },
  { said: ['group', 'app'], hint: 'rows are grouped by `service` and `component`' },
  {
    said: ['sites', 'targets', 'monitors', 'services', 'probes', 'hosts'],
    hint: 'what is asked stands under `endpoints:`',
  },
];

/** The hint for a word that has another name here; undefined for any other. */
export function elsewhere(word: string): string | undefined {
  return words.find(({ said }) => said.includes(word))?.hint;
}

/** How to mend a word that is none of the known ones. */
export function unknownHint(
  word: string,
  known: readonly string[],
  explain: Explain = () => undefined,
): string {
  const near = didYouMean(word, known);
  if (near !== null) return `did you mean \`${near}\`?`;
  return explain(word) ?? `known here: ${known.join(', ')}`;
}
