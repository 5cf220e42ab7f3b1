import { describe, expect, test } from 'vitest';
import { list, report, rows, whydown } from './command.ts';
import { closed, http, mute, ok } from './servers.ts';

describe('exit', () => {
  test('0 when all is up', async () => {
    expect((await whydown([`http://127.0.0.1:${await ok()}/`])).code).toBe(0);
  });

  test('0 when something is degraded, 1 with --fail-on degraded or its code', async () => {
    const path = list(
      `endpoints: [{name: slow, url: "http://127.0.0.1:${await ok()}/", expect: {latency: {total: {warn: 0.000001ms}}}}]\n`,
    );
    const { run, code } = await report(['-c', path]);
    expect([rows(run), code]).toEqual([['slow degraded latency.slow'], 0]);
    expect((await whydown(['-c', path, '--fail-on', 'degraded'])).code).toBe(1);
    expect((await whydown(['-c', path, '--fail-on', 'unknown,latency.slow'])).code).toBe(1);
    expect((await whydown(['-c', path, '--fail-on', 'unknown'])).code).toBe(0);
  });

  test('0 when one is guarded against robots and another up, 1 with --fail-on unknown', async () => {
    const port = await http((request, response) => {
      response.statusCode = request.url === '/guarded' ? 429 : 200;
      response.end();
    });
    const urls = [`http://127.0.0.1:${port}/`, `http://127.0.0.1:${port}/guarded`];
    const { run, code } = await report(urls);
    expect([run.results[1]?.status, run.results[1]?.cause?.code, code]).toEqual([
      'unknown',
      'http.guarded',
      0,
    ]);
    expect((await whydown([...urls, '--fail-on', 'unknown'])).code).toBe(1);
    expect((await whydown([...urls, '--fail-on', 'http.guarded'])).code).toBe(1);
  });

  test('1 when something is down, whatever else is up', async () => {
    const args = [`127.0.0.1:${await closed()}`, `127.0.0.1:${await ok()}`, '--retries', '0'];
    expect((await whydown(args)).code).toBe(1);
  });

  test('0 and degraded, run.flaky, when the retry passes', async () => {
    let asked = 0;
    const port = await http((_, response) => {
      response.statusCode = asked++ === 0 ? 500 : 200;
      response.end();
    });
    const path = list(
      `endpoints: [{name: api, url: "http://127.0.0.1:${port}/", retry: {times: 1, after: 10ms}}]\n`,
    );
    const { run, code } = await report(['-c', path]);
    expect([rows(run), code, asked]).toEqual([['api degraded run.flaky'], 0, 2]);
    expect(run.results[0]?.attempts).toHaveLength(2);
  });

  test('1 and asked once more by default, not with --retries 0, four times with --retries 3', async () => {
    let asked = 0;
    const port = await http((_, response) => {
      asked += 1;
      response.statusCode = 500;
      response.end();
    });
    const path = list(
      `endpoints: [{name: api, url: "http://127.0.0.1:${port}/", retry: {times: 1, after: 10ms}}]\n`,
    );
    const counts: number[] = [];
    for (const args of [[], ['--retries', '0'], ['--retries', '3']]) {
      asked = 0;
      expect((await whydown(['-c', path, ...args])).code).toBe(1);
      counts.push(asked);
    }
    expect(counts).toEqual([2, 1, 4]);
  });
});

describe('a timeout', () => {
  test('ends an attempt; the flag comes before the list', async () => {
    const path = list(
      `endpoints: [{name: mute, url: "http://127.0.0.1:${await mute()}/", timeout: 60s, retry: {times: 0, after: 0s}}]\n`,
    );
    const { run, code, ms } = await report(['-c', path, '--timeout', '300ms']);
    expect([rows(run), code]).toEqual([['mute down http.timeout'], 1]);
    expect(ms).toBeLessThan(5000);
  });
});

describe('a deadline', () => {
  const listed = (port: number, more: string) =>
    list(`endpoints:\n  - {name: mute, url: "http://127.0.0.1:${port}/"${more}}\n`);

  test('shorter than the first round: unknown, run.deadline, exit 3', async () => {
    const { run, code, ms } = await report([
      '-c',
      listed(await mute(), ', timeout: 30s'),
      '--deadline',
      '1500ms',
    ]);
    expect([rows(run), code]).toEqual([['mute unknown run.deadline'], 3]);
    expect(ms).toBeLessThan(5000);
  });

  test('what was not even asked is skipped, what ended counts: exit 3', async () => {
    const fine = await ok();
    const silent = await mute();
    const path = list(
      `endpoints:\n  - {name: fine, url: "http://127.0.0.1:${fine}/"}\n` +
        [1, 2, 3].map((n) => `  - {name: mute ${n}, url: "http://127.0.0.1:${silent}/"}\n`).join(''),
    );
    const { run, code } = await report(['-c', path, '--deadline', '2500ms']);
    expect(rows(run)).toEqual([
      'fine up',
      'mute 1 unknown run.deadline',
      'mute 2 unknown run.deadline',
      'mute 3 skipped run.deadline',
    ]);
    expect(code).toBe(3);
  });

  test('what is down beside it still exits 1', async () => {
    const path = list(
      `endpoints:\n  - {name: gone, url: "tcp://127.0.0.1:${await closed()}", retry: {times: 0, after: 0s}}\n` +
        `  - {name: mute, url: "http://127.0.0.1:${await mute()}/"}\n`,
    );
    const { run, code } = await report(['-c', path, '--deadline', '2500ms']);
    expect([rows(run), code]).toEqual([['gone down tcp.refused', 'mute unknown run.deadline'], 1]);
  });

  test('that cuts the retry lets the first attempt stand: exit 1', async () => {
    let asked = 0;
    const port = await http((_, response) => {
      asked += 1;
      if (asked > 1) return;
      response.statusCode = 500;
      response.end();
    });
    const path = listed(port, ', retry: {times: 1, after: 100ms}');
    const { run, code } = await report(['-c', path, '--deadline', '3s']);
    expect([rows(run), code, asked]).toEqual([['mute down http.status'], 1, 2]);
    expect(run.results[0]?.attempts).toHaveLength(1);
  });
});
