// Why another tool says something else, or takes longer or more memory than it was given. Each fits what it explains
// by the tool, by what differs, and by the row: its number in the catalogue, its name, or an expectation not judged.

import type { Id } from '../catalogue.ts';
import type { ToolName } from './tool.ts';

/** What differs: the verdict, or a bound that was broken. */
export type Difference = 'verdict' | 'late' | 'memory' | 'lingers';

export interface Explanation {
  readonly tools: readonly [ToolName, ...ToolName[]];
  readonly differs: readonly [Difference, ...Difference[]];
  readonly ids?: readonly Id[];
  readonly faults?: readonly string[];
  /** The row expects this, and the tool passes it over. */
  readonly unjudged?: string;
  /** One sentence or two, for the page. */
  readonly why: string;
}

const certificates: readonly Id[] = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6', 'T7', 'T8'];

/** The first that fits is told: what is special stands before what is general. */
export const explanations: readonly Explanation[] = [
  {
    tools: ['curl', 'blackbox_exporter'],
    differs: ['verdict'],
    faults: [
      'a body that drips, of which only the status counts',
      'a body without end, of which only the status counts',
      '4 GiB of zeros, of which only the status counts',
      'less than its length, of which only the status counts',
    ],
    why: 'it reads every body to its end, also where only the status is asked for. (HEAD would be another question.)',
  },
  {
    tools: ['curl'],
    differs: ['verdict'],
    faults: ['three codings'],
    why: 'it decodes up to five codings, one inside the other; we ask for none and take two at most.',
  },
  {
    tools: ['curl', 'fetch'],
    differs: ['verdict'],
    faults: ['gzip that is cut short'],
    why: 'a compressed stream that ends too early is taken for a whole one.',
  },
  {
    tools: ['curl'],
    differs: ['verdict'],
    faults: ['RST_STREAM in the body, without an error'],
    why: 'a stream that is reset with NO_ERROR counts as ended well, though the end of the body never came (RFC 9113, 8.1).',
  },
  {
    tools: ['curl', 'fetch', 'blackbox_exporter', 'check_http'],
    differs: ['verdict'],
    unjudged: 'records',
    why: 'it cannot be told which addresses a name must have.',
  },
  {
    tools: ['curl'],
    differs: ['verdict'],
    unjudged: 'body',
    why: 'it shows a body and judges nothing in it; `grep` behind it would have the text, and none of the reasons.',
  },
  {
    tools: ['curl'],
    differs: ['late', 'memory'],
    ids: ['H3', 'H4', 'H20'],
    why: 'it looks at the clock between two reads, and one read goes on as long as there is something to decode or to answer.',
  },
  {
    tools: ['curl'],
    differs: ['verdict'],
    ids: ['H8'],
    why: 'its parser forgives: of two lengths it takes one, a length that is no number it ignores, and lines may end in any way.',
  },
  {
    tools: ['curl'],
    differs: ['verdict'],
    ids: ['H17'],
    why: 'a redirect that leads nowhere is an answer like any other; `--fail` fails from 400 on.',
  },
  {
    tools: ['curl', 'blackbox_exporter'],
    differs: ['verdict'],
    faults: ['3,000 headers', '32 KiB of headers'],
    why: 'its limit for headers is higher (curl 300 kB, Go 10 MB by default; Node and most servers 8 to 16 KiB).',
  },
  {
    tools: ['curl', 'blackbox_exporter', 'check_http'],
    differs: ['verdict'],
    ids: ['T12'],
    why: 'with TLS 1.3 the handshake is over before the server says what it misses; we wait for what it says.',
  },
  {
    tools: ['curl', 'blackbox_exporter'],
    differs: ['verdict'],
    ids: ['T8'],
    why: 'it does not look whether a certificate was revoked. (`curl --cert-status` does, and refuses every server that staples nothing.)',
  },
  {
    tools: ['curl'],
    differs: ['verdict'],
    ids: ['T3'],
    why: 'the name in the subject is enough for it, which RFC 9110 (4.3.4) no longer allows.',
  },
  {
    tools: ['curl', 'fetch', 'check_http', 'blackbox_exporter'],
    differs: ['verdict', 'lingers', 'late'],
    faults: ['a name server that is silent about IPv6 addresses'],
    why: 'it waits for both families, and the system asks a silent name server for 10 s. A process of Node cannot end before.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    ids: ['H8'],
    why: "Go's parser forgives bare line feeds, any version and blanks before a colon.",
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['late'],
    ids: ['H10'],
    why: 'what follows a switch of protocols is read without any limit: the probe did not end.',
  },
  {
    tools: ['blackbox_exporter', 'check_http'],
    differs: ['verdict'],
    ids: ['H5'],
    why: 'it decodes nothing that it was not told of beforehand, so it looks for the text in the coded bytes.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    faults: ['Connection in HTTP/2'],
    why: "Go's HTTP/2 passes over fields that RFC 9113 (8.2.2) calls malformed.",
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    ids: ['T5', 'T7'],
    why: 'Go looks at the extended usage of a key alone, and takes small ones.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    ids: ['T14'],
    why: 'Go takes 64 KiB of certificates at most.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    faults: ['a name server that has 16 aliases in a row'],
    why: 'it asks without EDNS and has room for 512 bytes.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    ids: ['D5'],
    why: 'any record of an answer will do: it follows no aliases.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    ids: ['D8'],
    why: 'it holds an answer against its question by the id alone, and looks at all records there are.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    ids: ['D9'],
    why: 'it does not ask again over TCP when an answer is cut: what came is judged.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    ids: ['D10'],
    why: 'its library reads what there is of a message whose counts are too high, and refuses one whose EDNS options are broken.',
  },
  {
    tools: ['blackbox_exporter'],
    differs: ['verdict'],
    faults: [
      'a name whose first address refuses',
      'a name whose first address is silent for 250 ms, while another answers',
    ],
    why: 'it asks one address, on purpose.',
  },
  {
    tools: ['check_http'],
    differs: ['verdict'],
    faults: ['a name whose first address is silent for 250 ms, while another answers'],
    why: 'it tries one address after the other, and a silent one has all the time there is.',
  },
  {
    tools: ['check_http'],
    differs: ['verdict'],
    ids: certificates,
    why: 'it verifies no certificate. (check_curl of later versions does, with `-D`.)',
  },
  {
    tools: ['check_http'],
    differs: ['verdict'],
    faults: ['no length, and an end by closing'],
    why: 'where an answer has no header at all it finds no body.',
  },
  {
    tools: ['check_http'],
    differs: ['verdict'],
    faults: [
      'chunks without their end, the expected text within',
      'the same with Connection: close',
      'a chunk size that is no number',
    ],
    why: 'it calls broken chunks unknown.',
  },
  {
    tools: ['check_http'],
    differs: ['verdict'],
    ids: ['H6', 'H8', 'H10', 'H12'],
    why: 'it reads until the connection ends, and the status line is all that must be right.',
  },
  {
    tools: ['check_http'],
    differs: ['verdict'],
    ids: ['H11'],
    why: 'it takes the first interim response for the answer.',
  },
  {
    tools: ['check_http'],
    differs: ['memory'],
    ids: ['H3'],
    why: 'it keeps all that comes in memory until its time is over.',
  },
  {
    tools: ['check_http'],
    differs: ['verdict'],
    ids: ['H17'],
    why: 'redirects that lead on and on are a warning for it, and those it cannot follow unknown; it takes what it does not know for a path.',
  },
  {
    tools: ['check_http', 'fetch'],
    differs: ['verdict'],
    ids: ['H20', 'T15'],
    why: 'it speaks no HTTP/2.',
  },
  {
    tools: ['fetch'],
    differs: ['verdict'],
    ids: ['H11'],
    why: 'it refuses 100 Continue where it asked for none, which RFC 9110 (15.2) has a client read and drop.',
  },
  {
    tools: ['fetch'],
    differs: ['memory', 'late', 'lingers'],
    ids: ['H3', 'H4', 'H11'],
    why: 'there is no limit on a body: `text()` decodes and keeps all that comes, on a thread that the signal does not stop.',
  },
  {
    tools: ['fetch'],
    differs: ['lingers'],
    faults: ['no answer to a SYN'],
    why: 'the signal ends the request and not the connection that is being opened for it: that goes on for 10 s, and the process with it.',
  },
  {
    tools: ['fetch'],
    differs: ['verdict'],
    faults: ['three codings', 'a coding that nobody knows'],
    why: 'codings are undone to any depth, and where one is not known the bytes are given as they came.',
  },
  {
    tools: ['fetch'],
    differs: ['verdict'],
    faults: ['the same with Connection: close'],
    why: 'with `Connection: close` the end of the connection counts as the end of the chunks.',
  },
];
