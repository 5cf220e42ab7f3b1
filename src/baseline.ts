// A baseline: the samples of an earlier run as text for a file, and back. Reads and writes no file itself.

import { UserError } from './config/diagnostic.ts';
import type { Against } from './judge/regression.ts';
import type { Ask, Baseline, BaselineEntry, RegressLimit, ReportedResult, Run, Samples } from './model.ts';
import { spans } from './phases.ts';

const schema = 'whydown.baseline/1';

/** With fewer samples that passed, a later run could not be told from noise. */
export const fewestSamples = 5;

/** The baseline of a finished, concealed run, and the ways to ask that it leaves out, each with the reason. */
export function baselineOf({ version, startedAt, results }: Run): {
  readonly baseline: Baseline;
  readonly leftOut: readonly string[];
} {
  const all = results.flatMap((result) => (result.samples ?? []).map((samples) => ({ result, samples })));
  const entries = all.map(({ result, samples }) => entryOf(result, samples));
  return {
    baseline: { schema, version, startedAt, entries: entries.filter((entry) => typeof entry === 'object') },
    leftOut: entries.filter((entry) => typeof entry === 'string'),
  };
}

function entryOf(
  { endpoint: { name, urls }, status }: ReportedResult,
  samples: Samples,
): BaselineEntry | string {
  const { url, resolver, address, durations } = samples;
  const called = urls.length > 1 ? `${name} (${url})` : name;
  if (status !== 'up' && status !== 'degraded') return `${called}: ${status}`;
  const kept = Object.fromEntries(
    Object.entries(durations).map(([span, series]) => [span, series.filter((ms) => ms !== null)]),
  ) as BaselineEntry['durations'];
  const passed = kept.total?.length ?? 0;
  if (passed < fewestSamples) return `${called}: only ${passed} of ${samples.asked} samples passed`;
  return { name, url, resolver, address, durations: kept };
}

/** The text of a baseline's file: JSON with a line for each entry, so that a diff of two can be read. */
export function printBaseline({ entries, ...head }: Baseline): string {
  const lines = entries.map((entry) => JSON.stringify(entry, rounded));
  const start = JSON.stringify({ ...head, entries: [] }).slice(0, -2);
  return `${start}${lines.map((line) => `\n${line}`).join(',')}\n]}\n`;
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
}

/** Reads what `printBaseline` wrote. Throws a UserError that names the file when it is anything else. */
export function parseBaseline(text: string, file: string): Baseline {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return refuse(file, 'is no JSON');
  }
  if (!isObject(read) || typeof read.schema !== 'string') return refuse(file, 'is no baseline of whydown');
  if (read.schema !== schema) {
    const theirs = read.schema.slice(0, 60);
    const newer = theirs.startsWith('whydown.baseline/') ? ': another version of whydown wrote it' : '';
    return refuse(file, `has the schema ${theirs}, not ${schema}${newer}`);
  }
  const { version, startedAt, entries } = read;
  if (typeof version !== 'string' || typeof startedAt !== 'string' || !Array.isArray(entries)) {
    return refuse(file, 'is damaged');
  }
  const good = entries.filter(isEntry);
  return good.length === entries.length
    ? { schema, version, startedAt, entries: good }
    : refuse(file, 'is damaged');
}

function refuse(file: string, problem: string): never {
  throw new UserError(`${file} ${problem}`, `save one with: whydown baseline save ${file} --samples 20`);
}

function isEntry(value: unknown): value is BaselineEntry {
  if (!isObject(value) || typeof value.name !== 'string' || typeof value.url !== 'string') return false;
  const texts = [value.resolver, value.address];
  if (!texts.every((text) => text === null || typeof text === 'string') || !isObject(value.durations))
    return false;
  return Object.entries(value.durations).every(
    ([span, series]) =>
      spans.some((known) => known === span) && Array.isArray(series) && series.every(isDuration),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDuration(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** What a run is held against. `conceal` masks the run's secrets, as the baseline's own were. */
export function againstBaseline(
  { entries }: Baseline,
  limits: readonly RegressLimit[],
  conceal: (text: string) => string,
): Against {
  const key = (name: string, { url, resolver, address }: Ask) =>
    JSON.stringify([name, url, resolver, address]);
  const known = new Map(entries.map((entry) => [key(entry.name, entry), entry]));
  const shown = (text: string | null) => (text === null ? null : conceal(text));
  return {
    limits,
    find: (name, { url, resolver, address }) => {
      const ask = { url: conceal(url), resolver: shown(resolver), address: shown(address) };
      return known.get(key(conceal(name), ask)) ?? null;
    },
  };
}
