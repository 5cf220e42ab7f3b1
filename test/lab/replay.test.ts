import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/config/diagnostic.ts';
import { builtInReplay, readReplay, replayNames } from '../../src/lab/index.ts';

const phase = 'phases: [{title: y';

test.each([
  [`${phase}}]`, /title: is missing/],
  ['title: x', /phases: is missing/],
  ['title: x\nphases: []', /phases: a replay needs a phase/],
  [`title: x\ndate: 4 October\n${phase}}]`, /date: "4 October" is not a day/],
  [`title: x\ndate: 2021-13-45\n${phase}}]`, /date: .* is not a day/],
  [`title: x\nsources: [example.com]\n${phase}}]`, /sources\[0\]: not a URL of the web/],
  [`title: x\nphase: 1\n${phase}}]`, /replay\.phase: unknown key/],
  [`title: x\n${phase}, at: 25:00}]`, /phases\[0\]\.at: "25:00" is not a time of day/],
  [`title: x\n${phase}, at: 10:00}, {title: z}]`, /phases\[1\]\.at: is missing/],
  [`title: x\n${phase}, at: 10:00}, {at: 10:00, title: z}]`, /phases\[1\]\.at: 10:00 is not after 10:00/],
  [`title: x\n${phase}, faults: [x.com]}]`, /phases\[0\]\.faults\[0\]: `x\.com` is not HOST=FAULT/],
  [`title: x\n${phase}, faults: [x.con=503]}]`, /faults\[0\]: no host .* `x\.con`/],
  [`title: x\n${phase}, faults: [{hosts: x.com}]}]`, /faults\[0\]: needs one of the two/],
  [`title: x\n${phase}, faults: [{hosts: x.com, fault: tcp.timout}]}]`, /unknown fault `tcp\.timout`/],
  [
    `title: x\n${phase}, faults: [{hosts: [x.com, 1.1.1.1], fault: 503}]}]`,
    /hosts\[1\]: .*change nothing.*HTTP/,
  ],
  [`title: x\n${phase}, faults: [{hosts: x.com, fault: 503, path: /}]}]`, /path: belongs to `answer`/],
  [`title: x\n${phase}, faults: [{hosts: x.com, answer: {status: 99}}]}]`, /answer\.status: not a status/],
  [`title: x\n${phase}, faults: [{hosts: x.com, fault: 503, text: y}]}]`, /text: stands beside an extended/],
  [
    `title: x\n${phase}, faults: [{hosts: x.com, asked: x.com, fault: 503}]}]`,
    /a name server only tells names/,
  ],
  [`title: x\n${phase}, faults: ["x.com@8.8.4.4=dns.nxdomain"]}]`, /no host .* `8\.8\.4\.4`/],
  [`title: x\n${phase}, faults: ["x.com@x.com=dns.nxdomain"]}]`, /x\.com is no name server/],
  [`title: x\n${phase}, faults: ["x.com#7=tcp.timeout"]}]`, /it has no such address/],
  [`title: x\n${phase}, faults: ["x.com#first=tcp.timeout"]}]`, /says #first/],
  [`title: x\n${phase}, faults: ["x.com#1=503"]}]`, /an address can only fail at tcp/],
  [`title: x\n${phase}, faults: ["1.1.1.1=tcp.fallback"]}]`, /no such address, or no other/],
  [`title: x\n${phase}, faults: [x.com=latency.slow/4]}]`, /`4` needs a unit/],
  [`title: x\n${phase}, faults: [x.com=tcp.timeout/4]}]`, /tcp\.timeout knows no `4`/],
  [`title: x\nhosts: [{names: [x.com], ports: {}}]\n${phase}}]`, /hosts: x\.com is there twice/],
  [`title: x\nzones: [{names: [x.com], servers: {}}]\n${phase}}]`, /zones: x\.com is there twice/],
  [`title: x\nzones: [{names: [a.example], servers: {ns.a.example: a}}]\n${phase}}]`, /is not an IP address/],
])('%s', (text, message) => {
  expect(mistakesIn(text)).toMatch(message);
});

test('all mistakes of a file are told at once, each with its place', () => {
  const told = mistakesIn(`title: x\n${phase}, faults: [x.com, x.con=503]}, {at: 9}]`).split('\n');
  expect(told.length).toBeGreaterThan(3);
  expect(told.every((line) => /replay\.yaml: [\w.[\]]+: /.test(line))).toBe(true);
});

test('what the healthy world lacks can be added, and broken', () => {
  const { world, phases } = read(
    `title: x\nhosts: [{names: [shop.example.com], ports: {443: https}}]\n${phase}, faults: [shop.example.com=503]}]`,
  );
  expect(world.hosts.flatMap(({ names }) => names)).toContain('shop.example.com');
  expect(phases[0]?.breaks).toEqual([{ host: 'shop.example.com', fault: 503 }]);
});

test('lists within lists are one list, and `asked` holds for all of it', () => {
  const { phases } = read(
    `title: x\n${phase}, faults: [{hosts: [[x.com, [t.me]], telegram.org], asked: system, fault: dns.nxdomain}]}]`,
  );
  expect(phases[0]?.breaks.map(({ host, asked }) => `${host}@${asked}`)).toEqual([
    'x.com@system',
    't.me@system',
    'telegram.org@system',
  ]);
});

test('the built-in ones are in order, the dated before the others', () => {
  const names = replayNames();
  expect(names[0]).toMatch(/^2019/);
  expect(names.at(-1)).not.toMatch(/^\d/);
  for (const name of names) expect(builtInReplay(name).date).toBe(/^\d{4}-\d\d-\d\d/.exec(name)?.[0] ?? null);
});

function read(text: string) {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'replay.yaml');
  writeFileSync(file, text);
  return readReplay(file);
}

function mistakesIn(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof UserError) return error.mistakes.map((mistake) => mistake.message).join('\n');
    throw error;
  }
  return '';
}
