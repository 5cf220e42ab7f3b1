// From the bytes of YAML files to the list, or to all mistakes of all files at once.
// Apart from the files that a list names it reads nothing, and it never asks the network.

import type { Authority, List, Secret } from '../model.ts';
import { Enough, type Mistake, UserError } from './diagnostic.ts';
import { type Document, decode, mistakeAt } from './document.ts';
import { type Draft, readControl, readEndpoint } from './endpoint.ts';
import { readExpect } from './expect.ts';
import { eachOnce } from './feeds.ts';
import { readRecord, whatIs } from './fields.ts';
import { interpolate } from './interpolate.ts';
import { literalSecrets, literalWarnings } from './literal.ts';
import { parseYaml } from './parse.ts';
import { type Providers, readProviders } from './providers.ts';
import { type Reading, report } from './reading.ts';
import type { Surroundings } from './reference.ts';
import { defaultsFields, explain, listFields } from './schema.ts';
import { mostBytes, refuseUntrusted } from './untrusted.ts';
import { secretsBehind } from './user-info.ts';
import {
  collectServices,
  placed,
  refuseRepeatedNames,
  type Service,
  spelled,
  uniqueSecrets,
  unusedServices,
} from './whole.ts';
import type { MapNode, Node } from './yaml.ts';

export interface ListFile {
  /** As the user is shown it. */
  readonly name: string;
  /** Paths in the file are relative to it. */
  readonly folder: string;
  readonly bytes: Uint8Array;
}

export type LoadContext = Pick<Surroundings, 'env' | 'readFile' | 'untrusted'>;

/** What a file says, as far as it could be read. */
interface Content {
  readonly endpoints: readonly Draft[];
  readonly controls: readonly Draft[];
  readonly services: readonly Service[];
  readonly feeds: readonly Draft[];
  readonly authorities: readonly Authority[];
  /** How many endpoints and controls are written, read or not. */
  readonly written: Written;
}

interface Written {
  readonly endpoints: number;
  readonly controls: number;
}

interface LoadedFile extends Content {
  readonly mistakes: ReadonlyMap<string, Mistake>;
  readonly unset: readonly Mistake[];
  readonly literals: readonly Mistake[];
  readonly secrets: readonly Secret[];
  /** Those that stand in the list itself. */
  readonly literalSecrets: readonly Secret[];
}

/** A list with what `check` and `show` want to know of it. */
export interface Inspection {
  readonly list: List;
  /** What stops nobody, in the order of files and lines. */
  readonly warnings: readonly Mistake[];
  /** Those of the warnings that say what is missing. */
  readonly unset: readonly Mistake[];
  readonly written: Written;
  /** How each endpoint of the list came to be, in its order. */
  readonly drafts: readonly Draft[];
  /** By service in lower case: where a provider names it. */
  readonly services: ReadonlyMap<string, Service>;
}

/** The list of several files, each with its own defaults. Throws a UserError that holds every mistake. */
export function load(files: readonly ListFile[], context: LoadContext): List {
  return joined(
    files.map((file) => loadFile(file, context, 'run')),
    context,
  ).list;
}

/**
 * The list with its warnings. What a reference leads to may be missing: the value is not judged then, and an
 * endpoint that needs it for its URL is left out. Throws a UserError that holds every other mistake.
 */
export function inspect(files: readonly ListFile[], context: LoadContext): Inspection {
  const loaded = files.map((file) => loadFile(file, context, 'check'));
  const all = joined(loaded, context);
  const unused = all.written.endpoints > all.drafts.length ? [] : unusedServices(all.services, all.drafts);
  const warnings = [...loaded.flatMap(({ unset, literals }) => [...unset, ...literals]), ...unused];
  return { ...all, warnings: inOrder(warnings, loaded), unset: loaded.flatMap((file) => file.unset) };
}

function joined(
  loaded: readonly LoadedFile[],
  { untrusted }: LoadContext,
): Omit<Inspection, 'warnings' | 'unset'> {
  const services = collectServices(loaded.flatMap((file) => file.services));
  const drafts = loaded.flatMap((file) => file.endpoints);
  const controls = loaded.flatMap((file) => file.controls);
  const feeds = eachOnce(loaded.flatMap((file) => file.feeds));
  refuseRepeatedNames([...drafts, ...feeds]);
  refuseRepeatedNames(controls);
  if (untrusted) refuseUntrusted([...drafts, ...controls, ...feeds]);
  const mistakes = loaded.flatMap((file) => sorted([...file.mistakes.values()]));
  if (mistakes.length > 0) throw new UserError(mistakes);
  const count = (key: keyof Written) => loaded.reduce((sum, file) => sum + file.written[key], 0);
  const written = { endpoints: count('endpoints'), controls: count('controls') };
  if (written.endpoints === 0) {
    throw new UserError(
      'the list has no endpoints, so nothing would be probed',
      'add endpoints: [https://example.com]',
    );
  }
  const list = {
    endpoints: placed(drafts, services),
    controls: controls.map(({ endpoint }) => endpoint),
    feeds: feeds.map(({ endpoint }) => endpoint),
    authorities: spelled(
      loaded.flatMap((file) => file.authorities),
      services,
    ),
    // What has a name in the environment is told by that.
    secrets: uniqueSecrets([
      ...loaded.flatMap((file) => file.secrets),
      ...loaded.flatMap((file) => file.literalSecrets),
    ]),
  };
  return { list, written, drafts, services };
}

function loadFile(file: ListFile, context: LoadContext, purpose: 'run' | 'check'): LoadedFile {
  if (context.untrusted && file.bytes.length > mostBytes) {
    const message = `an untrusted list has at most ${mostBytes / 2 ** 20} MiB`;
    return failed([{ message, source: { file: file.name, line: 1, column: 1 } }]);
  }
  const document = decode(file.name, file.bytes);
  if (!('lineStarts' in document)) return failed([document]);
  const { root, mistakes } = parseYaml(document);
  if (root === null) return failed(mistakes.length > 0 ? mistakes : [emptyMistake(document)]);
  const { env, untrusted } = context;
  const readFile = remembering(context.readFile);
  const around = { env, folder: file.folder, readFile, untrusted };
  const { root: replaced, secrets, mistakes: wrong, unset } = interpolate(root, document, around);
  const noted = [...mistakes, ...wrong, ...(purpose === 'run' ? unset : [])];
  const reading: Reading = {
    document,
    folder: file.folder,
    readFile,
    secrets: [...literalSecrets(root), ...secretsBehind(secrets)],
    mistakes: new Map(noted.map((mistake, index) => [`earlier ${index}`, mistake])),
  };
  const content = readUntilEnough(replaced, reading);
  return {
    ...content,
    mistakes: reading.mistakes,
    unset: purpose === 'run' ? [] : unset.map((mistake) => ({ ...mistake, warning: true })),
    literals: purpose === 'run' ? [] : literalWarnings(root, document),
    secrets,
    literalSecrets: reading.secrets,
  };
}

/** What can be read before there are too many mistakes. */
function readUntilEnough(root: Node, reading: Reading): Content {
  try {
    return readTop(root, reading);
  } catch (error) {
    if (error instanceof Enough) return nothing;
    throw error;
  }
}

function failed(mistakes: readonly Mistake[]): LoadedFile {
  const noted = new Map(mistakes.map((mistake, index) => [String(index), mistake]));
  return { ...nothing, mistakes: noted, unset: [], literals: [], secrets: [], literalSecrets: [] };
}

const nothing: Content = {
  endpoints: [],
  controls: [],
  services: [],
  feeds: [],
  authorities: [],
  written: { endpoints: 0, controls: 0 },
};

const emptyHint = 'the shortest list is endpoints: [https://example.com]';

function emptyMistake(document: Document): Mistake {
  return mistakeAt(document, { start: 0, end: 0 }, { problem: 'the list is empty', hint: emptyHint });
}

/** Many endpoints may share one file through the defaults. */
function remembering(readFile: LoadContext['readFile']): LoadContext['readFile'] {
  const known = new Map<string, Uint8Array>();
  return (path, most) => {
    const key = `${most} ${path}`;
    const bytes = known.get(key) ?? readFile(path, most);
    known.set(key, bytes);
    return bytes;
  };
}

function readTop(root: Node, reading: Reading): Content {
  if (root.kind !== 'map') {
    const hint = root.kind === 'list' ? 'put it below `endpoints:`' : emptyHint;
    if (root.kind !== 'broken') {
      report(reading, root, `expected a map with \`endpoints\`, found ${whatIs(root)}`, hint);
    }
    return nothing;
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
    ...(top.providers === undefined ? noProviders : readProviders(top.providers, reading)),
    written: { endpoints: itemsOf(root, 'endpoints'), controls: itemsOf(root, 'controls') },
  };
}

const noProviders: Providers = { services: [], feeds: [], authorities: [] };

/** How many items the list of this key has, read or not. */
function itemsOf(root: MapNode, name: string): number {
  const value = root.entries.find(({ key }) => key.text === name)?.value;
  return value?.kind === 'list' ? value.items.length : 0;
}

function sorted(mistakes: readonly Mistake[]): readonly Mistake[] {
  const at = ({ source }: Mistake): readonly [number, number] => [source?.line ?? 0, source?.column ?? 0];
  return mistakes.toSorted((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
}

/** Warnings by file, then by line. */
function inOrder(warnings: readonly Mistake[], loaded: readonly LoadedFile[]): readonly Mistake[] {
  const files = [...new Set(warnings.map(({ source }) => source?.file))];
  return loaded.length < 2
    ? sorted(warnings)
    : files.flatMap((file) => sorted(warnings.filter(({ source }) => source?.file === file)));
}
