// What the command line says of how endpoints are asked. It wins over the list.

import { familyOf } from '../family.ts';
import { kindOf } from '../kinds/index.ts';
import type { ConnectTo, Endpoint, Family, Options } from '../model.ts';
import { familyProblem } from './connecting.ts';
import { type Mistake, UserError } from './diagnostic.ts';

export interface Flags {
  readonly timeoutMs?: number;
  readonly retries?: number;
  /** As `parseResolver` gives them. */
  readonly resolvers?: readonly string[];
  /** PEM text. */
  readonly ca?: string;
  /** The file it came from. */
  readonly caFile?: string;
  readonly addresses?: Options['addresses'];
  /** These hold before those of the list. */
  readonly connect?: readonly ConnectTo[];
  readonly family?: Family;
  readonly localAddress?: string;
  /** How often each way to ask is asked. */
  readonly samples?: number;
  /** Nobody is asked but whom the endpoints name. */
  readonly noThirdParties?: boolean;
}

/** The endpoints with the flags laid over their options. Throws a UserError for what that makes impossible. */
export function withFlags(endpoints: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  const all = endpoints.map((endpoint) => ({
    ...endpoint,
    atLeast: atLeastOf(endpoint, flags),
    options: overlaid(endpoint, flags),
  }));
  const mistakes = all.flatMap((endpoint) => impossible(endpoint) ?? []);
  if (mistakes.length > 0) throw new UserError(mistakes);
  return all;
}

/** Fewer resolvers than the list names cannot give as many answers as it wants. */
function atLeastOf({ atLeast, urls }: Endpoint, { resolvers }: Flags): number {
  if (resolvers === undefined || resolvers.includes('authoritative')) return atLeast;
  return Math.min(atLeast, urls.length * resolvers.length);
}

function impossible({ name, source, urls, options }: Endpoint): Mistake | null {
  const [problem] = urls.flatMap((url) => familyProblem(options, url) ?? []);
  if (problem === undefined) return null;
  const { problem: message, hint } = problem;
  const hinted = hint === undefined ? {} : { hint };
  return source ? { message, ...hinted, source } : { message: `${name}: ${message}`, ...hinted };
}

/**
 * The same for controls, which are asked once. One that names its own resolver is there to ask just that one; they stand for the network
 * at large, so they take no detour, and one that cannot be asked over the wanted family is asked as it is.
 */
export function withFlagsForControls(controls: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  return controls.map((control) => {
    const { resolvers, addresses, connect, family, localAddress } = control.options;
    const wanted = { ...overlaid(control, { ...flags, samples: 1 }), addresses, connect };
    const fits = control.urls.every((url) => familyProblem(wanted, url) === null);
    const options = fits ? wanted : { ...wanted, family, localAddress };
    return { ...control, options: resolvers.length === 0 ? options : { ...options, resolvers } };
  });
}

/** The same for feeds, which are read once, by whichever address answers, and are no place for samples. */
export function withFlagsForFeeds(feeds: readonly Endpoint[], flags: Flags): readonly Endpoint[] {
  const { addresses: _, samples: __, ...asked } = flags;
  return withFlags(feeds, { ...asked, retries: 0, ...firstResolver(flags) });
}

function firstResolver({ resolvers }: Flags): Flags {
  return resolvers === undefined ? {} : { resolvers: resolvers.slice(0, 1) };
}

function overlaid({ urls, options }: Endpoint, flags: Flags): Options {
  const { timeoutMs, retries, resolvers, ca, caFile, samples } = flags;
  return {
    ...options,
    timeoutMs: timeoutMs ?? options.timeoutMs,
    retry: { ...options.retry, times: retries ?? options.retry.times },
    resolvers: resolvers ?? options.resolvers,
    ca: ca ?? options.ca,
    ...(caFile === undefined ? {} : { caFile }),
    samples: samples ?? options.samples,
    ...(knowsAddresses(urls) ? connecting(options, flags) : {}),
  };
}

/** A kind that asks a name server and nobody else connects nowhere. */
function knowsAddresses(urls: readonly string[]): boolean {
  return urls.every((url) => kindOf(new URL(url).protocol)?.options.includes('addresses'));
}

function connecting(options: Options, flags: Flags): Partial<Options> {
  const localAddress = flags.localAddress ?? options.localAddress;
  const implied = flags.localAddress === undefined ? options.family : familyOf(flags.localAddress);
  return {
    addresses: flags.addresses ?? options.addresses,
    connect: [...(flags.connect ?? []), ...options.connect],
    family: flags.family ?? implied,
    localAddress,
  };
}
