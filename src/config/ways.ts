// How many ways there are to ask an endpoint, held against how many of them are wanted.

import { type Reading, report } from './fields.ts';
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
  said: Partial<WrittenEndpoint>,
  urls: number,
  reading: Reading,
): Quorum {
  const { atLeast, agree = false, resolver = [] } = said;
  const count = urls * Math.max(1, resolver.length);
  const at = (name: string) => own.entries.find(({ key }) => key.text === name)?.value;
  // How many name servers a zone has is not known yet.
  const open = resolver.includes('authoritative');
  const wanted = at('atLeast');
  if (wanted && atLeast !== undefined && count > 0 && !open && atLeast > count) {
    const asked = `${urls} URL${urls === 1 ? '' : 's'}${resolver.length > 1 ? ` at ${resolver.length} resolvers` : ''}`;
    const there = `${urls === 1 ? 'there is' : 'there are'} ${asked}`;
    report(
      reading,
      wanted,
      `at least ${atLeast} must pass, but ${there}`,
      `write a number from 1 to ${count}`,
    );
  }
  const several = open || resolver.length > 1;
  const alike = at('agree');
  const unread = at('resolver') !== undefined && resolver.length === 0;
  if (alike && agree && !several && !unread) {
    const there = resolver.length === 0 ? 'none is named' : 'there is only one';
    const hint = 'write resolver: [system, 9.9.9.9], or resolver: authoritative for all servers of the zone';
    report(reading, alike, `\`agree\` compares what several resolvers say, and ${there}`, hint);
  }
  if (atLeast !== undefined || !agree || !several) return { atLeast: atLeast ?? 1 };
  return { atLeast: count, every: true };
}
