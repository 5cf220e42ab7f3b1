// All rows of docs/faults.md.

import { addresses } from './addresses.ts';
import { baselines } from './baselines.ts';
import { bodies } from './bodies.ts';
import { dns } from './dns.ts';
import { dnsStreams } from './dns-streams.ts';
import { environment } from './environment.ts';
import type { CaseFault, PeerFault } from './fault.ts';
import { files } from './files.ts';
import { http } from './http.ts';
import { http2 } from './http2.ts';
import { huge } from './huge.ts';
import { inside } from './inside.ts';
import { listWords } from './list-words.ts';
import { lists } from './lists.ts';
import { lookUps } from './look-ups.ts';
import { machine } from './machine.ts';
import { names } from './names.ts';
import { ourselves } from './ourselves.ts';
import { output } from './output.ts';
import { astray, redirects } from './redirects.ts';
import { time } from './time.ts';
import { tls } from './tls.ts';
import { tlsCertificates } from './tls-certificates.ts';
import { tlsNames } from './tls-names.ts';
import { ends, ways } from './ways.ts';

export const peers: readonly PeerFault[] = [
  ...http,
  ...bodies,
  ...http2,
  ...astray,
  ...ends,
  ...tls,
  ...tlsCertificates,
  ...tlsNames,
  ...dns,
  ...dnsStreams,
  ...addresses,
];
export const cases: readonly CaseFault[] = [
  ...environment,
  ...redirects,
  ...ways,
  ...inside,
  ...names,
  ...lookUps,
  ...output,
  ...lists,
  ...listWords,
  ...huge,
  ...files,
  ...baselines,
  ...machine,
  ...time,
  ...ourselves,
];
