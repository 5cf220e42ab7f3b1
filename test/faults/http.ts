// HTTP/1.1 servers that misbehave, and what is told of them.

import { type behaviours, openHttp } from '../servers/http.ts';
import type { Endpoint, PeerFault } from './fault.ts';

const plain = async (port: Promise<number>): Promise<Endpoint> => ({
  url: `http://127.0.0.1:${await port}/`,
});
const on = (behaviour: keyof typeof behaviours) => () => plain(openHttp(behaviour));
/** Its body is looked at. */
const body = (behaviour: keyof typeof behaviours) => async (): Promise<Endpoint> => ({
  ...(await plain(openHttp(behaviour))),
  expect: { body: { contains: 'hello' } },
});

export const http: readonly PeerFault[] = [
  {
    ids: ['H1'],
    fault: 'headers that drip',
    told: 'down http.timeout',
    open: on('drips headers'),
    silent: true,
  },
  {
    ids: ['H1'],
    fault: 'a body that drips',
    told: 'down content.timeout',
    open: body('drips a body'),
    silent: true,
  },
  {
    ids: ['H2'],
    fault: 'one header without end',
    told: 'down http.headers_too_large',
    open: on('has an endless header'),
    floods: true,
  },
];
