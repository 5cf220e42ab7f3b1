// One question to one name server, in the way in which that server is asked. Over UDP an answer that is cut is
// fetched over TCP (RFC 7766 5). Who is asked, and for how long, is `lookup.ts`'s to say.

import { randomInt } from 'node:crypto';
import { failure } from '../../codes.ts';
import type { Network } from '../network.ts';
import { askOverHttps } from './https.ts';
import { decodeReply, encode, type Question, type Reply } from './message.ts';
import type { NameServer } from './server.ts';
import { askOverStream } from './stream.ts';
import { askOverUdp } from './udp.ts';

/** What every question of one look-up shares. */
export interface Asking {
  readonly network: Network;
  /** PEM roots by which a server over TLS is verified, instead of the system's. */
  readonly ca: string | null;
}

/** What servers say that know nothing of EDNS (RFC 6891 7, RFC 8906 3.2.2), or not how to speak of it. */
const withoutEdns = new Set(['FORMERR', 'NOTIMP', 'BADVERS']);

/** Asks once, and a server that does not understand EDNS again without it. */
export async function ask(
  question: Question,
  server: NameServer,
  asking: Asking,
  signal: AbortSignal,
): Promise<Reply> {
  const network = (server.own && asking.network.own) || asking.network;
  const reply = await askOnce(question, server, { ...asking, network }, signal, true);
  if (!('packet' in reply) || !withoutEdns.has(reply.packet.rcode)) return reply;
  return askOnce(question, server, { ...asking, network }, signal, false);
}

async function askOnce(
  question: Question,
  server: NameServer,
  asking: Asking,
  signal: AbortSignal,
  edns: boolean,
): Promise<Reply> {
  if (server.via !== 'udp') return askWhole(question, server, asking, signal, edns);
  const reply = await askOverUdp(question, server.to, asking.network, signal, edns);
  if (!('packet' in reply) || !reply.packet.cut) return reply;
  const whole = await askWhole(question, { ...server, via: 'tcp' }, asking, signal, edns);
  if ('packet' in whole) return whole;
  const { code, layer, message, detail } = whole.failure;
  if (layer === 'local' || code === 'dns.malformed' || code === 'dns.truncated') return whole;
  return { failure: failure('dns.truncated', { detail: `over TCP: ${detail ?? message}` }) };
}

const cutAnyway = 'the answer was cut, although it came over a connection that has no such limit';

/** Over a connection, where no message need be cut. */
async function askWhole(
  question: Question,
  server: NameServer,
  { network, ca }: Asking,
  signal: AbortSignal,
  edns: boolean,
): Promise<Reply> {
  const https = server.via === 'https';
  // RFC 8484 4.1: an id of 0, so that what is the same reads the same.
  const id = https ? 0 : randomInt(0x1_0000);
  const sending = { query: encode(question, id, edns), server, network, ca, signal };
  const answered = await (https ? askOverHttps(sending) : askOverStream(sending));
  if ('failure' in answered) return answered;
  const wrong = failure('dns.malformed', { detail: 'an answer to another question' });
  const reply = decodeReply(answered.message, question, id) ?? { failure: wrong };
  if (!('packet' in reply) || !reply.packet.cut) return reply;
  return { failure: failure('dns.truncated', { message: cutAnyway }) };
}
