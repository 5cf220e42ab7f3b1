// The words for the codes of our own machine.

import type { Words } from './words.ts';

export const local = {
  'local.no_route': {
    sentence: 'this machine has no route to the address',
    advice: 'Check this machine’s network: link, address and default route (`ip route`).',
  },
  'local.descriptors': {
    sentence: 'this machine ran out of file descriptors',
    advice: 'Raise the limit (`ulimit -n`) or lower --concurrency.',
  },
  'local.ports': {
    sentence: 'this machine ran out of local ports',
    advice: 'Wait for old connections to time out, or lower --concurrency.',
  },
  'local.source': {
    sentence: 'this machine does not have the address to connect from',
    advice: 'Give one of its own, of the same family (`ip address`), with `source:` or --source.',
  },
  'local.denied': {
    sentence: 'this machine did not allow the connection',
    advice: 'Look for a local firewall or sandbox rule that forbids it.',
  },
  'local.forbidden': {
    sentence: 'the address is not a public one, and --untrusted asks no other',
    advice: 'Nothing was sent to it. Where the list is one of your own, leave out --untrusted.',
  },
  'local.stalled': {
    sentence: 'this machine was too busy to measure',
    advice: 'Run it again when the machine is less loaded, or lower --concurrency.',
  },
  'local.unmapped': {
    sentence: 'the internet in a box has no such address',
    advice: 'The simulated world knows only its own hosts; probe others with `whydown run`.',
  },
  'local.bug': {
    sentence: 'whydown itself failed',
    advice: 'Please report it with the detail shown.',
  },
} as const satisfies Record<string, Words>;
