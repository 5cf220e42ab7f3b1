// The faults of docs/faults.md put to curl, Node's fetch, blackbox_exporter and check_http; writes what they say to
// test/faults/beside.json, from which a part of that page is made. By hand, as root, with the packages
// prometheus-blackbox-exporter and monitoring-plugins-basic of Debian: `npm run faults:beside`, or with words behind `--`
// only for the faults that have them in their name.

import { startVitest } from 'vitest/node';

const words = process.argv.slice(2).join(' ');

const vitest = await startVitest('test', [], {
  config: false,
  watch: false,
  reporters: ['verbose'],
  include: ['test/faults/beside/asking.ts'],
  globalSetup: 'test/setup.ts',
  setupFiles: 'test/each-file.ts',
  ...(words === '' ? {} : { testNamePattern: words }),
});
await vitest.close();
