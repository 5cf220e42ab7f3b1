// A replay: an outage as it went, phase by phase, played on the healthy world. Plain facts read from a YAML file.
//
//   title: Meta is gone                  what happened, in a few words
//   date: 2021-10-04                     optional; the day in UTC
//   sources: [https://…]                 optional; where it can be read
//   note: what is known and what is not  optional
//   groups: {meta: &meta [*.facebook.com]}   optional; lists to be named by their anchors, nothing reads them here
//   hosts: […]  zones: […]               optional; what the healthy world lacks, written as in a world
//   phases:                              one, or several in the order of time
//     - at: 15:50                        UTC; a phase lasts until the next one begins. Only a single one can lack it
//       title: its names are gone        in a few words
//       note: …                          optional
//       faults:                          none when all is well
//         - web.whatsapp.com=503         as after --break
//         - hosts: [*meta, g.whatsapp.net]      or a map: HOST of --break, one or many, lists within lists too
//           fault: dns.servfail/22       FAULT of --break
//           asked: 1.1.1.1               optional; only as this name server tells it (HOST@SERVER)
//           text: at delegation …        optional; beside an extended DNS error
//         - hosts: metastatus.com
//           answer: {status: 200, headers: {…}, body: …}   or an answer to every request, as in a world
//           path: /data/                 optional; to what begins so

import { UserError } from '../config/diagnostic.ts';
import { checkedBreak } from './break.ts';
import type { Break, LabFault } from './faults.ts';
import { anyMapAt, listAt, mapAt, readChecked, textAt, toAnswer, type Wrong } from './fields.ts';
import { type Site, sitesOf } from './sites.ts';
import { toFault, withText } from './variants.ts';
import { readWorld, toHosts, toZones, type World, withoutDoubles } from './world.ts';

/** What holds from one moment on. */
export interface Phase {
  /** `HH:MM` in UTC; null where the replay has no time line. */
  readonly at: string | null;
  readonly title: string;
  readonly note: string;
  readonly breaks: readonly Break[];
}

export interface Replay {
  readonly title: string;
  /** `YYYY-MM-DD` in UTC; null for what could be any day. */
  readonly date: string | null;
  readonly sources: readonly string[];
  readonly note: string;
  readonly world: World;
  readonly phases: readonly Phase[];
}

/** Reads and checks a replay; throws a `UserError` that lists every mistake in it. */
export function readReplay(file: URL | string): Replay {
  return readChecked(file, toReplay);
}

/** Read once for all replays. */
let healthy: World | null = null;

const keys = ['title', 'date', 'sources', 'note', 'groups', 'hosts', 'zones', 'phases'];

function toReplay(value: unknown, wrong: Wrong): Replay {
  const fields = mapAt(value, 'replay', keys, wrong);
  healthy ??= readWorld();
  const added = { hosts: toHosts(fields.hosts ?? [], wrong), zones: toZones(fields.zones ?? [], wrong) };
  const parts = { hosts: [...healthy.hosts, ...added.hosts], zones: [...healthy.zones, ...added.zones] };
  const world = { ...healthy, ...withoutDoubles(parts, wrong) };
  const rows = listAt(fields.phases, 'phases', wrong);
  const sites = sitesOf(world);
  const phases = rows.map((row, index) => toPhase(row, `phases[${index}]`, sites, wrong));
  checkTimes(phases, wrong);
  return {
    title: textAt(fields.title, 'title', wrong),
    date: fields.date === undefined ? null : toDate(fields.date, wrong),
    sources: listAt(fields.sources ?? [], 'sources', wrong).map((each, index) =>
      toSource(each, index, wrong),
    ),
    note: textAt(fields.note ?? '', 'note', wrong),
    world,
    phases,
  };
}

function checkTimes(phases: readonly Phase[], wrong: Wrong): void {
  if (phases.length === 0) wrong('phases', 'a replay needs a phase');
  phases.forEach(({ at }, index) => {
    const before = phases[index - 1]?.at ?? '';
    if (phases.length > 1 && at === null) wrong(`phases[${index}].at`, 'is missing');
    else if (at !== null && at <= before) wrong(`phases[${index}].at`, `${at} is not after ${before}`);
  });
}

function toDate(value: unknown, wrong: Wrong): string {
  // A YAML reader may well make a date of it.
  const date = value instanceof Date ? value.toISOString().slice(0, 10) : textAt(value, 'date', wrong);
  const valid = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));
  if (!valid) wrong('date', `${JSON.stringify(value)} is not a day`, 'write it as 2021-10-04');
  return date;
}

function toSource(value: unknown, index: number, wrong: Wrong): string {
  const url = textAt(value, `sources[${index}]`, wrong);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) wrong(`sources[${index}]`, 'not a URL of the web');
  return url;
}

function toPhase(value: unknown, where: string, sites: readonly Site[], wrong: Wrong): Phase {
  const fields = mapAt(value, where, ['at', 'title', 'note', 'faults'], wrong);
  const rows = listAt(fields.faults ?? [], `${where}.faults`, wrong);
  return {
    at: fields.at === undefined ? null : toTime(fields.at, `${where}.at`, wrong),
    title: textAt(fields.title, `${where}.title`, wrong),
    note: textAt(fields.note ?? '', `${where}.note`, wrong),
    breaks: rows.flatMap((row, index) => toBreaks(row, `${where}.faults[${index}]`, sites, wrong)),
  };
}

function toTime(value: unknown, where: string, wrong: Wrong): string {
  if (isTime(value)) return value;
  wrong(where, `${JSON.stringify(value)} is not a time of day`, 'write it as 15:40, in UTC');
  return '';
}

/** Whether it is a time of day, `HH:MM`. */
export function isTime(value: unknown): value is string {
  return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value);
}

function toBreaks(value: unknown, where: string, sites: readonly Site[], wrong: Wrong): readonly Break[] {
  return telling(where, wrong, () => {
    if (typeof value === 'string') {
      const equals = value.indexOf('=');
      if (equals < 1) throw new UserError(`\`${value}\` is not HOST=FAULT`);
      return [checkedBreak(value.slice(0, equals), toFault(value.slice(equals + 1)), sites)];
    }
    const fields = mapAt(value, where, ['hosts', 'asked', 'fault', 'text', 'answer', 'path'], wrong);
    const written = [fields.hosts].flat(9);
    const fault = faultOf(fields, where, wrong);
    if (fault === null) return [];
    const asked = fields.asked === undefined ? '' : `@${textAt(fields.asked, `${where}.asked`, wrong)}`;
    return written.flatMap((host, index) => {
      const at = `${where}.hosts${written.length > 1 ? `[${index}]` : ''}`;
      return telling(at, wrong, () => [checkedBreak(textAt(host, at, wrong) + asked, fault, sites)]);
    });
  });
}

function faultOf(fields: Readonly<Record<string, unknown>>, where: string, wrong: Wrong): LabFault | null {
  const { fault, text, answer, path } = fields;
  if ((fault === undefined) === (answer === undefined)) {
    wrong(where, 'needs one of the two: `fault` or `answer`');
    return null;
  }
  if (answer !== undefined) {
    if (path !== undefined && !String(path).startsWith('/')) wrong(`${where}.path`, 'a path begins with /');
    const begins = path === undefined ? {} : { path: String(path) };
    return {
      at: 'http',
      answer: toAnswer(anyMapAt(answer, `${where}.answer`, wrong), `${where}.answer`, wrong),
      ...begins,
    };
  }
  if (path !== undefined) wrong(`${where}.path`, 'belongs to `answer`');
  const read = toFault(typeof fault === 'number' ? String(fault) : textAt(fault, `${where}.fault`, wrong));
  if (text === undefined) return read;
  const told = withText(read, textAt(text, `${where}.text`, wrong));
  if (told === null) wrong(`${where}.text`, 'stands beside an extended DNS error only', 'dns.servfail/22');
  return told;
}

/** What `work` gives; a mistake that it throws is told with its place. */
function telling<T>(where: string, wrong: Wrong, work: () => readonly T[]): readonly T[] {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    for (const { message, hint } of error.mistakes) wrong(where, message, hint);
    return [];
  }
}
