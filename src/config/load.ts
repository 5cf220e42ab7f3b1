// From the bytes of YAML files to the list, or to all mistakes of all files at once.
// Apart from the PEM files that a list names it reads nothing, and it never asks the network.

import type { Endpoint, List, Secret } from '../model.ts';
import { type Mistake, UserError } from './diagnostic.ts';
import { type Document, decode, mistakeAt, type Span, sourceOf } from './document.ts';
import { type Draft, readControl, readEndpoint } from './endpoint.ts';
import { readExpect } from './expect.ts';
import { type Reading, readRecord, report, reportKind, whatIs } from './fields.ts';
import { type Environment, interpolate } from './interpolate.ts';
import { defaultsFields, explain, listFields, providerFields } from './schema.ts';
import { type MapNode, type Node, parseYaml, type ScalarNode } from './yaml.ts';

export interface ListFile {
  /** As the user is shown it. */
  readonly name: string;
  /** Paths in the file are relative to it. */
  readonly folder: string;
  readonly bytes: Uint8Array;
}

export interface LoadContext {
  readonly env: Environment;
  readonly readFile: (path: string) => Uint8Array;
}

interface LoadedFile {
  readonly mistakes: ReadonlyMap<string, Mistake>;
  readonly secrets: readonly Secret[];
  readonly endpoints: readonly Draft[];
  readonly controls: readonly Draft[];
  readonly services: readonly Service[];
}

interface Service {
  readonly node: ScalarNode;
  readonly provider: string;
  readonly reading: Reading;
}

/** The list of several files, each with its own defaults. Throws a UserError that holds every mistake. */
export function load(files: readonly ListFile[], context: LoadContext): List {
  const loaded = files.map((file) => loadFile(file, context));
  const services = collectServices(loaded.flatMap((file) => file.services));
  const endpoints = loaded.flatMap((file) => file.endpoints);
  const controls = loaded.flatMap((file) => file.controls);
  refuseRepeatedNames(endpoints);
  refuseRepeatedNames(controls);
  const mistakes = loaded.flatMap((file) => sorted([...file.mistakes.values()]));
  if (mistakes.length > 0) throw new UserError(mistakes);
  if (endpoints.length === 0) {
    throw new UserError(
      'the list has no endpoints, so nothing would be probed',
      'add endpoints: [https://example.com]',
    );
  }
  return {
    endpoints: placed(endpoints, services),
    controls: controls.map(({ endpoint }) => endpoint),
    secrets: unique(loaded.flatMap((file) => file.secrets)),
  };
}

function loadFile(file: ListFile, context: LoadContext): LoadedFile {
  const document = decode(file.name, file.bytes);
  if (!('lineStarts' in document)) return failed([document]);
  const { root, mistakes } = parseYaml(document);
  if (root === null) return failed(mistakes.length > 0 ? mistakes : [emptyMistake(document)]);
  const interpolated = interpolate(root, document, context.env);
  const noted = [...mistakes, ...interpolated.mistakes];
  const reading: Reading = {
    document,
    folder: file.folder,
    readFile: remembering(context.readFile),
    mistakes: new Map(noted.map((mistake, index) => [`earlier ${index}`, mistake])),
  };
  const content = readTop(interpolated.root, reading);
  return { mistakes: reading.mistakes, secrets: interpolated.secrets, ...content };
}

function failed(mistakes: readonly Mistake[]): LoadedFile {
  const noted = new Map(mistakes.map((mistake, index) => [String(index), mistake]));
  return { mistakes: noted, secrets: [], endpoints: [], controls: [], services: [] };
}

const emptyHint = 'the shortest list is endpoints: [https://example.com]';

function emptyMistake(document: Document): Mistake {
  return mistakeAt(document, { start: 0, end: 0 }, { problem: 'the list is empty', hint: emptyHint });
}

/** Many endpoints may share one PEM file through the defaults. */
function remembering(readFile: LoadContext['readFile']): LoadContext['readFile'] {
  const known = new Map<string, Uint8Array>();
  return (path) => {
    const bytes = known.get(path) ?? readFile(path);
    known.set(path, bytes);
    return bytes;
  };
}

function readTop(root: Node, reading: Reading): Pick<LoadedFile, 'endpoints' | 'controls' | 'services'> {
  if (root.kind !== 'map') {
    const hint = root.kind === 'list' ? 'put it below `endpoints:`' : emptyHint;
    if (root.kind !== 'broken') {
      report(reading, root, `expected a map with \`endpoints\`, found ${whatIs(root)}`, hint);
    }
    return { endpoints: [], controls: [], services: [] };
  }
  const top = readRecord(root, listFields, reading, explain);
  const defaults = top.defaults ?? null;
  if (defaults !== null) {
    // Read on its own, so that a mistake in what no endpoint uses is found as well.
    const said = readRecord(defaults, defaultsFields, reading, explain);
    if (said.expect !== undefined) readExpect(said.expect, null, reading);
  }
  return {
    endpoints: (top.endpoints ?? []).flatMap((node) => readEndpoint(node, defaults, reading) ?? []),
    controls: (top.controls ?? []).flatMap((node) => readControl(node, reading) ?? []),
    services: top.providers === undefined ? [] : readProviders(top.providers, reading),
  };
}

function readProviders(providers: MapNode, reading: Reading): readonly Service[] {
  return providers.entries.flatMap(({ key, value }) => {
    if (value.kind !== 'map') {
      reportKind(value, { expected: 'what the provider runs', example: '{services: [WhatsApp]}' }, reading);
      return [];
    }
    const { services } = readRecord(value, providerFields, reading);
    if (services === undefined && value.entries.every((entry) => entry.key.text !== 'services')) {
      report(
        reading,
        key,
        `the provider \`${key.text}\` needs \`services\``,
        'for example {services: [WhatsApp]}',
      );
    }
    return (services ?? []).map((node) => ({ node, provider: key.text, reading }));
  });
}

/** By name in lower case. The first to spell a service or provider decides how it is written. */
function collectServices(
  all: readonly Service[],
): ReadonlyMap<string, { service: string; provider: string }> {
  const services = new Map<string, Service>();
  for (const each of all) {
    const name = each.node.text.toLowerCase();
    const first = services.get(name);
    if (first === undefined) services.set(name, each);
    else if (first.provider.toLowerCase() !== each.provider.toLowerCase()) {
      const problem = `the service \`${each.node.written}\` already belongs to ${first.provider}`;
      report(
        each.reading,
        each.node,
        problem,
        `one service has one provider; see ${place(first.reading, first.node)}`,
      );
    }
  }
  return new Map([...services].map(([name, { node, provider }]) => [name, { service: node.text, provider }]));
}

function place(reading: Reading, span: Span): string {
  const { file, line, column } = sourceOf(reading.document, span.start);
  return `${file}:${line}:${column}`;
}

function refuseRepeatedNames(drafts: readonly Draft[]): void {
  const names = new Map<string, Draft>();
  for (const draft of drafts) {
    const name = draft.endpoint.name.toLowerCase();
    const first = names.get(name);
    if (first === undefined) {
      names.set(name, draft);
      continue;
    }
    const problem = `this name is already taken at ${place(first.reading, first.nameAt)}`;
    report(
      draft.reading,
      draft.nameAt,
      problem,
      'give one of the two a `name` of its own; case does not count',
    );
  }
}

/** Services get their provider, and words that differ only in case one spelling, so that they group. */
function placed(drafts: readonly Draft[], services: ReturnType<typeof collectServices>): readonly Endpoint[] {
  const spellings = new Map<string, string>();
  const spell = (sort: string, word: string | null) => {
    if (word === null) return null;
    const key = `${sort}\n${word.toLowerCase()}`;
    const spelling = spellings.get(key) ?? word;
    spellings.set(key, spelling);
    return spelling;
  };
  return drafts.map(({ endpoint }) => {
    const known = services.get(endpoint.service?.toLowerCase() ?? '');
    const service = known?.service ?? spell('service', endpoint.service);
    const component = spell(`component ${service}`, endpoint.component);
    const provider = known === undefined ? null : spell('provider', known.provider);
    return { ...endpoint, service, component, provider, edge: spell('edge', endpoint.edge) };
  });
}

function unique(secrets: readonly Secret[]): readonly Secret[] {
  return [...new Map(secrets.map((secret) => [secret.name, secret])).values()];
}

function sorted(mistakes: readonly Mistake[]): readonly Mistake[] {
  const at = ({ source }: Mistake): readonly [number, number] => [source?.line ?? 0, source?.column ?? 0];
  return mistakes.toSorted((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}
