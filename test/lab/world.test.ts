import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/config/diagnostic.ts';
import { addressesOf } from '../../src/lab/address.ts';
import { readWorld } from '../../src/lab/index.ts';
import { sitesOf } from '../../src/lab/sites.ts';
import { world } from './box.ts';

test('the healthy world is in order, and every host has addresses of its own', () => {
  const sites = sitesOf(readWorld());
  // The name of a name server leads to an address that is a host of its own, and shared with other names.
  const addresses = sites.flatMap((site) => (Object.keys(site.ports).length > 0 ? site.addresses : []));
  expect(sites.length).toBeGreaterThan(50);
  expect(new Set(addresses).size).toBe(addresses.length);
});

test('names, addresses and headers are kept in one spelling', () => {
  expect(world.hosts.flatMap((host) => host.names)).toContain('2001:db8::53');
  expect(world.hosts[0]?.answers['/old']).toEqual({
    status: 301,
    headers: { location: 'https://www.example/' },
    body: '',
  });
});

test('a thousand names get a thousand pairs of addresses', () => {
  const pairs = Array.from({ length: 1000 }, (_, index) => addressesOf(index, true));
  expect(pairs.every(([a = '', b = '']) => isIPv4(a) && isIPv6(b))).toBe(true);
  expect(new Set(pairs.flat()).size).toBe(2000);
  expect(pairs.every(([a]) => a?.startsWith('198.18.') && !a.startsWith('198.18.0.'))).toBe(true);
});

test.each([
  ['hosts: []', /title: is missing/],
  ['title: x', /hosts: is missing/],
  ['- a', /world: is not a map/],
  ['title: x\nhosts: [{names: [a.example], ports: {}, port: 1}]', /hosts\[0\]\.port: unknown key/],
  ['title: x\nhosts: [{names: [], ports: {}}]', /names: a host needs/],
  ['title: x\nhosts: [{names: [a.example]}]', /hosts\[0\]\.ports: is missing/],
  ['title: x\nhosts: [{names: ["*.example"], ports: {}}]', /names\[0\]: "\*\.example" is neither/],
  ['title: x\nhosts: [{names: [198.18.3.4], ports: {}}]', /198\.18\.3\.4 is in the range/],
  ['title: x\nhosts: [{names: ["2001:2::1"], ports: {}}]', /2001:2::1 is in the range/],
  ['title: x\nhosts: [{names: [a.example, A.example], ports: {}}]', /a\.example is there twice/],
  ['title: x\nhosts: [{names: [a.example], ports: {0: tcp}}]', /ports\.0: not a port/],
  ['title: x\nhosts: [{names: [a.example], ports: {443: htps}}]', /443: unknown kind of port "htps"/],
  ['title: x\nhosts: [{names: [1.1.1.1], ports: {}, ipv6: true}]', /ipv6: is only for names/],
  ['title: x\nhosts: [{names: [a.example], ports: {}, answers: {}}]', /no port of this host speaks HTTP/],
  [web('/: {status: 99}'), /answers\.\/\.status: not a status/],
  [web('old: {status: 200}'), /a path begins with/],
  [web('/: {status: 200, headers: {Content-Length: 3}}'), /the lab writes this header/],
  [web('/: {status: 200, body: [x]}'), /body: is not text/],
  ['title: [', /unexpected end|flow/],
])('%s', (text, message) => {
  expect(mistakesIn(text)).toMatch(message);
});

test('all mistakes of a file are told at once', () => {
  expect(mistakesIn(web('/: {status: 99}, old: {status: 1}')).split('\n').length).toBeGreaterThan(2);
});

test('a file that is not there is the user’s mistake', () => {
  expect(() => readWorld('/nowhere/world.yaml')).toThrow(UserError);
});

function web(answers: string): string {
  return `title: x\nhosts: [{names: [a.example], ports: {80: http}, answers: {${answers}}}]`;
}

function mistakesIn(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'whydown-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'world.yaml');
  writeFileSync(file, text);
  try {
    readWorld(file);
  } catch (error) {
    if (error instanceof UserError) return error.mistakes.map((mistake) => mistake.message).join('\n');
    throw error;
  }
  return '';
}
