#!/usr/bin/env node
// Refuses a Node that is too old in words it understands, then starts the program itself.
'use strict';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 20)) {
  process.stderr.write(`whydown needs Node 20.20 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  import('../dist/cli.js').then(
    ({ start }) => start(),
    (error) => {
      process.stderr.write(
        error?.code === 'ERR_MODULE_NOT_FOUND' && String(error.message).includes('dist/cli.js')
          ? 'whydown is not built yet: run `npm run build` (npm ci does it too).\n'
          : `${error?.stack ?? error}\n`,
      );
      process.exitCode = 3;
    },
  );
}
