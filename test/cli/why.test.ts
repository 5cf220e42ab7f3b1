import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/text.ts';
import { version } from '../../src/version.ts';
import { folder, list, parse, whydown } from './command.ts';
import { closed, http, ok } from './servers.ts';

const busy = () =>
  http((_, response) => void response.writeHead(503, { server: 'tired' }).end('<h1>later</h1>'));

describe.concurrent('whydown why', () => {
  test('tells an endpoint of the list that is down, from the first step to the line that repeats it', async () => {
    const port = await busy();
    const path = list(`endpoints:
  - name: api
    url: http://127.0.0.1:${port}/health
    headers: {authorization: "Bearer \${env:API_TOKEN}"}
    retry: {times: 1, after: 10ms}
    expect:
      status: 200
`);
    const { code, stdout, stderr } = await whydown(['why', 'API', '-c', path], {
      env: { API_TOKEN: 'sesame street' },
    });
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^✗ api: DOWN at http \(http.status\)\n/);
    expect(stdout).toMatch(/^Attempt 2 of 2/m);
    expect(stdout).toMatch(/^ {2}tcp +[\d.]+ ms +[\d.]+ ms +█+$/m);
    expect(stdout).toContain('server: tired');
    expect(stdout).toContain('| <h1>later</h1>');
    expect(stdout).toMatch(/^ {4}7 \| {7}status: 200\n {6}\| {15}\^\^\^$/m);
    expect(stdout).toContain(`-H 'authorization: Bearer '"$API_TOKEN"`);
    expect(stdout).not.toContain('sesame');
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(80);
  });

  test('tells a target that is up', async () => {
    const { code, stdout } = await whydown(['why', `http://127.0.0.1:${await ok()}/`]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/: up\n {2}given on the command line\n/);
    expect(stdout).toMatch(/HTTP\/1\.1 200 OK/);
    expect(stdout).toMatch(/✓ up: everything expected holds\n$/);
    expect(stdout).not.toContain('To ask again');
  });

  test.each<[string, string, string]>([
    ['tcp', 'tcp.refused', 'Connection|connection'],
    ['tls', 'tcp.refused', 'try|refused'],
    ['https', 'tcp.refused', 'To ask again'],
  ])('tells a target of %s', async (scheme, code, word) => {
    const { stdout } = await whydown(['why', `${scheme}://127.0.0.1:${await closed()}`, '--retries', '0']);
    expect(stdout).toContain(`✗ ${code}:`);
    expect(stdout).toMatch(new RegExp(word));
  });

  test('tells a name that needs no server', async () => {
    const { code, stdout } = await whydown(['why', 'http://nobody.localhost:1/', '--retries', '0']);
    expect(code).toBe(1);
    expect(stdout).toContain('the name itself (RFC 6761) answered');
  });

  test('takes the flags of a run, a format too', async () => {
    const { stdout } = await whydown(['why', `tcp://127.0.0.1:${await ok()}`, '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'whydown.run/1', results: [{ status: 'up' }] });
  });

  test('is a format of any run', async () => {
    const port = await ok();
    const { stdout } = await whydown([
      'run',
      `tcp://127.0.0.1:${port}`,
      `http://127.0.0.1:${port}/`,
      '--format',
      'why',
    ]);
    expect(stdout.match(/everything expected holds/g)).toHaveLength(2);
  });

  const two = `endpoints:
  - {name: web, service: Shop, url: "tcp://127.0.0.1:1"}
  - {name: api, service: Shop, component: web, url: "tcp://127.0.0.1:1", retry: {times: 0}}
`;

  test('a word for several is a mistake that names them', async () => {
    const { code, stdout, stderr } = await whydown(['why', 'shop', '-c', list(two)]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/`shop` means 2 endpoints, .*\n.*name one of them: web, api/);
  });

  test('a name is meant before what else is called so', async () => {
    const { stdout } = await whydown(['why', 'Web', '-c', list(two)]);
    expect(stdout).toMatch(/^✗ web: DOWN/);
    expect(stdout).not.toContain('api');
  });

  test.each([
    [['why'], /missing required argument/],
    [['why', 'wbe'], /neither in the list nor a target[\s\S]*did you mean web/],
    [['why', 'web', 'api'], /too many arguments/],
  ])('%j is a mistake', async (args, message) => {
    const { code, stderr } = await whydown([...args, '-c', list(two)]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
  });
});

test('a list with mistakes that is passed over is told', async () => {
  const cwd = folder({ 'probes.yaml': 'endpoint: oops\n' });
  const { code, stderr } = await whydown(['why', `tcp://127.0.0.1:${await ok()}`], { cwd });
  expect([code, stderr]).toEqual([
    0,
    'whydown: probing without ./probes.yaml, which has mistakes (whydown check)\n',
  ]);
});

test('JSON has the line of the list and the line to repeat it', async () => {
  const port = await busy();
  const path = list(
    `endpoints: [{name: api, url: "http://127.0.0.1:${port}/", expect: {status: 204}, retry: {times: 0}}]\n`,
  );
  const [result] = parse(await whydown(['-c', path, '--format', 'json'])).results;
  expect(result?.cause?.source).toMatchObject({
    line: 1,
    excerpt: { value: '204', after: '}, retry: {times: 0}}]' },
  });
  expect(result?.repeat).toBe(
    `curl -sS -D - -o /dev/null --max-time 10 -A whydown/${version} http://127.0.0.1:${port}/`,
  );
  expect(result?.attempts[0]?.hops[0]?.facts.http).toMatchObject({ status: 503, excerpt: '<h1>later</h1>' });
});
