import { describe, expect, test } from 'vitest';
import { withFlags } from '../../src/config/flags.ts';
import { jobsFor, plan } from '../../src/config/plan.ts';
import { select } from '../../src/config/select.ts';
import { adHoc, secretsInWords } from '../../src/config/target.ts';
import { endpointOf, listOf, messagesOf, mistakesOf } from './list.ts';

const list = listOf(
  `
providers: {Meta: {services: [WhatsApp]}}
endpoints:
  - {name: chat, service: WhatsApp, component: messaging, url: "tcp://chat.example.com:443"}
  - {name: web, service: WhatsApp, component: web, tags: [prod], url: https://web.example.com}
  - {name: shop, service: Shop, tags: [prod, chat], url: "https://\${env:HOST}"}
`,
  { env: { HOST: 'secret.example.com' } },
);

const names = (words: readonly string[], tags: readonly string[] = []) =>
  select(list, words, tags).map(({ name }) => name);

describe('what a word on the command line selects', () => {
  test.each([
    [[], ['chat', 'web', 'shop']],
    [['WEB'], ['web']],
    [['whatsapp'], ['chat', 'web']],
    [['meta'], ['chat', 'web']],
    [['messaging'], ['chat']],
    [['prod'], ['web', 'shop']],
    [['chat'], ['chat', 'shop']],
    [
      ['shop', 'chat', 'shop'],
      ['chat', 'shop'],
    ],
    [
      ['example.com', 'web', 'example.com'],
      ['web', 'example.com'],
    ],
  ])('%j', (words, selected) => {
    expect(names(words)).toEqual(selected);
  });

  test('--tag goes by tags only', () => {
    expect(names([], ['chat'])).toEqual(['shop']);
  });

  test('a word that nothing knows is an error with the nearest word', () => {
    expect(mistakesOf(() => names(['whatsap', 'nonsense']))).toMatchObject([
      { message: '`whatsap` is neither in the list nor a target', hint: 'did you mean WhatsApp?' },
      { message: '`nonsense` is neither in the list nor a target' },
    ]);
  });

  test('a tag that nothing has is an error, whatever else is selected', () => {
    expect(messagesOf(() => names(['web'], ['prd']))).toEqual(['no endpoint has the tag `prd`']);
  });

  test('nothing selected is an error', () => {
    expect(
      messagesOf(() =>
        select({ endpoints: [], controls: [], feeds: [], authorities: [], secrets: [] }, [], []),
      ),
    ).toHaveLength(1);
  });
});

describe('a target that no list knows', () => {
  test.each([
    ['example.com', 'https://example.com'],
    ['example.com/path?x=1', 'https://example.com/path?x=1'],
    ['example.com:8443/path', 'https://example.com:8443/path'],
    ['db.internal:5432', 'tcp://db.internal:5432'],
    ['localhost:8080', 'tcp://localhost:8080'],
    ['[::1]:443', 'tcp://[::1]:443'],
    ['::1', 'https://[::1]/'],
    ['192.0.2.1', 'https://192.0.2.1'],
    ['tls://example.com:443', 'tls://example.com:443'],
    ['dns:example.com?type=AAAA', 'dns:example.com?type=AAAA'],
    ['dns:example.com?CLASS=IN;TYPE=MX', 'dns:example.com?CLASS=IN;TYPE=MX'],
    ['HTTP://example.com', 'HTTP://example.com'],
  ])('%s is %s', (word, url) => {
    expect(adHoc(word)).toMatchObject({ name: word, urls: [url], source: null });
  });

  test('it must answer a 2xx when it is asked over HTTP', () => {
    expect(adHoc('example.com')).toMatchObject({
      expect: [{ check: 'status', written: '2xx', source: null }],
    });
  });

  test.each(['https://user:p%40ss@example.com/a', 'user:p%40ss@example.com/a'])(
    '%s has no user or password any more, and sends them',
    (word) => {
      const options = { headers: { authorization: `Basic ${Buffer.from('user:p@ss').toString('base64')}` } };
      const name = 'https://example.com/a';
      expect(adHoc(word)).toMatchObject({ name, urls: [name], options });
      expect(secretsInWords([word])).toContainEqual({ name: 'PASSWORD', value: 'p@ss' });
    },
  );

  test.each(['localhost', 'WhatsApp', 'a b', ''])('%j is none', (word) => {
    expect(adHoc(word)).toBeNull();
  });

  test.each([
    ['ftp://example.com', 'is not a scheme'],
    ['probes.yaml', 'looks like a file'],
    ['./probes.yaml', 'looks like a file'],
    ['/etc/hosts', 'looks like a file'],
    ['tcp://u:p@example.com:1', 'user or password'],
    ['tcp://example.com', 'there is no port'],
    ['dns:example.com?typ=MX', 'unknown parameter `typ`'],
    ['dns:example.com/MX', 'nothing may follow the name'],
  ])('%s is refused: %s', (word, problem) => {
    expect(adHoc(word)).toMatchObject({ problem: expect.stringContaining(problem) });
  });
});

describe('from endpoints to jobs', () => {
  const two = endpointOf(
    'endpoints: [{name: x, url: [https://a.example.com, https://b.example.com], timeout: 2s}]',
  );

  test('every URL is a job', () => {
    expect(plan([two])).toMatchObject([
      { purpose: 'endpoint', url: 'https://a.example.com', attempt: 1, afterMs: 0, timeoutMs: 2000 },
      { purpose: 'endpoint', url: 'https://b.example.com' },
    ]);
  });

  test('some of the ways to ask can be asked again', () => {
    const asking = {
      purpose: 'endpoint',
      attempt: 2,
      afterMs: 1000,
      asks: [{ url: 'https://b.example.com', resolver: null, address: null }],
    } as const;
    expect(jobsFor(two, asking)).toMatchObject([{ url: 'https://b.example.com', attempt: 2, afterMs: 1000 }]);
  });

  test.each([
    ['status: 200', false],
    ['body: {contains: ok}', true],
    ['json: {$.a: 1}', true],
    ['latency: {transfer: 1s}', true],
    ['latency: {ttfb: 1s}', false],
  ])('{%s} needs the body: %s', (text, body) => {
    const endpoint = endpointOf(`endpoints:\n  - url: https://example.com\n    expect: {${text}}`);
    expect(plan([endpoint])[0]?.collect).toEqual({ body });
  });

  test('a flag wins over the list and leaves the rest', () => {
    const flags = { timeoutMs: 500, retries: 0, resolvers: ['9.9.9.9'] };
    expect(withFlags([two], flags)[0]?.options).toMatchObject({
      timeoutMs: 500,
      retry: { times: 0, afterMs: 1000 },
      resolvers: ['9.9.9.9'],
      redirects: 10,
    });
  });
});
