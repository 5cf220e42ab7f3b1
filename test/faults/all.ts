// All rows of docs/faults.md.

import { dns } from './dns.ts';
import type { CaseFault, PeerFault } from './fault.ts';
import { files } from './files.ts';
import { http } from './http.ts';
import { http2 } from './http2.ts';
import { huge } from './huge.ts';
import { inside } from './inside.ts';
import { listWords } from './list-words.ts';
import { lists } from './lists.ts';
import { machine } from './machine.ts';
import { names } from './names.ts';
import { ourselves } from './ourselves.ts';
import { output } from './output.ts';
import { redirects } from './redirects.ts';
import { tls } from './tls.ts';

export const peers: readonly PeerFault[] = [...http, ...http2, ...tls, ...dns];
export const cases: readonly CaseFault[] = [
  ...redirects,
  ...inside,
  ...names,
  ...output,
  ...lists,
  ...listWords,
  ...huge,
  ...files,
  ...machine,
  ...ourselves,
];
