// Our own modules in a few files: each that Node opens, resolves and compiles by itself costs a start half a millisecond.
// They lie flat in dist beside the modules they were made of, which are not packed; src/place.ts relies on that.

import { defineConfig } from 'rolldown';

export default defineConfig({
  input: { cli: 'dist/cli.js', 'lab-worker': 'dist/lab/worker.js', 'lab-hole': 'dist/lab/hole.js' },
  platform: 'node',
  external: (id) => !/^[./]/.test(id),
  output: {
    dir: 'dist',
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: 'part-[name].js',
  },
});
