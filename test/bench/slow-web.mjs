// The thread of a slow web server: its waits must not depend on how busy the one who measures is.

import { parentPort, workerData } from 'node:worker_threads';
import { startSlowWeb } from '../real/peers.mjs';

const { port } = await startSlowWeb(workerData);
parentPort?.postMessage(port);
