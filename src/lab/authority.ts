// The lab's throw-away certificate authorities: root, intermediate, and a leaf for each host when it is
// first asked. One is trusted in the box; nobody knows the other. Keys die with the process.

import { type Issuer, issue, type Keys, makeKeys, makeShortKeys, type Statement } from './certificate.ts';
import type { TlsFault } from './fault.ts';
import { revokedStaple } from './ocsp.ts';

/** What a TLS server shows: leaf and intermediate, the leaf's key, and perhaps what is said of it. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
  readonly staple?: Buffer;
}

/** The authority of one box. */
export interface Authority {
  /** PEM of the root that the box trusts. */
  readonly roots: string;
  /** A certificate for a host, good unless told otherwise. */
  identify(host: string, fault: TlsFault | null): Identity;
}

/** Makes new roots. */
export function createAuthority(now: Date): Authority {
  const good = createChain('whydown lab', now);
  let stranger: Chain | null = null;
  let short: Keys | null = null;
  const keys = makeKeys();
  /** Of what is the same at every host, by its name. */
  const common = new Map<string, Identity>();
  const create = (host: string, fault: TlsFault | null): Identity => {
    if (fault?.stranger) stranger ??= createChain('whydown lab stranger', now);
    if (fault?.leaf === 'short') short ??= makeShortKeys();
    const chain = (fault?.stranger ? stranger : null) ?? good;
    const own = (fault?.leaf === 'short' ? short : null) ?? keys;
    const name = fault?.name ?? host;
    const leaf = issue(statementOf(name, own, fault, now), issuerOf(name, own, chain, fault));
    return {
      cert: fault?.alone || fault?.leaf === 'own' ? leaf : leaf + chain.intermediatePem,
      key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      ...(fault?.leaf === 'revoked' ? { staple: revokedStaple(leaf, chain.intermediate, now) } : {}),
    };
  };
  return {
    roots: good.root,
    identify(host, fault) {
      if (fault?.name === undefined) return create(host, fault);
      const made = common.get(fault.name) ?? create(host, fault);
      common.set(fault.name, made);
      return made;
    },
  };
}

function statementOf(name: string, keys: Keys, fault: TlsFault | null, now: Date): Statement {
  const leaf = fault?.leaf;
  return {
    // X.520 allows 64 characters.
    ...(name.length <= 64 ? { subject: name } : {}),
    publicKey: keys.publicKey,
    notBefore: daysFrom(now, fault?.notBefore ?? -30),
    notAfter: daysFrom(now, fault?.notAfter ?? 60),
    ...(leaf === 'nameless' ? {} : { names: [name] }),
    ...(fault?.stranger ? {} : { issuerUrl: 'http://ca.example/intermediate.crt' }),
    ...(leaf === 'client' ? { usage: 'client' } : {}),
    ...(leaf === 'sha1' ? { digest: 'sha1' } : {}),
  };
}

/** Who signs the leaf: the intermediate, the leaf itself, or somebody who only says that he is the intermediate. */
function issuerOf(name: string, keys: Keys, { intermediate }: Chain, fault: TlsFault | null): Issuer {
  if (fault?.leaf === 'own') return { ...keys, subject: name };
  return fault?.leaf === 'forged' ? { ...intermediate, privateKey: makeKeys().privateKey } : intermediate;
}

interface Chain {
  readonly root: string;
  readonly intermediate: Issuer;
  readonly intermediatePem: string;
}

function createChain(name: string, now: Date): Chain {
  const root: Issuer = { ...makeKeys(), subject: `${name} root` };
  const intermediate: Issuer = { ...makeKeys(), subject: `${name} intermediate` };
  const since = { notBefore: daysFrom(now, -400) };
  return {
    root: issue({ ...since, ...publicOf(root), notAfter: daysFrom(now, 7300), pathLength: 1 }, root),
    intermediate,
    intermediatePem: issue(
      { ...since, ...publicOf(intermediate), notAfter: daysFrom(now, 1500), pathLength: 0 },
      root,
    ),
  };
}

function publicOf({ subject, publicKey }: Issuer): Pick<Issuer, 'subject' | 'publicKey'> {
  return { subject, publicKey };
}

function daysFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + days * 86_400_000);
}
