import { expect, test } from 'vitest';
import { type Import, type SourceFile, sources } from './sources.ts';

/** What each part may import of the others, in values and in types; the parts not named here may all. */
const may: Readonly<Record<string, readonly string[]>> = {
  // The closed table of codes is where the types of the codes come from.
  model: ['codes'],
  codes: [],
  explain: ['codes', 'model', 'text'],
  shape: ['model'],
  resolver: ['shape'],
  pattern: ['shape'],
  net: ['codes', 'model', 'phases', 'resolver', 'shape', 'version'],
  // To say which word was meant.
  kinds: ['net', 'config/diagnostic.ts', 'codes', 'family', 'host', 'model', 'shape', 'version'],
  run: ['asks', 'group', 'kinds', 'net', 'model'],
  family: ['model', 'shape'],
  asks: ['family', 'model', 'resolver'],
  stats: ['model'],
  json: ['model'],
  feeds: ['json', 'model'],
  judge: [
    'asks',
    'codes',
    'family',
    'feeds',
    'group',
    'json',
    'model',
    'pattern',
    'phases',
    'shape',
    'stats',
    'units',
  ],
  // To make jobs of retries and of questions, which have no options of their own.
  verdict: [
    'asks',
    'config/builtin.ts',
    'config/plan.ts',
    'codes',
    'family',
    'group',
    'host',
    'model',
    'resolver',
  ],
  repeat: ['codes', 'conceal', 'host', 'model', 'resolver', 'shape'],
  settle: ['group', 'model'],
  conceal: ['model'],
  // What is known half way is judged and shown as at the end.
  events: ['asks', 'conceal', 'group', 'judge', 'model', 'verdict'],
  view: ['events', 'model', 'phases', 'report', 'text'],
  report: ['codes', 'family', 'group', 'host', 'model', 'phases', 'stats', 'text'],
  terminal: ['report'],
  output: [],
  // A list is read by what the registries of kinds and checks declare.
  config: [
    'asks',
    'feeds',
    'judge',
    'kinds',
    'family',
    'host',
    'model',
    'pattern',
    'resolver',
    'shape',
    'text',
    'units',
  ],
  lab: ['net', 'config/diagnostic.ts', 'model', 'place', 'shape', 'units'],
  place: [],
};

/** `net` of `src/net/dns.ts`, `model` of `src/model.ts`. */
function partOf(path: string): string {
  return path.startsWith('src/') ? (path.split('/')[1] ?? '').replace(/\.ts$/, '') : '';
}

function wrong(holds: (file: SourceFile, taken: Import) => boolean): string[] {
  return sources.flatMap((file) =>
    file.imports.filter((taken) => !holds(file, taken)).map(({ target }) => `${file.path} imports ${target}`),
  );
}

test('every part imports only what it may', () => {
  expect(
    wrong(({ path }, { target }) => {
      const allowed = may[partOf(path)];
      if (!target.startsWith('src/') || allowed === undefined || partOf(path) === partOf(target)) return true;
      return allowed.some((name) => name === partOf(target) || target === `src/${name}`);
    }),
  ).toEqual([]);
});

test('only src/net and src/lab can open a socket', () => {
  const sockets = /^(node:(net|tls|dns|dgram|http|https|http2)(\/.*)?|undici)$/;
  // Questions to the text of an address; nothing is opened.
  const pure = ['isIP', 'isIPv4', 'isIPv6', 'BlockList'];
  expect(
    wrong(({ path }, { target, names, typeOnly }) => {
      if (!sockets.test(target) || typeOnly || ['net', 'lab'].includes(partOf(path))) return true;
      return names.length > 0 && names.every((name) => pure.includes(name));
    }),
  ).toEqual([]);
});

test('only kinds take the steps; the runner their record, the commands the network of the machine', () => {
  const exceptions: Readonly<Record<string, readonly string[]>> = {
    'src/run/runner.ts': ['Trace', 'isStarved', 'ownStall', 'thrown'],
    'src/commands/run.ts': ['machineNetwork', 'publicOnly'],
    'src/commands/baseline.ts': ['machineNetwork'],
    'src/commands/why.ts': ['machineNetwork'],
  };
  expect(
    wrong(({ path }, { target, names, typeOnly }) => {
      if (typeOnly || partOf(target) !== 'net' || ['net', 'kinds'].includes(partOf(path))) return true;
      return names.length > 0 && names.every((name) => exceptions[path]?.includes(name));
    }),
  ).toEqual([]);
});

test('the box is loaded by nothing but the demo, and only when it runs', () => {
  const lazily = (text: string) => !/^import (?!type)[^;]*lab\//m.test(text);
  expect(
    wrong(({ path, text }, { target }) => {
      if (partOf(target) !== 'lab' || partOf(path) === 'lab') return true;
      return path.startsWith('src/commands/demo') && lazily(text);
    }),
  ).toEqual([]);
});

test('what is judged, told and concluded is pure: no files, no clock, no environment', () => {
  const pure = [
    'model',
    'codes',
    'judge',
    'verdict',
    'report',
    'settle',
    'conceal',
    'feeds',
    'json',
    'group',
    'phases',
    'stats',
    'explain',
  ];
  const impure = /\b(process\.|performance\.|Date\.now|new Date\(\)|Math\.random|setTimeout|await )/;
  const files = sources.filter(({ path }) => pure.includes(partOf(path)));
  expect(files.length).toBeGreaterThan(30);
  expect(files.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
  expect(
    wrong(({ path }, { target }) => !pure.includes(partOf(path)) || !target.startsWith('node:')),
  ).toEqual([]);
});

test('no file imports itself by a detour', () => {
  const graph = new Map(sources.map(({ path, imports }) => [path, imports.map(({ target }) => target)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path].join(' -> '));
    if (way.includes(path) || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  expect(cycles).toEqual([]);
});

test('every import in src is seen by these tests', () => {
  for (const { path, text, imports } of sources) {
    const written = text.match(/^(?:import|export)\b[^;]*?\bfrom\s+'|\bimport\('/gm) ?? [];
    expect(imports.length, path).toBe(written.length);
    for (const { target } of imports)
      if (target.startsWith('src/')) expect(sources.map((each) => each.path)).toContain(target);
  }
});
