// docs/codes.md, made of the table of codes and their explanations.

import { codes, layers } from '../../src/codes.ts';
import { explanations, words } from '../../src/explain/index.ts';
import type { CauseCode } from '../../src/model.ts';

const about: Readonly<Record<string, string>> = {
  local: 'our own machine',
  dns: 'names',
  tcp: 'connections',
  proxy: 'proxies',
  tls: 'handshakes and certificates',
  http: 'requests and responses',
  content: 'bodies',
  latency: 'slowness',
  run: 'a whole run',
};

/** The page, with its final newline. */
export function codesPage(): string {
  const all = Object.keys(codes) as CauseCode[];
  return [
    '# Codes',
    '',
    'What can be the matter, by layer, from your own machine up to the content of the answer. `whydown explain CODE` tells',
    'the same in a terminal. In commands HOST, PORT, NAME, URL, ADDRESS and FILE stand for yours.',
    '',
    ...[...layers, 'latency', 'run'].flatMap((layer) => [
      `## ${layer}: ${about[layer]}`,
      '',
      ...all.filter((code) => code.startsWith(`${layer}.`)).flatMap(entry),
    ]),
  ]
    .join('\n')
    .replace(/\n+$/, '\n');
}

function entry(code: CauseCode): readonly string[] {
  const { meaning, causes, remedies, look } = explanations[code];
  const word = Object.keys(words).find((each) => words[each] === code);
  const { sentence } = codes[code];
  return [
    `### \`${code}\``,
    '',
    `${sentence[0]?.toUpperCase()}${sentence.slice(1)}.${word === undefined ? '' : ` Called \`${word}\` in the table.`} ${meaning}`,
    '',
    'Usual causes:',
    '',
    ...causes.map((cause) => `- ${cause}`),
    '',
    'What to do:',
    '',
    ...remedies.map((remedy) => `- ${remedy}`),
    '',
    '```sh',
    ...look,
    '```',
    '',
  ];
}
