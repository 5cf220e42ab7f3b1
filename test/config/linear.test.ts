// A list is read in a time that grows with its length and no faster: what is quadratic takes minutes here.

import { expect, test } from 'vitest';
import { renderMistakes } from '../../src/config/diagnostic.ts';
import { inspect } from '../../src/config/load.ts';
import { fileOf, loadAll, mistakesOf } from './list.ts';

const most = 10_000;
const numbers = Array.from({ length: most }, (_, index) => index);

function quickly<T>(work: () => T): T {
  const start = process.cpuUsage();
  const result = work();
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000);
  return result;
}

test('services that no endpoint has', () => {
  const names = (word: string) =>
    numbers.slice(0, 900).map((number) => `the ${word} service number ${number}`);
  const used = names('used').map((name) => `{service: ${name}, name: ${name}, url: "tcp://a.example:1"}`);
  const text = `providers: {Meta: {services: [${names('idle')}]}}\nendpoints: [${used}]\n`;
  quickly(() => loadAll([fileOf(text)]));
  const { warnings } = quickly(() => inspect([fileOf(text)], { env: {}, readFile: () => new Uint8Array() }));
  expect(warnings).toHaveLength(900);
  expect(warnings[0]?.hint).toMatch(/^did you mean/);
  expect(warnings.at(-1)?.hint).toMatch(/^give an endpoint/);
});

test('of very many mistakes the first thousand are told', () => {
  const endpoints = numbers.map((number) => `{nmae: a${number}, url: "tcp://a.example:1"}`);
  const told = quickly(() =>
    renderMistakes(mistakesOf(() => loadAll([fileOf(`endpoints: [${endpoints}]`)]))),
  );
  expect(told).toContain('no more than 1000 mistakes are told; mend these first');
});

test('secrets in files of one name', () => {
  const files = Object.fromEntries(numbers.map((number) => [`/lists/${number}/token`, `value-${number}`]));
  const endpoints = numbers.map((number) => `\n  - "https://a.example/\${file:${number}/token}"`);
  const { secrets } = quickly(() => loadAll([fileOf(`endpoints:${endpoints.join('')}\n`)], { files }));
  expect(secrets).toHaveLength(most);
  expect(secrets.at(-1)).toEqual({ name: `TOKEN_${most}`, value: `value-${most - 1}` });
});

test('one value by one name is one secret, in whichever file it stands', () => {
  const file = (name: string) =>
    fileOf(`endpoints: ["https://${name}.example/\${file:x/token}\${file:y/token}"]\n`, name);
  const files = { '/lists/x/token': 'sesame', '/lists/y/token': 'simsim' };
  expect(loadAll([file('a'), file('b')], { files }).secrets).toEqual([
    { name: 'TOKEN', value: 'sesame' },
    { name: 'TOKEN_2', value: 'simsim' },
  ]);
});

test('mistakes in a list that is one line', () => {
  const endpoints = numbers.map((number) => ({ url: `https://a.example/${number}`, timeuot: '5s' }));
  const good = numbers.slice(0, 9000).map((number) => ({ url: `https://good.example/${number}` }));
  const text = JSON.stringify({ endpoints: [...good, ...endpoints] });
  const mistakes = quickly(() => mistakesOf(() => loadAll([fileOf(text)])));
  expect(mistakes).toHaveLength(1000);
  const lines = quickly(() => renderMistakes(mistakes.slice(-1))).split('\n');
  expect(lines[0]).toMatch(/^list\.yaml:1:\d{6}: unknown key `timeuot`/);
  const caret = lines[2]?.indexOf('^') ?? 0;
  expect(lines[1]?.slice(caret, caret + 9)).toBe('"timeuot"');
  expect(lines[2]).toMatch(/ \^{9}$/);
});

test('a secret in a line that is cut is covered, under its caret', () => {
  const endpoints = numbers.slice(0, 100).map((number) => ({
    url: `https://a.example/${number}`,
    headers: { authorization: `Bearer hunter${number}` },
  }));
  const text = JSON.stringify({ endpoints });
  const { warnings } = inspect([fileOf(text)], { env: {}, readFile: () => new Uint8Array() });
  const lines = renderMistakes(warnings.slice(-1)).split('\n');
  expect(lines.join('\n')).not.toContain('hunter');
  expect(lines[1]?.indexOf('***')).toBe(lines[2]?.indexOf('^'));
});
