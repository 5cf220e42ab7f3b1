// What the command line says of how endpoints are asked. It wins over the list.

import type { Endpoint, Options } from '../model.ts';

export interface Flags {
  readonly timeoutMs?: number;
  readonly retries?: number;
  /** As `parseResolver` gives it. */
  readonly resolvers?: readonly string[];
  /** PEM text. */
  readonly ca?: string;
  /** The file it came from. */
  readonly caFile?: string;
}

/** The endpoints with the flags laid over their options. */
export function withFlags(endpoints: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  return endpoints.map((endpoint) => ({ ...endpoint, options: overlaid(endpoint.options, flags) }));
}

/** The same for controls; one that names its own resolver is there to ask just that one. */
export function withFlagsForControls(controls: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  return controls.map((control) => {
    const { resolvers } = control.options;
    const options = overlaid(control.options, flags);
    return { ...control, options: resolvers.length === 0 ? options : { ...options, resolvers } };
  });
}

function overlaid(options: Options, { timeoutMs, retries, resolvers, ca, caFile }: Flags): Options {
  return {
    ...options,
    timeoutMs: timeoutMs ?? options.timeoutMs,
    retry: { ...options.retry, times: retries ?? options.retry.times },
    resolvers: resolvers ?? options.resolvers,
    ca: ca ?? options.ca,
    ...(caFile === undefined ? {} : { caFile }),
  };
}
