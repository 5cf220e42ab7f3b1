// What the command line says of how endpoints are asked. It wins over the list.

import type { Endpoint, Options } from '../model.ts';

export interface Flags {
  readonly timeoutMs?: number;
  readonly retries?: number;
  /** As `parseResolver` gives it. */
  readonly resolver?: string;
  /** PEM text. */
  readonly ca?: string;
}

/** The endpoints with the flags laid over their options. */
export function withFlags(endpoints: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  return endpoints.map((endpoint) => ({ ...endpoint, options: overlaid(endpoint.options, flags) }));
}

/** The same for controls; one that names its own resolver is there to ask just that one. */
export function withFlagsForControls(controls: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  return controls.map((control) => {
    const { resolver } = control.options;
    const options = overlaid(control.options, flags);
    return { ...control, options: resolver === null ? options : { ...options, resolver } };
  });
}

function overlaid(options: Options, { timeoutMs, retries, resolver, ca }: Flags): Options {
  return {
    ...options,
    timeoutMs: timeoutMs ?? options.timeoutMs,
    retry: { ...options.retry, times: retries ?? options.retry.times },
    resolver: resolver ?? options.resolver,
    ca: ca ?? options.ca,
  };
}
