// Lists that are broken or empty, and what is told of them.

import type { CaseFault } from './fault.ts';
import { named, one, row } from './list-row.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(...part))));

const structure: readonly CaseFault[] = [
  row(
    'C2',
    'an alias inside the list that it names',
    'endpoints: &a [*a]',
    'exit 2: 1:16 `*a` stands inside what it names',
  ),
  row(
    'C2',
    'an alias inside the map that it names',
    'defaults: &a {expect: *a}',
    'exit 2: 1:23 `*a` stands inside what it names',
  ),
  row(
    'C4',
    'a key twice',
    `${named('a')}\nendpoints: []`,
    'exit 2: 2:1 `endpoints` is already given in line 1',
  ),
  row(
    'C4',
    'a key twice, once in quotes',
    one('timeout: 1s, "timeout": 2s'),
    'exit 2: 1:62 `timeout` is already given in line 1',
  ),
  row(
    'C4',
    'a second document',
    `${named('a')}\n---\n${named('b')}`,
    'exit 2: 2:1 a second YAML document begins here',
  ),
  row(
    'C5',
    'a tag that other languages run',
    one('tags: !!python/object/apply:os.system [id]'),
    'exit 2: 1:55 `!!python/object/apply:os.system` is a YAML tag, and a list has none',
  ),
  row(
    'C5',
    'a tag that includes a file',
    'endpoints: !include /etc/passwd',
    'exit 2: 1:12 `!include` is a YAML tag, and a list has none',
  ),
  row(
    'C6',
    'a merge key',
    'endpoints: [&a {name: a, url: "https://a.example"}, {<<: *a, name: b}]',
    'good: a b',
  ),
  row(
    'C6',
    'a merge key that names no map',
    one('<<: [1]'),
    'exit 2: 1:49 a merge key takes a map or a list of maps',
  ),
];

const encodings: readonly CaseFault[] = [
  row(
    'C9',
    'a byte that is no UTF-8',
    bytes('endpoints:\n  - a', [0xff]),
    'exit 2: 2:6 the file is not UTF-8 from here on',
  ),
  row(
    'C9',
    'an overlong encoding',
    bytes('endpoints: [', [0xc0, 0xaf], ']'),
    'exit 2: 1:13 the file is not UTF-8 from here on',
  ),
  row(
    'C9',
    'half of a surrogate pair',
    bytes('endpoints: [', [0xed, 0xa0, 0x80], ']'),
    'exit 2: 1:13 the file is not UTF-8 from here on',
  ),
  row('C9', 'a NUL', bytes('endpoints: [a', [0], ']'), 'exit 2: 1:14 there is a NUL character in the file'),
  row(
    'C9',
    'a raw escape',
    bytes('endpoints: [a', [0x1b], ']'),
    'exit 2: 1:14 this is not valid YAML: the stream contains non-printable characters',
  ),
  row(
    'C9',
    'UTF-16',
    Buffer.from(`\ufeff${named('a')}`, 'utf16le'),
    'exit 2: 1:1 the file is UTF-16, a list is UTF-8',
  ),
  row('C9', 'a byte order mark', `\ufeff${named('a')}`, 'good: a'),
  row('C9', 'line ends of Windows', 'endpoints:\r\n  - name: a\r\n    url: https://a.example\r\n', 'good: a'),
  row('C9', 'line ends of old', 'endpoints:\r  - name: a\r    url: https://a.example\r', 'good: a'),
  row(
    'C9',
    'a tab that indents',
    'endpoints:\n\t- a',
    'exit 2: 2:1 this is not valid YAML: tab characters must not be used in indentation',
  ),
];

const emptiness: readonly CaseFault[] = [
  row('C10', 'nothing', '', 'exit 2: 1:1 the list is empty'),
  row('C10', 'a comment', '# later\n', 'exit 2: 1:1 the list is empty'),
  row('C10', 'the word null', 'null', 'exit 2: 1:1 expected a map with `endpoints`, found null'),
  row('C10', 'no endpoints', 'version: 1', 'exit 2: the list has no endpoints, so nothing would be probed'),
  row(
    'C10',
    'endpoints that are null',
    'endpoints:',
    'exit 2: 1:1 expected a list of endpoints, found nothing',
  ),
  row(
    'C10',
    'an empty list of endpoints',
    'endpoints: []',
    'exit 2: 1:12 expected a list of endpoints, found an empty list',
  ),
  row('C10', 'a tag that nobody has', named('a'), 'exit 2: no endpoint has the tag `prod`', {
    tags: ['prod'],
  }),
  row('C10', 'a name that nobody has', named('a'), 'exit 2: `b` is neither in the list nor a target', {
    words: ['b'],
  }),
  row(
    'C11',
    'a misspelt key',
    'endpionts: [a]',
    'exit 2: 1:1 unknown key `endpionts`, did you mean `endpoints`?',
  ),
  row(
    'C11',
    'a misspelt option',
    one('timout: 5s'),
    'exit 2: 1:49 unknown key `timout`, did you mean `timeout`?',
  ),
  row(
    'C11',
    'a misspelt expectation',
    one('expect: {staus: 200}'),
    'exit 2: 1:58 unknown expectation `staus`, did you mean `status`?',
  ),
  row(
    'C11',
    'a misspelt operator',
    one('expect: {body: {contians: a}}'),
    'exit 2: 1:65 `contians` is not an operator here, did you mean `contains`?',
  ),
  row(
    'C14',
    'a name twice',
    `${named('a').slice(0, -1)}, {name: A, url: "https://b.example"}]`,
    'exit 2: 1:57 this name is already taken at a.yaml:1:20',
  ),
  row(
    'C14',
    'a name twice, in two files',
    named('a'),
    'exit 2: 1:20 this name is already taken at a.yaml:1:20',
    { others: [named('a')] },
  ),
  row(
    'C14',
    'a URL twice, without a name',
    'endpoints: ["https://a.example", "https://a.example"]',
    'exit 2: 1:34 this name is already taken at a.yaml:1:13',
  ),
];

export const lists: readonly CaseFault[] = [...structure, ...encodings, ...emptiness];
