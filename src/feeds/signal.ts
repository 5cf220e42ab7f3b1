// Signal says by an address how it does: 127.0.0.1 is up, 127.0.0.2 is down. Its apps ask the same name.

import type { Entry, FeedFormat } from './format.ts';

const states: Readonly<Record<string, Entry>> = {
  '127.0.0.1': { id: 'signal', state: 'fine', words: 'up' },
  '127.0.0.2': { id: 'signal', state: 'disrupted', words: 'down' },
};

export const signal: FeedFormat = {
  name: 'signal',
  about: 'an address that says it all: 127.0.0.1 is up, 127.0.0.2 is down; its only id is `signal`',
  schemes: ['dns:'],
  example: 'dns:uptime.signal.org?type=A',
  whole: 'signal',
  read({ hops }) {
    const addresses = [...new Set(hops[0]?.facts.dns?.addresses ?? [])];
    const [address = '', ...more] = addresses;
    const entry = more.length === 0 && Object.hasOwn(states, address) ? states[address] : undefined;
    return entry ? { entries: [entry] } : { unreadable: 'its address is neither 127.0.0.1 nor 127.0.0.2' };
  },
};
