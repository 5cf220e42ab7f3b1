// What of the environment a probe must not run with.

import { UserError } from '../config/diagnostic.ts';

/**
 * Refuses to probe where Node is told to believe every certificate: left over in a CI job or a container, it turns
 * off what a probe is there to notice. Ours would be judged all the same; nobody could be sure of that.
 */
export function refuseUnverified(env: Readonly<Record<string, string | undefined>>): void {
  // Node looks for just this.
  if (env.NODE_TLS_REJECT_UNAUTHORIZED !== '0') return;
  throw new UserError(
    'NODE_TLS_REJECT_UNAUTHORIZED=0 is set: it tells Node to believe any certificate, so nothing is probed',
    'run `unset NODE_TLS_REJECT_UNAUTHORIZED`; to trust a root of your own, give it as `ca:` of the endpoint or with --ca',
  );
}
