// A real web server on loopback: nginx as one process, with server blocks that the test writes.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './parts.mjs';
import { startServer } from './process.mjs';

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/**
 * Starts it in a folder, with as many ports as the blocks need.
 * @param {string} folder
 * @param {number} ports
 * @param {(ports: number[]) => string} blocks the content of `http {}`
 */
export function startNginx(folder, ports, blocks) {
  mkdirSync(join(folder, 'nginx'), { recursive: true });
  const file = join(folder, 'nginx', 'nginx.conf');
  return startServer(ports, (chosen) => {
    // One process, as whoever starts it: another user may not exist in a namespace.
    const user = process.getuid?.() === 0 ? 'user root;' : '';
    writeFileSync(
      file,
      `${user} daemon off; master_process off; pid nginx.pid; error_log stderr error;
events { worker_connections 512; }
http {
  access_log off;
  default_type text/plain;
  ${temporary.map((name) => `${name}_temp_path ${name};`).join(' ')}
${blocks(chosen)}
}
`,
    );
    return { command: program('nginx'), args: ['-e', 'stderr', '-p', join(folder, 'nginx'), '-c', file] };
  });
}
