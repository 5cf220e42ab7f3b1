import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderMistakes } from '../../src/config/diagnostic.ts';
import { endpointOf, listOf, mistakesOf } from './list.ts';

const headerList = [
  'endpoints:',
  '  - url: https://example.com',
  '    headers: {authorization: "Bearer ${env:TOKEN}"}',
  '    tags: [one]',
].join('\n');

test('a variable of the environment stands where the list refers to it', () => {
  const { options } = endpointOf(headerList, { env: { TOKEN: 'sesame' } });
  expect(options.headers).toEqual({ authorization: 'Bearer sesame' });
});

test('what came out of the environment is kept as a secret, once, and an empty value is none', () => {
  const text = `endpoints: ["https://\${env:HOST}/\${env:EMPTY}", "https://\${env:HOST}/b"]`;
  expect(listOf(text, { env: { HOST: 'inner.example.com', EMPTY: '' } }).secrets).toEqual([
    { name: 'HOST', value: 'inner.example.com' },
  ]);
});

test('an endpoint without a name is called by its URL as the list writes it', () => {
  const endpoint = endpointOf(`endpoints: ["https://\${env:HOST}/x"]`, {
    env: { HOST: 'inner.example.com' },
  });
  expect([endpoint.name, endpoint.urls]).toEqual(['https://${env:HOST}/x', ['https://inner.example.com/x']]);
});

test('a value can never become structure: it is sent whole, or refused without being shown', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 9, unit: 'binary' }), (value) => {
      let headers: unknown;
      const mistakes = mistakesOf(() => {
        const endpoint = endpointOf(headerList, { env: { TOKEN: value } });
        expect(endpoint.tags).toEqual(['one']);
        headers = endpoint.options.headers;
      });
      if (mistakes.length === 0) expect(headers).toEqual({ authorization: `Bearer ${value}` });
      else expect(renderMistakes(mistakes)).not.toContain(value);
    }),
  );
});

test('a plain scalar that is a reference means what the same text would mean there', () => {
  const text = ['endpoints:', '  - url: https://example.com', '    redirects: ${env:N}'].join('\n');
  expect(endpointOf(text, { env: { N: '3' } }).options.redirects).toBe(3);
});

test('a name that every object has is not a variable of the environment', () => {
  const text = 'endpoints: ["https://${env:constructor}/"]';
  expect(mistakesOf(() => listOf(text))[0]?.message).toBe('the environment variable constructor is not set');
});

test('keys are never replaced', () => {
  const text = ['endpoints:', '  - url: https://example.com', '    "${env:KEY}": 5s'].join('\n');
  expect(mistakesOf(() => listOf(text, { env: { KEY: 'timeout' } }))[0]?.message).toBe(
    'unknown key `${env:KEY}`',
  );
});

test('two dollar signs before a brace are a plain one', () => {
  const text = ['endpoints:', '  - url: https://example.com', '    headers: {a: "$${env:X}"}'].join('\n');
  expect(endpointOf(text).options.headers).toEqual({ a: '${env:X}' });
});

test('a message about a value of the environment shows the reference', () => {
  const text = ['endpoints:', '  - url: https://example.com', '    timeout: ${env:T}'].join('\n');
  const [mistake] = mistakesOf(() => listOf(text, { env: { T: 'sesame' } }));
  expect(mistake?.message).toBe('`${env:T}` is not a duration');
});

test.each([
  ['unset', {}, 'none'],
  ['empty', { X: '' }, 'none'],
  ['set', { X: 'sesame' }, 'sesame'],
])('a default stands in for a variable that is unset or empty: %s', (_, env, value) => {
  const text = 'endpoints: [{url: https://example.com, headers: {a: "${env:X:-none}", b: "x${env:X:-}y"}}]';
  const list = listOf(text, { env });
  expect(list.endpoints[0]?.options.headers).toEqual({ a: value, b: value === 'none' ? 'xy' : 'xsesamey' });
  expect(list.secrets).toEqual(value === 'none' ? [] : [{ name: 'X', value: 'sesame' }]);
});

test('a default is no secret: it is shown, also in the name of the endpoint', () => {
  const text = 'endpoints: ["https://${env:HOST:-localhost}/"]';
  expect(endpointOf(text).name).toBe('https://localhost/');
  expect(endpointOf(text, { env: { HOST: 'inner.example.com' } }).name).toBe(
    'https://${env:HOST:-localhost}/',
  );
});

test('a default is judged like any value', () => {
  const text = ['endpoints:', '  - url: https://example.com', '    timeout: ${env:T:-5}'].join('\n');
  expect(mistakesOf(() => listOf(text))[0]?.message).toBe('`5` needs a unit');
});

test('a file beside the list gives its text without the last line end, as a secret with its name', () => {
  const text =
    'endpoints: [{url: https://example.com, headers: {a: "Bearer ${file:secrets/api-token.txt}"}}]';
  const list = listOf(text, { files: { '/lists/secrets/api-token.txt': 'sesame\n' } });
  expect(list.endpoints[0]?.options.headers).toEqual({ a: 'Bearer sesame' });
  expect(list.secrets).toEqual([{ name: 'API_TOKEN_TXT', value: 'sesame' }]);
});

test('what a file holds is not read for references', () => {
  const text = 'endpoints: [{url: https://example.com, headers: {a: "${file:/run/token}"}}]';
  const around = { env: { X: 'open' }, files: { '/run/token': '${env:X}\r\n' } };
  expect(endpointOf(text, around).options.headers).toEqual({ a: '${env:X}' });
});

test('secrets of one name and two values keep two names', () => {
  const text =
    'endpoints: [{url: https://example.com, headers: {a: "${env:TOKEN}", b: "${file:token}", c: "${file:x/token}", d: "${file:1}"}}]';
  const files = { '/lists/token': 'two', '/lists/x/token': 'one', '/lists/1': 'three' };
  expect(listOf(text, { env: { TOKEN: 'one' }, files }).secrets).toEqual([
    { name: 'TOKEN', value: 'one' },
    { name: 'TOKEN_2', value: 'two' },
    { name: 'FILE_1', value: 'three' },
  ]);
});

test('a message about what a file holds shows the reference', () => {
  const text = ['endpoints:', '  - url: https://example.com', '    timeout: ${file:t}'].join('\n');
  const [mistake] = mistakesOf(() => listOf(text, { files: { '/lists/t': 'sesame' } }));
  expect(mistake?.message).toBe('`${file:t}` is not a duration');
});

test('a reference in what several aliases stand for is told once, and read once', () => {
  const text =
    'endpoints: [{name: a, url: "tcp://a:1", tags: &t ["${env:NONE}"]}, {url: "tcp://b:1", tags: *t}]';
  expect(mistakesOf(() => listOf(text))).toHaveLength(1);
});

test('the same reference twice in one value is told at each of its places', () => {
  const text = 'endpoints: [{url: "https://a.example/${env:NONE}/${env:NONE}"}]';
  const places = mistakesOf(() => listOf(text)).map(({ source }) => source?.column);
  expect(places).toEqual([38, 50]);
});
