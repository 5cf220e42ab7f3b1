// An HTTP server that remembers what it was asked, and answers as it is told.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import { listen } from './listen.ts';

export interface Collected {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

interface Told {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Collector {
  readonly port: number;
  readonly got: readonly Collected[];
}

/** `answer` is asked for every request; without one it is 200 and no more. */
export async function openCollector(
  answer: (asked: Collected, count: number) => Told = () => ({ status: 200 }),
): Promise<Collector> {
  const got: Collected[] = [];
  const server = createServer((request, response) => {
    const asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers };
    got.push(asked);
    const { status, headers, body } = answer(asked, got.length);
    response.writeHead(status, headers).end(body);
  });
  return { port: await listen(server), got };
}
