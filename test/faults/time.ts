// The time of this machine: a process that gets none, that is stopped, a clock that is set.

import { writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { folder, parse, type Started } from '../cli/command.ts';
import { http, listen, mute, ok } from '../cli/servers.ts';
import { identities, rootPem } from '../servers/certificates.ts';
import type { CaseFault, Endpoint } from './fault.ts';
import { ask, beside, faketime, toldBy, toldOfAsking } from './process.ts';

/** Asks a server that stops the process with each request, says `say`, and lets it go on after that time. */
export async function stopped(
  say: (response: ServerResponse, count: number) => void,
  ms: number,
  written: Omit<Endpoint, 'url'> = {},
): Promise<string> {
  let asking: Started | undefined;
  let count = 0;
  const port = await http((_, response) => {
    asking?.child.kill('SIGSTOP');
    count += 1;
    say(response, count);
    setTimeout(() => asking?.child.kill('SIGCONT'), ms);
  });
  asking = ask([{ url: `http://127.0.0.1:${port}/`, ...written }]);
  return toldBy(await asking.ended);
}

const answers = (response: ServerResponse) => void response.end('fine');
const closes = (response: ServerResponse) => void response.socket?.destroy();

/** The clock is set by so many seconds while an answer is waited for; the server closes then, or answers. */
async function clockSet(seconds: number, closing = false): Promise<string> {
  const clock = join(folder({ clock: '+0' }), 'clock');
  let asked = 0;
  const port = await http((_, response) => {
    asked += 1;
    writeFileSync(clock, `${seconds < 0 ? '' : '+'}${seconds}`);
    setTimeout(() => (closing && asked === 1 ? closes : answers)(response), 200);
  });
  const env = {
    LD_PRELOAD: faketime() ?? '',
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  const url = `http://127.0.0.1:${port}/`;
  const ended = await ask([{ url, expect: { latency: { total: '3s' } } }], { env }).ended;
  const [attempt] = parse(ended).results[0]?.attempts ?? [];
  if (!attempt || attempt.ms < 200 || attempt.ms > 3000) throw new Error(`it took ${attempt?.ms} ms`);
  return toldBy(ended);
}

/** The clock is ahead by so many days; three sites are asked, one of them with TLS. */
async function clockAhead(days: number): Promise<string> {
  const secure = await listen(
    createServer(identities['of this machine'], (_, response) => response.end('fine')),
  );
  const [one, two] = await Promise.all([ok(), ok()]);
  const env = { LD_PRELOAD: faketime() ?? '', FAKETIME: `+${days}d`, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  return toldOfAsking(
    [
      { url: `https://127.0.0.1:${secure}/`, ca: rootPem },
      { url: `http://127.0.0.1:${one}/` },
      { url: `http://localhost:${two}/` },
    ],
    { env },
  );
}

/** It runs for 20 ms, then not for 300. */
const busy = beside(
  'setInterval(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300), 20).unref()',
);

const libfaketime = ['faketime'];

export const time: readonly CaseFault[] = [
  {
    ids: ['M12'],
    fault: 'a process that hardly gets any time, and a server that is well',
    told: 'up',
    show: async () => toldOfAsking([{ url: `http://127.0.0.1:${await ok()}/` }], { program: busy }),
  },
  {
    ids: ['M12'],
    fault: 'a process that hardly gets any time, and a limit on how long it may take',
    told: 'unknown local.stalled, exit 3',
    show: async () => {
      const expected = { latency: { total: '100ms' } };
      return toldOfAsking([{ url: `http://127.0.0.1:${await ok()}/`, expect: expected }], { program: busy });
    },
  },
  {
    ids: ['M12'],
    fault: 'a process that hardly gets any time, and a server that says nothing',
    told: 'unknown local.stalled, exit 3',
    show: async () =>
      toldOfAsking([{ url: `http://127.0.0.1:${await mute()}/`, timeout: '150ms' }], { program: busy }),
  },
  {
    ids: ['M13'],
    fault: 'the clock is set forward by an hour while an answer is waited for',
    told: 'up',
    bound: 'the times are those that went by',
    needs: libfaketime,
    show: () => clockSet(3600),
  },
  {
    ids: ['M13'],
    fault: 'the clock is set back by an hour while an answer is waited for',
    told: 'up',
    bound: 'the times are those that went by',
    needs: libfaketime,
    show: () => clockSet(-3600),
  },
  {
    ids: ['M13'],
    fault: 'the clock is ahead by a hundred days, and good certificates look expired',
    told: '2 up, 1 unknown tls.expired, exit 3',
    bound: 'the verdict is our own clock',
    needs: libfaketime,
    show: () => clockAhead(100),
  },
  {
    ids: ['M13', 'M14'],
    fault: 'the clock leaps ahead, as after a sleep, and the server has given up meanwhile',
    told: 'up',
    bound: 'asked again, because it may have been asleep',
    needs: libfaketime,
    show: () => clockSet(3600, true),
  },
  {
    ids: ['M14'],
    fault: 'stopped for longer than its timeout while the answer comes',
    told: 'up',
    show: () => stopped(answers, 1200, { timeout: '500ms' }),
  },
  {
    ids: ['M14'],
    fault: 'stopped, the server gives up meanwhile, and answers when asked again',
    told: 'up',
    show: () => stopped((response, count) => (count === 1 ? closes : answers)(response), 1500),
  },
  {
    ids: ['M14'],
    fault: 'stopped each time that it asks, and the server gives up meanwhile',
    told: 'unknown local.stalled, exit 3',
    show: () => stopped(closes, 1500),
  },
];
