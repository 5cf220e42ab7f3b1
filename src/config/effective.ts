// The settings of an endpoint as they hold in the end, each with where it comes from: its own line, the defaults,
// a flag, or nobody's word. It goes by the tables of the grammar, so that a new option appears by itself. Only
// what the list has written is told: a reference stays one. Pure.

import { kindOf } from '../kinds/index.ts';
import type { Endpoint, Options } from '../model.ts';
import { builtInOptions } from './builtin.ts';
import { covered, coveredValue, secretHeaders } from './cover.ts';
import { sourceOf } from './document.ts';
import type { Draft } from './endpoint.ts';
import { endpointFields, optionNames } from './schema.ts';
import { durationText, flow, plainText } from './spell.ts';
import type { Service } from './whole.ts';
import { endpointWords } from './words.ts';
import type { MapNode, Node } from './yaml.ts';

/** One line, or a key with lines below it. `origin` reads behind a `#`. */
export interface Setting {
  readonly key: string;
  readonly value: string | readonly Setting[];
  readonly origin?: string;
  /** The value tells in words what holds, as no value of a list would say it. */
  readonly unsaid?: true;
}

/** What one flag makes of the options. */
export interface Override {
  /** `--timeout`. */
  readonly flag: string;
  readonly options: Options;
}

/** Where the parts of an endpoint come from. */
export interface Origins {
  /** Null for a target that no list knows. */
  readonly draft: Draft | null;
  readonly services: ReadonlyMap<string, Service>;
  readonly overrides: readonly Override[];
}

const builtIn = 'built in';

/** Every setting of an endpoint, in the order of the table of keys. `endpoint` is without the flags. */
export function settingsOf(endpoint: Endpoint, origins: Origins): readonly Setting[] {
  const { draft } = origins;
  const kind = kindOf(new URL(endpoint.urls[0] ?? '').protocol);
  return Object.keys(endpointFields).flatMap((key): readonly Setting[] => {
    if (isOption(key)) {
      return kind?.options.includes(optionNames[key]) ? [optionOf(key, endpoint, origins)] : [];
    }
    if (key === 'expect') return expectOf(endpoint, draft);
    const provider = key === 'component' ? providerOf(endpoint, origins.services) : [];
    const said = find(draft, key);
    if (said !== null && draft !== null) return [fromNode(key, said, draft), ...provider];
    return [...identityOf(key, endpoint, draft), ...provider];
  });
}

function isOption(key: string): key is keyof typeof optionNames {
  return Object.hasOwn(optionNames, key);
}

function find(draft: Draft | null, name: string): Node | null {
  return draft?.said.entries.find(({ key }) => key.text === name)?.value ?? null;
}

/** What names an endpoint and nobody wrote: only what there is. */
function identityOf(key: string, endpoint: Endpoint, draft: Draft | null): readonly Setting[] {
  const own: Readonly<Record<string, unknown>> = { ...endpoint, url: endpoint.urls };
  const value = own[key];
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
  const typed = draft === null && (key === 'name' || key === 'url');
  const setting = fromModel(key, value, typed ? 'the command line' : builtIn);
  return [typeof setting.value === 'string' ? { ...setting, value: covered(setting.value) } : setting];
}

function providerOf({ service, provider }: Endpoint, services: Origins['services']): readonly Setting[] {
  const named = services.get(service?.toLowerCase() ?? '');
  if (provider === null || named === undefined) return [];
  const { file, line } = sourceOf(named.reading.document, named.node.start);
  return [{ key: 'provider', value: plainText(provider), origin: `providers, ${file}:${line}` }];
}

/** An option: what nobody wrote is built in, and a flag wins over both. */
function optionOf(
  key: keyof typeof optionNames,
  { options }: Endpoint,
  { draft, overrides }: Origins,
): Setting {
  const name = optionNames[key];
  const said = find(draft, key);
  // The options hold what references brought: of one that somebody wrote, only the rest is told without its line.
  const written = said === null || draft === null ? null : fromNode(key, said, draft);
  const value = (written === null ? options : builtInOptions)[name];
  const base = isEmpty(value) ? unsaid(key) : fromModel(key, value, builtIn, name);
  const listed = written === null ? base : laidOver(base, written);
  return overrides.reduce((setting, { flag, options: after }) => {
    const changed = difference(options[name], after[name]);
    return changed === undefined ? setting : laidOver(setting, fromModel(key, changed, flag, name));
  }, listed);
}

function unsaid(key: keyof typeof optionNames): Setting {
  return { key, value: endpointWords[key].otherwise, origin: builtIn, unsaid: true };
}

function isEmpty(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** What of a value is another one: of a map only the keys that differ. Undefined when nothing is. */
function difference(before: unknown, after: unknown): unknown {
  if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
  if (!isRecord(before) || !isRecord(after)) return after;
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  return Object.fromEntries(keys.map((key) => [key, after[key]]));
}

function laidOver(base: Setting, over: Setting): Setting {
  const { value } = over;
  if (typeof base.value === 'string' || typeof value === 'string') return over;
  const kept = base.value.map((each) => value.find(({ key }) => key === each.key) ?? each);
  const added = value.filter(({ key }) => kept.every((each) => each.key !== key));
  return { key: base.key, value: [...kept, ...added] };
}

function expectOf(endpoint: Endpoint, draft: Draft | null): readonly Setting[] {
  const said = find(draft, 'expect');
  const written = said?.kind === 'map' && draft !== null ? linesOf(said, draft) : [];
  const silent = endpoint.expect.filter(({ check }) => written.every(({ key }) => key !== check));
  const value = [
    ...silent.map(({ check, written: text }) => ({ key: check, value: plainText(text), origin: builtIn })),
    ...written,
  ];
  return value.length === 0 ? [] : [{ key: 'expect', value }];
}

function fromNode(key: string, node: Node, draft: Draft): Setting {
  if (node.kind === 'map' && node.entries.length > 0) return { key, value: linesOf(node, draft) };
  const { document } = draft.reading;
  const { file, line } = sourceOf(document, node.start);
  const { defaults } = draft;
  const shared = defaults !== null && node.start >= defaults.start && node.start < defaults.end;
  return {
    key,
    value: shown(key, node, document.text),
    origin: `${shared ? 'defaults, ' : ''}${file}:${line}`,
  };
}

function linesOf(node: MapNode, draft: Draft): readonly Setting[] {
  return node.entries.map(({ key, value }) => fromNode(key.text, value, draft));
}

/** What the list has written; a literal that looks like a secret is covered. */
function shown(key: string, node: Node, text: string): string {
  // A reference that leads nowhere has no value: its own words are told.
  if (node.kind === 'broken') return text.slice(node.start, node.end);
  const words = flow(node);
  if (!secretHeaders.includes(key.toLowerCase())) return covered(words);
  // How long a secret is, is nobody's business where no caret must stand under it.
  return words.includes('${') ? coveredValue(words) : '********';
}

/** A value of the model in the words of the list: `afterMs: 1000` is `after: 1s`. */
function fromModel(key: string, value: unknown, origin: string, name = key): Setting {
  if (isRecord(value) && Object.keys(value).length > 0) {
    const lines = Object.entries(value).map(([inner, each]) =>
      fromModel(inner.replace(/Ms$/, ''), each, origin, inner),
    );
    return { key, value: lines };
  }
  if (typeof value === 'number' && name.endsWith('Ms')) return { key, value: durationText(value), origin };
  if (Array.isArray(value) && key === 'url' && value.length === 1) {
    return { key, value: plainText(String(value[0])), origin };
  }
  if (Array.isArray(value)) {
    return { key, value: `[${value.map(inFlow).join(', ')}]`, origin };
  }
  return { key, value: typeof value === 'string' ? plainText(value) : JSON.stringify(value), origin };
}

/** An item of a list of the model, on one line. */
function inFlow(value: unknown): string {
  if (!isRecord(value)) return typeof value === 'string' ? plainText(value, true) : JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, each]) => `${key}: ${inFlow(each)}`)
    .join(', ')}}`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
