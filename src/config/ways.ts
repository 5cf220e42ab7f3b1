// How many ways there are to ask an endpoint, held against how many of them are wanted.

import { type Reading, report } from './reading.ts';
import type { WrittenEndpoint } from './schema.ts';
import type { MapNode } from './yaml.ts';

/** How many must pass. `every`: all, however many there turn out to be. */
interface Quorum {
  readonly atLeast: number;
  readonly every?: true;
}

/** What is wanted of so many URLs, each asked at each resolver; more than there are is a mistake. */
export function quorumOf(
  own: MapNode,
  merged: MapNode,
  said: Partial<WrittenEndpoint>,
  urls: number,
  reading: Reading,
): Quorum {
  const { atLeast, agree = false, resolver = [] } = said;
  const at = (name: string, map = own) => map.entries.find(({ key }) => key.text === name)?.value;
  const written = at('resolver', merged);
  // One that is given twice is told by itself.
  const resolvers = written?.kind === 'list' ? written.items.length : resolver.length;
  const count = urls * Math.max(1, resolvers);
  // How many name servers a zone has is not known yet.
  const open = resolver.includes('authoritative');
  const wanted = at('atLeast');
  if (wanted && atLeast !== undefined && count > 0 && !open && atLeast > count) {
    const places = resolvers === 0 ? '' : ` at ${resolvers} resolver${resolvers === 1 ? '' : 's'}`;
    const there = `${urls === 1 ? 'there is 1 URL' : `there are ${urls} URLs`}${places}`;
    report(
      reading,
      wanted,
      `at least ${atLeast} must pass, but ${there}`,
      `write a number from 1 to ${count}`,
    );
  }
  const several = open || resolver.length > 1;
  const alike = at('agree');
  const unread = written !== undefined && resolver.length === 0;
  if (alike && agree && !several && !unread) {
    const there = resolver.length === 0 ? 'none is named' : 'there is only one';
    const hint = 'write resolver: [system, 9.9.9.9], or resolver: authoritative for all servers of the zone';
    report(reading, alike, `\`agree\` compares what several resolvers say, and ${there}`, hint);
  }
  if (atLeast !== undefined || !agree || !several) return { atLeast: atLeast ?? 1 };
  return { atLeast: count, every: true };
}
