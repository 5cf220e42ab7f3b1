import { expect, test } from 'vitest';
import { covered } from '../../src/config/cover.ts';

test.each([
  ['url: https://me:hunter2@example.com/', 'url: https://**********@example.com/'],
  [
    'headers: {authorization: Bearer hunter2, accept: x}',
    'headers: {authorization: **************, accept: x}',
  ],
  ['x-api-key: "hunter2"', 'x-api-key: ********"'],
  ['cookie: a=${env:TOKEN}; b=${file:b.txt}', 'cookie: a=${env:TOKEN}; b=${file:b.txt}'],
  ['cookie: "sid=literal; x=${env:TOKEN}"', 'cookie: **************x=${env:TOKEN}"'],
  ['authorization: Basic ${env:USER}:${env:KEY}', 'authorization: Basic ${env:USER}:${env:KEY}'],
  ['authorization: "Basic ${env:KEY}tail"', 'authorization: "Basic ${env:KEY}****"'],
  ['authorization: "a}b, c"', 'authorization: *******"'],
  ['authorization: Bearer hunter2 # was ${env:KEY}', 'authorization: *********************${env:KEY}'],
  ['authorization: Bearer ${env:KEY:-hunter2}', 'authorization: Bearer ${env:KEY**********'],
  ['authorization: Bearer $${hunter2}', 'authorization: ******************'],
  ['url: https//me:hunter2@h/', 'url: https//**********@h/'],
  ['url: //me:hunter2@h/', 'url: //**********@h/'],
  ['name: ghp_0123456789abcdef0123456789abcdef', `name: ${'*'.repeat(36)}`],
  ['set-cookie: {contains: sid}', 'set-cookie: {contains: sid}'],
  ['url: https://example.com/?token=hunter2', 'url: https://example.com/?token=*******'],
  ['name: skip-the-rest-of-what-is-here', 'name: skip-the-rest-of-what-is-here'],
])('%s', (line, shown) => {
  expect(covered(line)).toBe(shown);
  expect(covered(line)).toHaveLength(line.length);
});

test.each([
  ['blanks after a header', `authorization:${' '.repeat(100_000)}`],
  ['blanks before a colon', `cookie${' '.repeat(100_000)}x`],
  ['what begins like a token again and again', 'eyJabcdefgh-'.repeat(20_000)],
  ['one URL after another', 'https://me'.repeat(10_000)],
])('%s: it takes no time', (_, line) => {
  const start = process.cpuUsage();
  covered(line);
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
});
