// Everything that `whydown explain` can tell: the codes, the statuses, the words of a degraded row, the exit codes.
// Loaded only when somebody asks.

import type { CauseCode } from '../codes.ts';
import { dns } from './dns.ts';
import type { Explanation } from './explanation.ts';
import { http } from './http.ts';
import { local } from './local.ts';
import { run } from './run.ts';
import { tcp } from './tcp.ts';
import { tls } from './tls.ts';

export { exits, statuses, words } from './outcomes.ts';

export const explanations: Readonly<Record<CauseCode, Explanation>> = {
  ...local,
  ...dns,
  ...tcp,
  ...tls,
  ...http,
  ...run,
};
