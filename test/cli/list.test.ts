// `whydown list`, `init` and `schema` as a user starts them.

import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listSchema } from '../../src/config/json-schema.ts';
import { folder, list, whydown } from './command.ts';

const shop = `
providers: {Acme: {services: [Shop]}}
endpoints:
  - {name: api, service: Shop, component: api, tags: [prod, eu], url: "https://api.example.test/health"}
  - {name: "\\e[31mred", url: ["tcp://127.0.0.1:1", "tcp://127.0.0.1:2"]}
  - {name: "key \${env:KEY}", url: "https://\${env:KEY}.example.test/"}
`;
const env = { KEY: 'sesame' };

describe.concurrent('list', () => {
  test('shows what the list contains, safe to show and without secrets', async () => {
    const { code, stdout, stderr } = await whydown(['list', '-c', list(shop)], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(
      [
        'NAME         SERVICE  COMPONENT  PROVIDER  TAGS     URL',
        'api          Shop     api        Acme      prod eu  https://api.example.test/health',
        '\\x1b[31mred                                         tcp://127.0.0.1:1 tcp://127.0.0.1:2',
        'key $KEY                                            https://$KEY.example.test/',
        '',
      ].join('\n'),
    );
  });

  test('shows it as JSON, with the fields of a report', async () => {
    const path = list(shop);
    const { code, stdout } = await whydown(['list', '-c', path, '--format', 'json'], { env });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/sesame|\x1b/);
    const { schema, endpoints } = JSON.parse(stdout);
    expect(schema).toBe('whydown.list/1');
    expect(endpoints).toHaveLength(3);
    expect(endpoints[0]).toEqual({
      name: 'api',
      service: 'Shop',
      component: 'api',
      provider: 'Acme',
      edge: null,
      tags: ['prod', 'eu'],
      url: ['https://api.example.test/health'],
      atLeast: 1,
      source: { file: path, line: 4, column: 5 },
    });
  });

  test.each([
    ['a name', ['API']],
    ['a service', ['shop']],
    ['a provider', ['acme']],
    ['a tag', ['--tag', 'eu']],
  ])('%s selects as in run', async (_, words) => {
    const { stdout } = await whydown(['list', '-c', list(shop), '--format', 'json', ...words], { env });
    expect(JSON.parse(stdout).endpoints.map(({ name }: { name: string }) => name)).toEqual(['api']);
  });

  test('a word that selects nothing is a mistake', async () => {
    const { code, stdout, stderr } = await whydown(['list', '-c', list(shop), 'apy'], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('did you mean api?');
  });

  test('a mistake in the list is told, and a format that is none', async () => {
    expect((await whydown(['list', '-c', list('endpoints: [example.com]')])).stderr).toContain(
      'is not a URL',
    );
    const { code, stderr } = await whydown(['list', '--format', 'jsn']);
    expect(code).toBe(2);
    expect(stderr).toContain('did you mean json?');
  });

  test('without a list of its own shows the built-in one', async () => {
    const { stdout } = await whydown(['list', 'Signal'], { cwd: folder() });
    expect(stdout).toMatch(/^NAME +SERVICE +COMPONENT +PROVIDER +URL\nSignal chat /);
  });
});

describe.concurrent('init', () => {
  test('writes a list that is good, and says how to go on', async () => {
    const cwd = folder();
    const { code, stdout, stderr } = await whydown(['init'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe('probes.yaml: written. Edit it, then:\n  whydown check\n  whydown\n');
    expect((await whydown(['check'], { cwd })).stdout).toMatch(/^probes\.yaml: good, 2 endpoints/);
  });

  test('leaves a file that is there alone, a link that leads nowhere too', async () => {
    const cwd = folder({ 'probes.yaml': 'mine' });
    symlinkSync(join(cwd, 'elsewhere'), join(cwd, 'link.yaml'));
    for (const name of ['probes.yaml', 'link.yaml']) {
      const { code, stdout, stderr } = await whydown(['init', name], { cwd });
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toBe(`error: ${name} is there already\nhint: replace it with --force\n`);
    }
    expect(readFileSync(join(cwd, 'probes.yaml'), 'utf8')).toBe('mine');
    expect(existsSync(join(cwd, 'elsewhere'))).toBe(false);
  });

  test('replaces it when told to', async () => {
    const cwd = folder({ 'own.yaml': 'mine' });
    const { code, stdout } = await whydown(['init', 'own.yaml', '--force'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('whydown check -c own.yaml');
    expect(readFileSync(join(cwd, 'own.yaml'), 'utf8')).toContain('endpoints:');
  });

  test('names a file so that a shell takes it', async () => {
    const { stdout } = await whydown(['init', "it's mine.yaml"], { cwd: folder() });
    expect(stdout).toContain("whydown check -c 'it'\\''s mine.yaml'\n");
  });

  test.each([[['init', '-']], [['init', '--stdout']]])('%j prints it and writes nothing', async (args) => {
    const cwd = folder();
    const { code, stdout } = await whydown(args, { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^# yaml-language-server: \$schema=\.\/node_modules\/whydown\/dist\/schema\.json\n/,
    );
    expect(existsSync(join(cwd, 'probes.yaml'))).toBe(false);
  });

  test('says why it cannot write', async () => {
    const { code, stderr } = await whydown(['init', 'no/such/folder.yaml'], { cwd: folder() });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot write no/such/folder.yaml: there is no such folder');
  });
});

describe.concurrent('schema', () => {
  test('prints the schema that lies in dist', async () => {
    const { code, stdout, stderr } = await whydown(['schema']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(listSchema())));
    const built = new URL('../../dist/schema.json', import.meta.url);
    expect(readFileSync(built, 'utf8')).toBe(stdout);
    expect(statSync(built).size).toBeLessThan(200_000);
  });
});
