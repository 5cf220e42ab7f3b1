// Lists that are spoilt anywhere: cut, doubled, turned about, with bytes that no list has. Each is a list, or is told what
// is wrong with it and where: never is anything thrown but that, nor a secret shown.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Mistake, renderMistakes, UserError } from '../../src/config/diagnostic.ts';
import { inspect, type ListFile, load } from '../../src/config/load.ts';
import { folderOf } from './goldens.ts';
import { fileOf } from './list.ts';

const secret = 'open-sesame-9';
const context = {
  env: { TOKEN: secret, API_TOKEN: secret, BAD_HOST: `${secret} ${secret}` },
  readFile: (path: string) => {
    throw Object.assign(new Error(path), { code: 'ENOENT' });
  },
};

/** Good lists, and bad ones: both are spoilt further. */
const seeds: readonly Buffer[] = [
  readFileSync(new URL('../../probes.yaml', import.meta.url)).subarray(0, 6000),
  ...(['config', 'check'] as const).flatMap((sort) =>
    readdirSync(folderOf(sort), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => readFileSync(join(folderOf(sort), name)))
      .filter(({ length }) => length < 10_000),
  ),
];

/** What does harm in YAML, in UTF-8, in an expectation, or on a screen. */
const harm: readonly string[] = [
  ...[': ', '- ', '\n', '\r', '\t', '  ', '{', '}', '[', ']', '&a ', '*a', '<<: ', '!!str ', '|\n', '>-\n'],
  ...['#', '"', "'", '? ', '%YAML 1.1\n', '---\n', '...\n', ',', '\\', '\0', '\x1b[31m', '\u202e', '\ufeff'],
  ...['${env:TOKEN}', '${env:', '${file:x}', '$${', '${', '}', '\ud83d\ude00', '1e999', '-0', '0x1f', '~'],
  ...['::error::', '##[error]', '{contains: ', 'https://u:p@h/', '\u2028', 'é', '日本', '\x80'],
];

type Spoil = (bytes: Buffer) => Buffer;
const at = (share: number, { length }: Buffer) => Math.floor(share * length);
const share = fc.double({ min: 0, max: 1, noNaN: true });

const spoils: fc.Arbitrary<Spoil> = fc.oneof(
  fc.tuple(share, fc.constantFrom(...harm)).map(([where, text]): Spoil => {
    return (bytes) =>
      Buffer.concat([
        bytes.subarray(0, at(where, bytes)),
        Buffer.from(text),
        bytes.subarray(at(where, bytes)),
      ]);
  }),
  fc.tuple(share, fc.integer({ min: 0, max: 255 })).map(([where, byte]): Spoil => {
    return (bytes) => Buffer.from(bytes.map((old, index) => (index === at(where, bytes) ? byte : old)));
  }),
  fc.tuple(share, fc.integer({ min: 1, max: 60 })).map(([where, length]): Spoil => {
    return (bytes) =>
      Buffer.concat([bytes.subarray(0, at(where, bytes)), bytes.subarray(at(where, bytes) + length)]);
  }),
  fc.tuple(share, share, share).map(([from, to, where]): Spoil => {
    return (bytes) => {
      const piece = bytes.subarray(at(Math.min(from, to), bytes), at(Math.max(from, to), bytes));
      return Buffer.concat([bytes.subarray(0, at(where, bytes)), piece, bytes.subarray(at(where, bytes))]);
    };
  }),
  share.map(
    (where): Spoil =>
      (bytes) =>
        bytes.subarray(0, at(where, bytes)),
  ),
);

const spoiltLists: fc.Arbitrary<ListFile> = fc
  .tuple(fc.constantFrom(...seeds), fc.array(spoils, { minLength: 1, maxLength: 4 }))
  .map(([seed, all]) => fileOf(all.reduce<Buffer>((bytes, spoil) => spoil(bytes), seed)));

const anyBytes: fc.Arbitrary<ListFile> = fc.uint8Array({ maxLength: 400 }).map((bytes) => fileOf(bytes));

/** The mistakes; null when it is a list. */
function outcome(file: ListFile): readonly Mistake[] | null {
  try {
    expect(structuredClone(load([file], context))).toEqual(load([file], context));
    return null;
  } catch (error) {
    if (error instanceof UserError) return error.mistakes;
    throw error;
  }
}

function isWell(file: ListFile): void {
  const mistakes = outcome(file);
  if (mistakes === null) {
    for (const warning of inspect([file], context).warnings) expect(warning.source?.file).toBe(file.name);
    return;
  }
  expect(mistakes.length).toBeGreaterThan(0);
  const lines = new TextDecoder('utf-8').decode(file.bytes).split(/\r\n|\n|\r/);
  for (const { source, message } of mistakes) {
    expect(message).not.toBe('');
    if (source === undefined) continue;
    expect(source.line).toBeGreaterThan(0);
    expect(source.line, message).toBeLessThanOrEqual(lines.length);
    expect(source.column).toBeGreaterThan(0);
  }
  isReadable(mistakes);
}

/** What is shown of it obeys nobody, shows no secret, and has its caret below the line. */
function isReadable(mistakes: readonly Mistake[]): void {
  for (const unicode of [true, false]) {
    const text = renderMistakes(mistakes, { unicode });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(text).not.toContain(secret);
    expect(text).not.toMatch(/^(?:::|##)/m);
    if (!unicode) expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  }
  const lines = renderMistakes(mistakes).split('\n');
  lines.forEach((line, index) => {
    if (!/^ +\| +\^+( first here)?$/.test(line)) return;
    expect(lines[index - 1]).toMatch(/^ *\d+ \|/);
  });
}

test('a spoilt list is told what is wrong with it, or is a list', { timeout: 60_000 }, () => {
  fc.assert(fc.property(spoiltLists, isWell), { numRuns: 400 });
});

test('bytes that are no list at all are told so', () => {
  fc.assert(fc.property(anyBytes, isWell), { numRuns: 300 });
});
