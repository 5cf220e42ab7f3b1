// README, docs, help, JSON Schema and `explain` tell of the same things: nothing stands in one and not in another.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { program as programOf } from '../../src/cli.ts';
import { codes } from '../../src/codes.ts';
import { settingsOf } from '../../src/config/effective.ts';
import { listSchema } from '../../src/config/json-schema.ts';
import { inspect } from '../../src/config/load.ts';
import { optionNames } from '../../src/config/schema.ts';
import { exits, explanations, statuses, words } from '../../src/explain/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import type { CauseCode, ReportedResult } from '../../src/model.ts';
import { wordOf } from '../../src/report/table/screen.ts';
import type { JsonSchema } from '../../src/shape/schema.ts';
import { whydown } from '../cli/command.ts';
import { fileOf } from '../config/list.ts';
import { codesPage } from './codes-page.ts';
import { codeIn, firstColumn, readme, section } from './readme.ts';
import { root } from './sources.ts';

const program = programOf(() => {});

/** Commands, and what stands below them. */
const commands = program.commands.flatMap((command) => [command, ...command.commands]);

const flagsIn = (text: string) => new Set(text.match(/(?<![\w-])--[a-z][a-z0-9-]*/g));
const everyWhere = new Set(['--help', '--version']);

describe('commands and flags', () => {
  test('the table of commands has every command', () => {
    const known = [...program.commands.map((command) => command.name()), 'help'];
    expect(
      firstColumn(section('## Commands'))
        .map((call) => call.split(' ')[0] ?? '')
        .filter((word) => known.includes(word))
        .sort(),
    ).toEqual(known.sort());
  });

  test('every command has a description and a group in the help', () => {
    const bare = program.commands.filter((command) => !command.description() || !command.helpGroup());
    expect(bare.map((command) => command.name())).toEqual([]);
  });

  test('the table of flags has every flag of every command, and no other', () => {
    const known = commands.flatMap(({ options }) => options.map(({ long }) => long ?? ''));
    expect(flagsIn(section('## Flags'))).toEqual(new Set([...known, ...everyWhere]));
  });

  test('every call of whydown in README and docs knows its command and its flags', () => {
    const pages = readdirSync(`${root}docs`).filter((file) => file.endsWith('.md'));
    const texts = [readme, ...pages.map((file) => readFileSync(`${root}docs/${file}`, 'utf8'))];
    const calls = texts.flatMap((text) => text.match(/(?<=^|[`$ ])(?:npx )?whydown [^`#|>\n]*/gm) ?? []);
    expect(calls.length).toBeGreaterThan(10);
    for (const call of calls) {
      const [, name = '', below = ''] = /whydown (\S+)(?: (\S+))?/.exec(call) ?? [];
      const named = program.commands.find((each) => each.name() === name);
      const command =
        named?.commands.find((each) => each.name() === below) ??
        named ??
        program.commands.find((each) => each.name() === 'run');
      const known = new Set([...(command?.options ?? []).map(({ long }) => long ?? ''), ...everyWhere]);
      expect(
        [...flagsIn(call)].filter((flag) => !known.has(flag)),
        call,
      ).toEqual([]);
    }
  });

  test('the help of every command fits 80 columns and hides what says nothing', () => {
    for (const command of commands) {
      const text = command.helpInformation();
      expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(text).not.toMatch(/default: (\[\]|false|")/);
    }
  });

  test('the help of the program fits them too, and has run first', async () => {
    const { code, stdout } = await whydown(['--help']);
    expect(code).toBe(0);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(stdout).toMatch(/Options:[\s\S]*?\n\n\w[^\n]*:\n {2}run /);
  });
});

describe('codes', () => {
  const known = Object.keys(codes);

  test('every code is explained, with causes, remedies and a command', () => {
    expect(Object.keys(explanations).sort()).toEqual(known.toSorted());
    for (const [code, { meaning, causes, remedies, look }] of Object.entries(explanations)) {
      expect(
        [meaning, ...causes, ...remedies].filter((text) => !/[.?]$/.test(text)),
        code,
      ).toEqual([]);
      expect(
        [causes, remedies, look].filter((part) => part.length === 0),
        code,
      ).toEqual([]);
      expect(
        look.filter((line) => /[\n<]HOST|example|TODO/.test(line)),
        code,
      ).toEqual([]);
    }
  });

  test('docs/codes.md is what the table and the explanations say', async () => {
    await expect(codesPage()).toMatchFileSnapshot(`${root}docs/codes.md`);
  });

  test('every code that README and docs name exists', () => {
    const named = (text: string) =>
      codeIn(text).filter((word) =>
        /^(local|dns|tcp|proxy|tls|http|content|latency|run)\.[a-z_]+$/.test(word),
      );
    const pages = readdirSync(`${root}docs`).filter((file) => file.endsWith('.md'));
    const texts = [readme, ...pages.map((file) => readFileSync(`${root}docs/${file}`, 'utf8'))];
    const all = texts.flatMap(named);
    expect(all.length).toBeGreaterThan(known.length);
    expect(all.filter((code) => !known.includes(code))).toEqual([]);
  });

  test('the words of degraded rows are those of the table', () => {
    for (const [word, code] of Object.entries(words)) {
      const result = { status: 'degraded', cause: { code } } as ReportedResult;
      expect(wordOf(result)).toBe(word);
    }
    const spoken = (Object.keys(codes) as CauseCode[]).filter(
      (code) => wordOf({ status: 'degraded', cause: { code } } as ReportedResult) !== 'DEGRADED',
    );
    expect(spoken.toSorted()).toEqual(Object.values(words).toSorted());
  });
});

describe('outcomes', () => {
  test('the README tells every status, word and exit code', () => {
    const text = section('## Reading the result');
    const cells = text.split('\n').map((line) => line.split(' | ')[0] ?? '');
    for (const status of Object.keys(statuses)) expect(cells).toContain(`| ${status}`);
    for (const word of Object.keys(words)) expect(codeIn(text)).toContain(word);
    const numbers = cells.filter((cell) => /^\| \d/.test(cell)).flatMap((cell) => cell.match(/\d+/g) ?? []);
    expect(numbers.map(Number).toSorted()).toEqual(Object.keys(exits).map(Number).toSorted());
  });
});

test('everything in the JSON Schema that has a name has a description', () => {
  const silent: string[] = [];
  const visit = (schema: JsonSchema, path: string): void => {
    if (schema === false) return;
    for (const [key, part] of Object.entries(schema.properties ?? {})) {
      if (part !== false && !part.description) silent.push(`${path}.${key}`);
    }
  };
  const whole = listSchema();
  const parts = whole === false ? {} : (whole.definitions ?? {});
  visit(whole, 'list');
  for (const name of ['defaults', 'provider', 'control', 'expect']) visit(parts[name] ?? false, name);
  const [, endpoint = false] = (parts.endpoint || undefined)?.anyOf ?? [];
  visit(endpoint, 'endpoint');
  expect(endpoint).not.toBe(false);
  expect(silent).toEqual([]);
});

test.each(kinds.map((kind) => [kind.form, kind] as const))(
  '%s: show knows the keys the README names',
  (_, kind) => {
    const url = kind.form
      .replace('HOST[:PORT]/PATH', 'a.example/')
      .replace('HOST:PORT', 'a.example:1')
      .replace('NAME', 'a.example');
    const around = { env: {}, readFile: () => new Uint8Array() };
    const { list, drafts, services } = inspect([fileOf(JSON.stringify({ endpoints: [{ url }] }))], around);
    const shown = settingsOf(list.endpoints[0]!, { draft: drafts[0]!, services, overrides: [] });
    const documented = firstColumn(section('### Keys'));
    const known = documented.filter((key) => {
      const option = Object.entries(optionNames).find(([written]) => written === key)?.[1];
      return option !== undefined && kind.options.includes(option);
    });
    expect(known.length).toBeGreaterThan(3);
    expect(shown.map(({ key }) => key)).toEqual(expect.arrayContaining(known));
    expect(shown.map(({ key }) => key).filter((key) => ![...documented, 'provider'].includes(key))).toEqual(
      [],
    );
  },
);
