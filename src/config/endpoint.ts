// One endpoint or control: its own keys laid over the defaults, read by the tables, and judged as a whole.
// Providers and names that must be unique are the list's business, see `load.ts`.

import { dirname, isAbsolute, join } from 'node:path';
import type { Endpoint, Expectation, Options } from '../model.ts';
import { isProblem } from '../shape.ts';
import { builtInOptions, implicitExpectations } from './builtin.ts';
import { connectingOf, familyProblem } from './connecting.ts';
import { type Span, sourceOf } from './document.ts';
import { type Asked, applicableExpect, readExpect } from './expect.ts';
import { type Field, readRecord, reportKind, safeProblem } from './fields.ts';
import { filterMap, mergeMaps } from './merge.ts';
import { lineOf, type Reading, report } from './reading.ts';
import {
  controlFields,
  endpointFields,
  explain,
  keyForm,
  optionNames,
  type WrittenOptions,
} from './schema.ts';
import { readUrl, schemeOf, type Target } from './url.ts';
import { withoutUserInfo } from './user-info.ts';
import { quorumOf } from './ways.ts';
import type { MapNode, Node, ScalarNode } from './yaml.ts';

/** An endpoint that was read, with the place of its name for what is found out later. */
export interface Draft {
  readonly endpoint: Endpoint;
  readonly nameAt: Span;
  /** Where the endpoint itself stands. */
  readonly at: Span;
  /** Its own keys over what of the defaults holds for it, each node in its own place. */
  readonly said: MapNode;
  readonly defaults: MapNode | null;
  readonly reading: Reading;
}

/** An item of `endpoints:`; null when it has no URL to ask, which is reported. */
export function readEndpoint(node: Node, defaults: MapNode | null, reading: Reading): Draft | null {
  const written = ownMap(node, reading);
  if (written === null) return null;
  const own = withoutUserInfo(written, reading);
  const { urls, asked } = readUrls(own, endpointFields.url, reading);
  const fit = refuseOptions(own, asked, reading);
  const base = defaults === null || asked === null ? null : applicable(defaults, asked);
  const merged = base === null ? fit : mergeMaps(base, fit, keyForm);
  const said = readRecord(merged, endpointFields, reading, explain);
  const first = urls[0];
  const quorum = quorumOf(own, merged, said, urls.length, reading);
  const expect = expectationsOf(said.expect, own, asked, reading);
  const options = optionsOf(said);
  checkFamily(options, urls, reading);
  if (first === undefined) return null;
  const endpoint: Endpoint = {
    name: said.name ?? first.written,
    service: said.service ?? null,
    component: said.component ?? null,
    provider: null,
    edge: said.edge ?? null,
    tags: said.tags ?? [],
    urls: urls.map(({ text }) => text),
    ...quorum,
    source: sourceOf(reading.document, own.start),
    options: { ...options, ...caFileOf(merged, reading) },
    expect,
  };
  return { endpoint, nameAt: find(own, 'name') ?? first, at: own, said: merged, defaults, reading };
}

/** An item of `controls:`. Only built-in defaults hold for it; its provider is who runs it. */
export function readControl(written: Node, reading: Reading): Draft | null {
  if (written.kind !== 'map') {
    reportKind(written, { expected: 'a control', example: '{operator: Google, url: …}' }, reading);
    return null;
  }
  const node = withoutUserInfo(written, reading);
  const { urls, asked } = readUrls(node, controlFields.url, reading);
  const fit = refuseOptions(node, asked, reading);
  const said = readRecord(fit, controlFields, reading, explain);
  if (find(node, 'operator') === null) {
    report(reading, node, 'a control needs an `operator`', 'say who runs it: operator: Google');
  }
  const expect = expectationsOf(said.expect, node, asked, reading);
  const options = optionsOf(said);
  checkFamily(options, urls, reading);
  const url = urls[0];
  if (url === undefined || asked === null || said.operator === undefined) return null;
  const endpoint: Endpoint = {
    name: said.name ?? `${said.operator} ${url.written}`,
    service: null,
    component: null,
    provider: said.operator,
    edge: null,
    tags: [],
    urls: [url.text],
    atLeast: 1,
    source: sourceOf(reading.document, node.start),
    options: { ...options, ...caFileOf(fit, reading) },
    expect,
  };
  return { endpoint, nameAt: find(node, 'name') ?? url, at: node, said: fit, defaults: null, reading };
}

function find(map: MapNode, name: string): Node | null {
  return map.entries.find(({ key }) => key.text === name)?.value ?? null;
}

/** A bare text is a map with nothing but a URL. */
function ownMap(node: Node, reading: Reading): MapNode | null {
  if (node.kind === 'map') return node;
  if (node.kind === 'scalar' && node.text !== '') {
    const key: ScalarNode = { ...node, text: 'url', written: 'url', value: 'url' };
    return { kind: 'map', start: node.start, end: node.end, entries: [{ key, value: node }] };
  }
  reportKind(node, { expected: 'an endpoint', example: 'https://example.com' }, reading);
  return null;
}

function readUrls(
  own: MapNode,
  field: Field<readonly ScalarNode[]>,
  reading: Reading,
): { urls: readonly ScalarNode[]; asked: Asked | null } {
  const node = find(own, 'url');
  if (node === null) {
    report(reading, own, 'there is no `url` to ask', 'for example url: https://example.com');
    return { urls: [], asked: null };
  }
  const urls = field.read(node, reading) ?? [];
  const targets: { readonly target: Target; readonly node: ScalarNode }[] = [];
  for (const url of urls) {
    const parsed = readUrl(url.text);
    if (isProblem(parsed)) {
      const safe = safeProblem(url, parsed, readUrl);
      report(reading, url, safe.problem, safe.hint);
      continue;
    }
    const same = targets.find((each) => each.node.text === url.text);
    if (same !== undefined) {
      report(reading, url, 'this URL is given twice', `it is also in ${lineOf(reading, same.node)}`);
    }
    targets.push({ target: parsed.value, node: url });
  }
  const first = targets[0];
  if (first === undefined) return { urls, asked: null };
  const { protocol } = first.target.url;
  const asked = { kind: first.target.kind, scheme: schemeOf(first.target.kind, protocol) };
  for (const { target, node: url } of targets) {
    if (target.url.protocol === protocol) continue;
    const problem = `the URLs of one endpoint share one scheme; the first has ${asked.scheme}`;
    report(reading, url, problem, 'make it an endpoint of its own');
  }
  return { urls, asked };
}

function isOption(key: string): key is keyof WrittenOptions {
  return Object.hasOwn(optionNames, key);
}

/** The map without the options that its kind does not know: at the endpoint itself they are mistakes. */
function refuseOptions(own: MapNode, asked: Asked | null, reading: Reading): MapNode {
  if (asked === null) return own;
  const knows = (key: string) => !isOption(key) || asked.kind.options.includes(optionNames[key]);
  const known = Object.keys(optionNames).filter(knows).join(', ');
  for (const { key } of own.entries) {
    if (knows(key.text)) continue;
    report(reading, key, `${asked.scheme} does not know \`${key.text}\``, `it knows ${known}`);
  }
  return filterMap(own, knows);
}

/** What of the defaults has a meaning for this kind; the rest is passed over. */
function applicable(defaults: MapNode, { kind }: Asked): MapNode {
  const base = filterMap(
    defaults,
    (key) => key === 'expect' || (isOption(key) && kind.options.includes(optionNames[key])),
  );
  return {
    ...base,
    entries: base.entries.map((entry) =>
      entry.key.text === 'expect' && entry.value.kind === 'map'
        ? { ...entry, value: applicableExpect(entry.value, kind) }
        : entry,
    ),
  };
}

/** The mistake stands at the URL: what it contradicts may be said in the defaults. */
function checkFamily(options: Options, urls: readonly ScalarNode[], reading: Reading): void {
  for (const url of urls) {
    const problem = familyProblem(options, url.text);
    if (problem !== null) report(reading, url, problem.problem, problem.hint);
  }
}

function expectationsOf(
  said: MapNode | undefined,
  own: MapNode,
  asked: Asked | null,
  reading: Reading,
): readonly Expectation[] {
  const given = said === undefined ? [] : readExpect(said, asked, reading, find(own, 'expect') ?? own);
  if (asked === null || (said !== undefined && find(said, 'status') !== null)) return given;
  return [...implicitExpectations(asked.kind, sourceOf(reading.document, own.start)), ...given];
}

function optionsOf(said: Partial<WrittenOptions>): Options {
  const built = builtInOptions;
  return {
    method: said.method ?? built.method,
    headers: said.headers ?? built.headers,
    redirects: said.redirects ?? built.redirects,
    timeoutMs: said.timeout ?? built.timeoutMs,
    retry: {
      times: said.retry?.times ?? built.retry.times,
      afterMs: said.retry?.after ?? built.retry.afterMs,
    },
    resolvers: said.resolver ?? built.resolvers,
    agree: said.agree ?? built.agree,
    ca: said.ca ?? built.ca,
    ...connectingOf(said, built),
    samples: built.samples,
  };
}

/** A `ca` that is no PEM text is a path beside the list. */
function caFileOf(map: MapNode, { document }: Reading): Pick<Options, 'caFile'> {
  const node = find(map, 'ca');
  if (node?.kind !== 'scalar' || node.text.includes('-----BEGIN')) return {};
  return { caFile: isAbsolute(node.text) ? node.text : join(dirname(document.name), node.text) };
}
