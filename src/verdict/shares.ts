// What failures can have in common beside a provider: an address, an alias, a name server, a resolver, an edge, an
// issuer. Pure.

import { isAddress } from '../host.ts';
import type { Result, Scope } from '../model.ts';
import { passed } from './signs.ts';

export interface Share {
  readonly kind: string;
  readonly value: string;
  readonly scope: Scope;
}

/** Everything that a result could share with others, each once. */
export function sharesOf(result: Result): readonly Share[] {
  const { endpoint, cause } = result;
  const attempt = result.attempts[result.decidedBy ?? 0];
  const facts = attempt?.hops.at(-1)?.facts ?? {};
  const share = (kind: string, scope: Scope, ...values: readonly (string | null | undefined)[]): Share[] =>
    values.flatMap((value) => (value ? [{ kind, scope, value }] : []));
  const aliases = (facts.dns?.records ?? []).flatMap(({ type, data }) => (type === 'CNAME' ? [data] : []));
  // Whoever found its names has no quarrel with a name server or a resolver.
  const unnamed = passed(result) || cause?.layer === 'dns';
  const asked = attempt?.resolver ?? facts.dns?.resolver;
  const all = [
    // A page that is missing or wrong is nothing that an edge would do.
    ...(cause?.code === 'http.status' || cause?.layer === 'content'
      ? []
      : share('edge', 'edge', endpoint.edge)),
    ...share('address', 'host', ...addressesOf(result)),
    ...share('alias', 'host', aliases.at(-1)?.toLowerCase()),
    ...(unnamed ? share('name server', 'host', ...(facts.dns?.servers ?? [])) : []),
    ...(unnamed && asked !== undefined && !own.test(asked) ? share('resolver', 'host', asked) : []),
    ...(passed(result) || cause?.layer === 'tls'
      ? share('issuer', 'endpoint', facts.tls?.chain[0]?.issuer)
      : []),
  ];
  return [...new Map(all.map((each) => [keyOf(each), each])).values()];
}

/** The same for the same share. */
export function keyOf({ kind, value }: Share): string {
  return `${kind} ${value}`;
}

/** No one server: each machine, or each zone, has its own. */
const own = /^(system|os|authoritative)\b/;

/** The addresses it came to or tried; this very machine is no host that one could share. */
function addressesOf({ attempts, decidedBy }: Result): readonly string[] {
  const hop = attempts[decidedBy ?? 0]?.hops.at(-1);
  const tried = hop?.steps.flatMap(({ name, tries = [] }) => (name === 'tcp' ? tries : [])) ?? [];
  const all = [hop?.facts.remote?.address, ...tried.map(({ address }) => withoutPort(address))];
  return all.flatMap((one) =>
    one !== undefined && isAddress(one) && !/^127\.|^::1$/.test(one) ? [one] : [],
  );
}

function withoutPort(address: string): string {
  return address.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
}
