#!/usr/bin/env node
// Refuses a Node that is too old in words it understands, then starts the program itself.
'use strict';

const { closeSync, openSync } = require('node:fs');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  process.stderr.write(`whydown needs Node 20.20 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  try {
    // `import()` opens all modules at once, which a low limit of open files (`ulimit -n`) does not allow.
    void require('../dist/cli.js').start();
  } catch (error) {
    process.stderr.write(reasonOf(error));
    process.exitCode = 3;
  }
}

function reasonOf(error) {
  if (/^(?:ERR_)?MODULE_NOT_FOUND$/.test(error?.code) && String(error.message).includes('dist/cli.js')) {
    return 'whydown is not built yet: run `npm run build` (npm ci does it too).\n';
  }
  // Told by looking: what cannot be opened may also be called a package that is not there.
  return isOutOfFiles()
    ? 'whydown: this process may open too few files to load the program; raise the limit (ulimit -n).\n'
    : `${error?.stack ?? error}\n`;
}

/** Whether not even the few files are left that loading a module takes. */
function isOutOfFiles() {
  const held = [];
  try {
    for (let count = 0; count < 2; count += 1) held.push(openSync(__filename, 'r'));
    return false;
  } catch {
    return true;
  } finally {
    for (const handle of held) closeSync(handle);
  }
}
