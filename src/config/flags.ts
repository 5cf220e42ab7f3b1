// What the command line says of how endpoints are asked. It wins over the list.

import type { Endpoint, Options } from '../model.ts';

export interface Flags {
  readonly timeoutMs?: number;
  readonly retries?: number;
  /** As `parseResolver` gives them. */
  readonly resolvers?: readonly string[];
  /** PEM text. */
  readonly ca?: string;
}

/** The endpoints with the flags laid over their options. */
export function withFlags(endpoints: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  return endpoints.map((endpoint) => ({
    ...endpoint,
    atLeast: atLeastOf(endpoint, flags),
    options: overlaid(endpoint.options, flags),
  }));
}

/** Fewer resolvers than the list names cannot give as many answers as it wants. */
function atLeastOf({ atLeast, urls }: Endpoint, { resolvers }: Flags): number {
  if (resolvers === undefined || resolvers.includes('authoritative')) return atLeast;
  return Math.min(atLeast, urls.length * resolvers.length);
}

/** The same for controls; one that names its own resolver is there to ask just that one. */
export function withFlagsForControls(controls: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  return controls.map((control) => {
    const { resolvers } = control.options;
    const options = overlaid(control.options, flags);
    return { ...control, options: resolvers.length === 0 ? options : { ...options, resolvers } };
  });
}

function overlaid(options: Options, { timeoutMs, retries, resolvers, ca }: Flags): Options {
  return {
    ...options,
    timeoutMs: timeoutMs ?? options.timeoutMs,
    retry: { ...options.retry, times: retries ?? options.retry.times },
    resolvers: resolvers ?? options.resolvers,
    ca: ca ?? options.ca,
  };
}
