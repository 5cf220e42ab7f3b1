import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

const start = `
  const { startLab, readWorld, parseBreak } = await import(process.argv[1]);
  const world = readWorld(new URL(process.argv[2]));
  const breaks = ['*=tcp.timeout', 'web.example=tcp.refused'].map((text) => parseBreak(text, world));
  const lab = await startLab({ world, breaks });
`;

test.each([
  ['closed', `${start} await lab.close(); console.log('end');`],
  ['left open', `${start} console.log('end');`],
  ['closed twice', `${start} await lab.close(); await lab.close(); console.log('end');`],
])('a process whose lab is %s ends by itself', async (_, script) => {
  const { stdout, stderr } = await runScript(script);
  expect([stdout, stderr]).toEqual(['end\n', '']);
});

test('a lab that cannot start is an error and no hang', async () => {
  const script = `
    const { startLab } = await import(process.argv[1]);
    await startLab({ world: { hosts: 1 } }).catch((error) => console.log(error.message));`;
  expect((await runScript(script)).stdout).toMatch(/not iterable/);
});

test('closing drops open connections', async () => {
  const script = `${start}
    const place = lab.network.place('tcp', { address: '192.0.2.53', port: 443 });
    const { connect } = await import('node:net');
    const socket = connect(place.port, place.address).on('error', (error) => console.log(error.code));
    setTimeout(async () => { await lab.close(); socket.destroy(); console.log('end'); }, 50);`;
  expect((await runScript(script)).stdout).toBe('end\n');
});

function runScript(script: string) {
  const lab = new URL('../../dist/lab/index.js', import.meta.url).href;
  const world = new URL('./small.yaml', import.meta.url).href;
  return run(process.execPath, ['--input-type=module', '-e', script, lab, world], { timeout: 5000 });
}
