// What a user gets: the packed tarball holds what it should and nothing else, installs into an empty folder, and
// runs there. Needs the registry, for the dependencies. One line a check; exit 1 when one fails.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { name, version, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const mustHold = [
  'package.json',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'probes.yaml',
  'bin/whydown.cjs',
  'dist/cli.js',
  'dist/schema.json',
  'dist/lab-worker.js',
  'dist/lab-hole.js',
  'dist/lab/worlds/healthy.yaml',
  'dist/lab/replays/2021-10-04.yaml',
];
const mayHold = /^dist\/(part-[\w-]+\.js|lab\/(worlds|replays)\/[\w-]+\.yaml)$/;
const maxBytes = 1_000_000;

const folder = mkdtempSync(join(tmpdir(), 'whydown-package-'));
let failed = 0;

/**
 * @param {string} what
 * @param {boolean} good
 * @param {string} [why]
 */
function check(what, good, why = '') {
  if (!good) failed += 1;
  console.log(`${good ? 'ok' : 'FAILED'}: ${what}${good || why === '' ? '' : `\n${why}`}`);
}

/** @param {readonly string[]} args */
function whydown(...args) {
  // Without a network and without a cache, so that it is the installed one.
  const all = ['--no-install', '--offline', name, ...args];
  const { status, stdout, stderr } = spawnSync('npx', all, {
    cwd: folder,
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, stdout, said: `exit ${status}\n${stdout}${stderr}` };
}

try {
  const packed = execFileSync(
    'npm',
    ['pack', '--json', '--silent', '--ignore-scripts', '--pack-destination', folder],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  const answer = JSON.parse(packed);
  const [{ filename, files, size }] = Array.isArray(answer) ? answer : Object.values(answer);
  const paths = files.map((/** @type {{ path: string }} */ file) => file.path);
  const missing = mustHold.filter((path) => !paths.includes(path));
  const strange = paths.filter(
    (/** @type {string} */ path) => !mustHold.includes(path) && !mayHold.test(path),
  );
  check('the tarball holds what is needed', missing.length === 0, `missing: ${missing.join(', ')}`);
  check('the tarball holds nothing else', strange.length === 0, `too much: ${strange.join(', ')}`);
  check(`the tarball is small (${Math.round(size / 1024)} KiB)`, size < maxBytes);

  const install = [
    'install',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--prefix',
    folder,
    join(folder, filename),
  ];
  const installed = spawnSync('npm', install, { cwd: folder, encoding: 'utf8' });
  check(
    'the tarball installs into an empty folder',
    installed.status === 0,
    `${installed.stdout}${installed.stderr}`,
  );
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  const scripts = packages.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path);
  check('no dependency runs a script when it is installed', scripts.length === 0, scripts.join(', '));
  const ranges = Object.entries(dependencies).filter(([, range]) => !/^\d/.test(String(range)));
  check('every dependency has an exact version', ranges.length === 0, ranges.join(', '));

  const told = whydown('--version');
  check(`--version says ${version}`, told.status === 0 && told.stdout === `${version}\n`, told.said);
  const demo = whydown('demo');
  check('demo is all up', demo.status === 0 && /SIMULATED/.test(demo.stdout), demo.said);
  const list = whydown('check');
  check('the built-in list is good', list.status === 0 && /good/.test(list.stdout), list.said);
  const started = [whydown('init'), whydown('check')];
  check(
    'init writes a list that is good',
    started.every(({ status }) => status === 0),
    started.map(({ said }) => said).join('\n'),
  );
  const mistake = whydown('check', '--config', 'missing.yaml');
  check('a list that is not there exits 2', mistake.status === 2, mistake.said);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;
