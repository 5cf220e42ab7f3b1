// `whydown explain` as a user starts it.

import { describe, expect, test } from 'vitest';
import { codes } from '../../src/codes.ts';
import { folder, whydown } from './command.ts';

describe.concurrent('explain', () => {
  test('tells meaning, causes, remedies and commands of a code, in 80 columns', async () => {
    const { code, stdout, stderr } = await whydown(['explain', 'tls.chain_incomplete'], { cwd: folder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^tls\.chain_incomplete: the server does not send [\s\S]*\nUsual causes\n {2}- [\s\S]*\nWhat to do\n {2}- [\s\S]*\nTo look further\n {2}openssl /,
    );
    const prose = stdout.slice(0, stdout.indexOf('To look further'));
    expect(prose.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('without a word lists every code, status and exit code', async () => {
    const { stdout } = await whydown(['explain']);
    for (const code of Object.keys(codes)) expect(stdout).toContain(`\n  ${code} `);
    for (const word of ['degraded', 'FLAKY', 'exit 3']) expect(stdout).toContain(`\n  ${word} `);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('takes several words, and leaves one blank line between them', async () => {
    const { stdout } = await whydown(['explain', 'FLAKY', '3', 'down']);
    expect(stdout).toMatch(
      /^run\.flaky \(FLAKY\): [\s\S]*[^\n]\n\nexit 3\n\n {2}It could not[^\n]*\n\ndown\n\n {2}A layer/,
    );
  });

  test('tells every unknown word, with what was probably meant, and explains nothing', async () => {
    const { code, stdout, stderr } = await whydown([
      'explain',
      'tls.expird',
      'timeuot',
      'bananas',
      'tcp.refused',
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/`tls\.expird` is no code[^\n]*\nhint: did you mean tls\.expired\?/);
    expect(stderr).toMatch(/`timeuot` is no code[^\n]*\nhint: did you mean timeout\?/);
    expect(stderr).toMatch(/`bananas` is no code[^\n]*\nhint: whydown explain lists them all/);
  });

  test('shows an unknown word safely', async () => {
    expect((await whydown(['explain', '\x1b[31mred'])).stderr).toContain('`\\x1b[31mred` is no code');
  });

  test('keeps to ASCII where the locale asks for it, and has colour only when forced', async () => {
    const plain = await whydown(['explain'], { env: { LANG: 'C' } });
    expect(plain.stdout).toMatch(/^[\n -~]*$/);
    const coloured = await whydown(['explain', 'tcp.refused'], { env: { LANG: 'C', FORCE_COLOR: '1' } });
    expect(coloured.stdout).toMatch(/^\x1b\[1mtcp\.refused\x1b\[22m: /);
  });
});
