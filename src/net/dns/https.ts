// One message over HTTPS (RFC 8484): a POST over a connection of its own, in HTTP/2 or 1.1. Not `exchange.ts`:
// what comes is bytes and no text, and it belongs to the dns step.

import { request } from 'node:http';
import { connect } from 'node:http2';
import type { Socket } from 'node:net';
import { failure } from '../../codes.ts';
import { version } from '../../version.ts';
import { errorCode } from '../failure.ts';
import { type Answered, overConnection, type Sending, unanswered } from './stream.ts';

const mediaType = 'application/dns-message';
/** No DNS message is longer. */
const maxBytes = 65_535;
/** RFC 9110 15.2: any number may come before the answer, and hardly one ever does. */
const maxInterims = 100;

/** Sends it over a fresh connection and waits for the whole answer. */
export function askOverHttps(sending: Sending): Promise<Answered> {
  return overConnection(sending, ['h2', 'http/1.1'], (socket) => {
    const h2 = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
    return h2 ? postHttp2(socket, sending) : postHttp1(socket, sending);
  });
}

function authority({ server: { host, to } }: Sending): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return to.port === 443 ? name : `${name}:${to.port}`;
}

function headersFor({ query }: Sending): Record<string, string> {
  return {
    'user-agent': `whydown/${version}`,
    accept: mediaType,
    'content-type': mediaType,
    'content-length': String(query.length),
  };
}

function postHttp1(socket: Socket, sending: Sending): Promise<Answered> {
  return collect(sending, (answer) => {
    const { server, query } = sending;
    const headers = { ...headersFor(sending), host: authority(sending), connection: 'close' };
    const post = request({
      method: 'POST',
      path: server.path,
      headers,
      createConnection: () => socket,
    });
    post.on('error', answer.broken);
    post.on('information', answer.interim);
    post.on('response', (response) => {
      answer.head(response.statusCode ?? 0, response.headers['content-type']);
      response.on('data', answer.data).on('end', answer.end).on('error', answer.broken);
    });
    post.end(query);
    return () => post.destroy();
  });
}

function postHttp2(socket: Socket, sending: Sending): Promise<Answered> {
  return collect(sending, (answer) => {
    const { server, query } = sending;
    const session = connect(`https://${authority(sending)}`, {
      createConnection: () => socket,
      settings: { enablePush: false },
    });
    session.on('error', answer.broken);
    session.on('close', () => answer.broken(new Error('the session was closed')));
    const stream = session.request({
      ...headersFor(sending),
      ':method': 'POST',
      ':path': server.path,
    });
    stream.on('error', answer.broken);
    stream.on('headers', answer.interim);
    stream.on('response', (fields) => answer.head(fields[':status'] ?? 0, fields['content-type']));
    stream.on('data', answer.data).on('end', answer.end);
    stream.end(query);
    return () => session.destroy();
  });
}

/** What the two versions of HTTP tell of an answer. */
interface Hearing {
  interim(): void;
  head(status: number, type: string | undefined): void;
  data(chunk: Buffer): void;
  end(): void;
  broken(error: Error): void;
}

/** Collects one answer; the first that settles it counts. `send` gives what ends the exchange. */
function collect({ signal }: Sending, send: (answer: Hearing) => () => void): Promise<Answered> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let interims = 0;
    let begun = false;
    let stop = (): void => {};
    const done = (answered: Answered): void => {
      signal.removeEventListener('abort', abort);
      resolve(answered);
      stop();
    };
    const abort = (): void => done({ failure: failure('dns.timeout') });
    const malformed = (detail: string): void => done({ failure: failure('dns.malformed', { detail }) });
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) return abort();
    const hearing: Hearing = {
      interim() {
        interims += 1;
        if (interims > maxInterims) malformed(`over ${maxInterims} interim answers`);
      },
      head(status, type = '') {
        begun = true;
        if (status < 200 || status > 299) {
          const message = `the name server answered with HTTP status ${status}`;
          done({ failure: failure('dns.refused', { message }) });
        } else if (!type.toLowerCase().startsWith(mediaType)) {
          malformed(`an answer of type ${type === '' ? 'none' : type}`);
        }
      },
      data(chunk) {
        size += chunk.length;
        chunks.push(chunk);
        if (size > maxBytes) malformed('an answer longer than any DNS message');
      },
      end() {
        if (begun) done({ message: Buffer.concat(chunks) });
      },
      broken(error) {
        // So Node's parser calls all that breaks the syntax of HTTP.
        if (errorCode(error).startsWith('HPE_')) malformed(error.message);
        else done({ failure: unanswered(error.message) });
      },
    };
    try {
      stop = send(hearing);
    } catch (error) {
      // The connection is over before anything was sent.
      hearing.broken(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
