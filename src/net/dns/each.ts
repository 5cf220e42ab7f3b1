// One name asked of several at once, each apart: the name servers of this machine, resolvers that are named, the
// zone's own servers. What one of them says is held against the others' elsewhere.

import { failure } from '../../codes.ts';
import type { DnsVoice, Failure } from '../../model.ts';
import { type Each, formatResolver, type OneResolver } from '../../resolver.ts';
import { type Found, lookUp, type Search } from './lookup.ts';
import type { RecordType } from './message.ts';
import { type NameServer, serverLabel } from './server.ts';
import { serversFor, systemServers } from './servers.ts';
import { askZone, type ZoneFound } from './zone.ts';

/** It has failed when all of them have. */
export async function askEach(
  { resolvers, otherwise }: Each,
  name: string,
  types: readonly RecordType[],
  search: Search,
): Promise<Found> {
  const zone: ZoneFound[] = [];
  const voices = await Promise.all(
    resolvers.map(async (resolver) => {
      if (resolver.via !== 'authoritative') return voicesOf(resolver, name, types, search);
      const found = await askZone(name, types[0] ?? 'A', search, otherwise);
      zone.push(found);
      return found.voices;
    }),
  );
  const all = voices.flat();
  const good = all.find((voice) => voice.failure === undefined);
  const [found] = zone;
  return {
    facts: {
      from: 'server',
      records: [],
      addresses: good?.addresses ?? [],
      voices: all,
      ...(found?.referral ? { zone: found.referral.zone, referral: found.referral } : {}),
    },
    ...(good ? {} : { failure: spokesman(all) }),
  };
}

function spokesman(voices: readonly DnsVoice[]): Failure {
  const failures = voices.flatMap((voice) => voice.failure ?? []);
  return failures.find(({ code }) => code !== 'dns.timeout') ?? failures[0] ?? failure('dns.timeout');
}

/** Of the system each server by itself: what one of them says is no other's word. */
async function voicesOf(
  resolver: Exclude<OneResolver, { via: 'authoritative' }>,
  name: string,
  types: readonly RecordType[],
  search: Search,
): Promise<readonly DnsVoice[]> {
  if (resolver.via === 'os') return [];
  const who = resolver.via === 'system' ? 'system' : 'named';
  const found =
    resolver.via === 'system' ? systemServers(search.network) : await serversFor(resolver, name, search);
  if (found.failure)
    return [{ who, server: formatResolver(resolver), addresses: [], failure: found.failure }];
  const apart = who === 'system' ? found.servers.map((server) => [server]) : [found.servers];
  return Promise.all(apart.map((servers) => voiceOf(who, servers, name, types, search)));
}

async function voiceOf(
  who: DnsVoice['who'],
  servers: readonly NameServer[],
  name: string,
  types: readonly RecordType[],
  search: Search,
): Promise<DnsVoice> {
  const { facts, failure: why } = await lookUp({ ...search, tries: [] }, name, types, servers);
  const { server, rcode, extendedErrors, addresses } = facts;
  const asked = servers[0] ? serverLabel(servers[0]) : '';
  return {
    who,
    server: server ?? asked,
    ...(rcode === undefined ? {} : { rcode }),
    ...(extendedErrors === undefined ? {} : { extendedErrors }),
    addresses,
    ...(why ? { failure: why } : {}),
  };
}
