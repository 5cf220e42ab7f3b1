// Thread: listens with the shortest queue and then blocks for ever, so that nothing is accepted.
// It ends with the thread that started it. See `openSilentPort`.

import { createServer } from 'node:net';
import { parentPort } from 'node:worker_threads';

const server = createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the lab has no port');
  parentPort?.postMessage(address.port);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});
