// The lab's throw-away certificate authorities: root, intermediate, and a leaf for each host when it is
// first asked. One is trusted in the box; nobody knows the other. Keys die with the process.

import { type Issuer, issue, makeKeys } from './certificate.ts';
import type { TlsFault } from './faults.ts';

/** What a TLS server shows: leaf and intermediate, and the leaf's key. */
interface Identity {
  readonly cert: string;
  readonly key: string;
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
  const keys = makeKeys();
  const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return {
    roots: good.root,
    identify(host, fault) {
      if (fault?.stranger) stranger ??= createChain('whydown lab stranger', now);
      const chain = (fault?.stranger ? stranger : null) ?? good;
      const name = fault?.name ?? host;
      const leaf = issue(
        {
          // X.520 allows 64 characters.
          ...(name.length <= 64 ? { subject: name } : {}),
          publicKey: keys.publicKey,
          notBefore: daysFrom(now, fault?.notBefore ?? -30),
          notAfter: daysFrom(now, fault?.notAfter ?? 60),
          names: [name],
          ...(fault?.stranger ? {} : { issuerUrl: 'http://ca.example/intermediate.crt' }),
        },
        chain.intermediate,
      );
      return { cert: leaf + chain.intermediatePem, key };
    },
  };
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
